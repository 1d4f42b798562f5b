import RefrainKit

/// The flows that scenarios are played with, each loaded and validated once.
struct FlowLibrary {
  /// A flow of the library.
  struct Flow: Sendable {
    /// The file, by the name under which it was first met.
    let file: InputFile
    /// Ready to run, or why it cannot be.
    let program: Result<FlowProgram, Refusal>
    /// The names that it has; nil where it cannot be run.
    let vocabulary: FlowVocabulary?

    fileprivate init(_ file: InputFile, _ program: Result<FlowProgram, Refusal>) {
      self.file = file
      self.program = program
      vocabulary = (try? program.get()).map { FlowVocabulary($0.graph) }
    }
  }

  /// Whether errors of the conversation (3xx) are let pass.
  private let isForced: Bool
  /// The flows, in the order in which they were met.
  private(set) var flows: [Flow] = []
  /// Where a flow stands among them, by the way it was written and by the one true path.
  private var indices: [FilePath: Int] = [:]

  /// Finds the environments that the flows run in.
  private var projects: ProjectFinder

  /// Creates a library without flows.
  /// - Parameters:
  ///   - isForced: Whether errors of the conversation (3xx) are let pass.
  ///   - projects: Finds the environments that the flows run in.
  init(isForced: Bool, in projects: ProjectFinder) {
    self.isForced = isForced
    self.projects = projects
  }

  /// Loads those of some files that were not loaded yet, on all cores. Nothing is reported.
  mutating func load(_ files: [InputFile], from system: any System) {
    var loading: [(file: InputFile, source: FlowSource)] = []
    for file in files where indices[file.identity] == nil {
      let path = (try? system.resolved(file.identity)) ?? file.identity
      if let index = indices[path] {
        indices[file.identity] = index
      } else {
        let index = flows.count + loading.count
        indices[file.identity] = index
        indices[path] = index
        loading.append((file, FlowSource(file, in: projects.environment(of: file, in: system), from: system)))
      }
    }
    let isForced = isForced
    flows += loading.concurrentMap { file, source in
      Flow(file, source.program(of: file, isForced: isForced))
    }
  }

  /// The place of a loaded file's flow in `flows`.
  func index(of file: InputFile) -> Int {
    guard let index = indices[file.identity] else {
      preconditionFailure("a flow is loaded before it is used")
    }
    return index
  }
}

/// A flow's file as it was read, and the environment that it runs in.
struct FlowSource: Sendable {
  private let bytes: Result<[UInt8], SystemError>
  private let environment: Result<ProjectEnvironment?, Refusal>

  /// Reads a flow's file.
  init(_ file: InputFile, in environment: Result<ProjectEnvironment?, Refusal>, from system: any System) {
    bytes = file.read(from: system)
    self.environment = environment
  }

  /// Makes the flow ready to run.
  func program(of file: InputFile, isForced: Bool) -> Result<FlowProgram, Refusal> {
    do {
      let bytes = try bytes.get()
      let environment = try environment.get()
      return .success(try FlowProgram(file: bytes, named: file.name, in: environment, forcing: isForced))
    } catch let error as SystemError {
      return .failure(.unreadable(file.name, error))
    } catch let error as UnrunnableFlow {
      return .failure(.rejected(error.diagnostics))
    } catch let refusal as Refusal {
      return .failure(refusal)
    } catch {
      preconditionFailure("a flow is refused for one of three reasons")
    }
  }
}
