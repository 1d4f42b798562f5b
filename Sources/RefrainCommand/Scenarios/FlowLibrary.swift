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

  /// Creates a library without flows.
  /// - Parameter isForced: Whether errors of the conversation (3xx) are let pass.
  init(isForced: Bool) {
    self.isForced = isForced
  }

  /// Loads those of some files that were not loaded yet, on all cores. Nothing is reported.
  mutating func load(_ files: [InputFile], from system: any System) {
    var loading: [(file: InputFile, source: Result<[UInt8], SystemError>)] = []
    for file in files where indices[file.identity] == nil {
      let path = (try? system.resolved(file.identity)) ?? file.identity
      if let index = indices[path] {
        indices[file.identity] = index
      } else {
        let index = flows.count + loading.count
        indices[file.identity] = index
        indices[path] = index
        loading.append((file, file.read(from: system)))
      }
    }
    let isForced = isForced
    flows += loading.concurrentMap { file, source in
      Flow(file, Self.program(source, of: file, isForced: isForced))
    }
  }

  /// The place of a loaded file's flow in `flows`.
  func index(of file: InputFile) -> Int {
    guard let index = indices[file.identity] else {
      preconditionFailure("a flow is loaded before it is used")
    }
    return index
  }

  /// Makes a flow file ready to run.
  static func program(
    _ source: Result<[UInt8], SystemError>, of file: InputFile, isForced: Bool
  ) -> Result<FlowProgram, Refusal> {
    let bytes: [UInt8]
    switch source {
    case .success(let read): bytes = read
    case .failure(let error): return .failure(.unreadable(file.name, error))
    }
    do {
      return .success(try FlowProgram(file: bytes, named: file.name, forcing: isForced))
    } catch {
      return .failure(.rejected(error.diagnostics))
    }
  }
}
