import RefrainKit

/// The flows that scenarios are played with, each loaded and validated once in each environment.
struct FlowLibrary {
  /// A flow's file, and what was made of it.
  struct Flow: Sendable {
    /// The file, by the name under which it was first met.
    let file: InputFile
    /// The flow in each environment in which it was asked for: at least one.
    fileprivate(set) var versions: [Version] = []

    /// The flow as it was first asked for: ready to run, or why it cannot be.
    var program: Result<FlowProgram, Refusal> { versions[0].program }
  }

  /// A flow in one environment.
  struct Version: Sendable {
    /// Ready to run, or why it cannot be.
    let program: Result<FlowProgram, Refusal>
    /// The names that it has; nil where it cannot be run.
    let vocabulary: FlowVocabulary?

    /// Why it cannot be run; nil where it can.
    var refusal: Refusal? { if case .failure(let refusal) = program { refusal } else { nil } }

    fileprivate init(_ program: Result<FlowProgram, Refusal>) {
      self.program = program
      vocabulary = (try? program.get()).map { FlowVocabulary($0.graph) }
    }
  }

  /// Where a flow stands in the library.
  struct Place: Sendable, Hashable {
    /// The place among the flows.
    let flow: Int
    /// The place among the flow's versions.
    let version: Int
  }

  private struct Key: Hashable {
    let path: FilePath
    let environment: ExactText?

    init(_ path: FilePath, _ part: FlowSelection.Part) {
      self.path = path
      environment = (try? part.environment.get()).map { ExactText($0.name) }
    }
  }

  /// Whether errors of the conversation (3xx) are let pass.
  private let isForced: Bool
  /// The flows, in the order in which they were met.
  private(set) var flows: [Flow] = []
  /// Where flows stand, by the way they were written and by the one true path.
  private var places: [Key: Place] = [:]
  private var indices: [FilePath: Int] = [:]

  /// Creates a library without flows.
  /// - Parameter isForced: Whether errors of the conversation (3xx) are let pass.
  init(isForced: Bool) {
    self.isForced = isForced
  }

  /// Loads those of some flows that were not loaded yet, on all cores. Nothing is reported.
  mutating func load(_ parts: [FlowSelection.Part], from system: any System) {
    var loading: [(flow: Int, file: InputFile, source: FlowSource)] = []
    var versionCounts = flows.map(\.versions.count)
    for part in parts where places[Key(part.file.identity, part)] == nil {
      let path = (try? system.resolved(part.file.identity)) ?? part.file.identity
      if places[Key(path, part)] == nil {
        let flow = indices[path] ?? flows.count
        indices[path] = flow
        if flow == flows.count {
          flows.append(Flow(file: part.file))
          versionCounts.append(0)
        }
        places[Key(path, part)] = Place(flow: flow, version: versionCounts[flow])
        versionCounts[flow] += 1
        loading.append((flow, part.file, FlowSource(part.file, in: part.environment, from: system)))
      }
      places[Key(part.file.identity, part)] = places[Key(path, part)]
    }
    let isForced = isForced
    let versions = loading.concurrentMap { _, file, source in
      Version(source.program(of: file, isForced: isForced))
    }
    for (loaded, version) in zip(loading, versions) { flows[loaded.flow].versions.append(version) }
  }

  /// Gives away all flows: none is loaded then.
  mutating func takeFlows() -> [Flow] {
    let taken = flows
    self = FlowLibrary(isForced: isForced)
    return taken
  }

  /// The place of a loaded flow.
  func place(of part: FlowSelection.Part) -> Place {
    guard let place = places[Key(part.file.identity, part)] else {
      preconditionFailure("a flow is loaded before it is used")
    }
    return place
  }

  /// The flow in a place, in its environment.
  subscript(place: Place) -> Version { flows[place.flow].versions[place.version] }
}

/// A flow's file as it was read, and the environment that it runs in.
struct FlowSource: Sendable {
  private let bytes: Result<[UInt8], SystemError>
  private let environment: Result<ProjectEnvironment?, Refusal>
  private let system: any System

  /// Reads a flow's file.
  init(_ file: InputFile, in environment: Result<ProjectEnvironment?, Refusal>, from system: any System) {
    bytes = file.read(from: system)
    self.environment = environment
    self.system = system
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
      let hasEnvironment = (try? environment.get()) != nil
      return .failure(
        .rejected(
          hasEnvironment
            ? error.diagnostics : error.diagnostics.naming(projectPassedOverBy: file, in: system)))
    } catch let refusal as Refusal {
      return .failure(refusal)
    } catch {
      preconditionFailure("a flow is refused for one of three reasons")
    }
  }
}
