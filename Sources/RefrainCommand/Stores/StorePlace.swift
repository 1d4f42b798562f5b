import RefrainKit

/// Which service's store a command is over.
struct StorePlace: Sendable {
  private static let storeOption = CommandOption(
    name: "--store", value: .init(name: "FILE", kind: .path),
    summary:
      "the store's file; by default that of the project's environment, or refrain.sqlite beside the project")

  /// The options of every command over a store.
  static let options = [storeOption] + ProjectChoice.options

  /// What such a file is called where nobody says.
  private static let usualName = "refrain.sqlite"

  private let file: FilePath?
  private let choice: ProjectChoice

  init(_ arguments: ParsedArguments, of syntax: CommandSyntax) throws(UsageError) {
    file = arguments.value(of: Self.storeOption).map { FilePath($0.bytes) }
    choice = try ProjectChoice(arguments, of: syntax)
  }

  /// The file; where there is none to be found, a line that says why.
  func file(in system: any System) -> Result<FilePath, StoreRefusal> {
    if let file { return .success(file) }
    let usualName = Array(Self.usualName.utf8)
    var projects = ProjectFinder(choice)
    let here = InputFile(source: .file(FilePath(Project.fileName)), name: Project.fileName)
    switch projects.project(of: here, in: system) {
    case .failure(let refusal): return .failure(StoreRefusal(refusal))
    case .success(nil): return .success(FilePath(usualName))
    case .success(let found?):
      let folder = found.file.folder
      guard let environment = found.environment, let live = environment.live else {
        return .success(folder.appending(usualName))
      }
      switch live.configuration?.store {
      case .sqlite(let name):
        return .success(name.hasPrefix("/") ? FilePath(name) : folder.appending(Array(name.utf8)))
      case .postgres:
        return .failure(
          StoreRefusal(line: "the store of environment '\(environment.name)' is no file", status: .failure))
      case nil:
        return .failure(
          StoreRefusal(
            line: "the live settings of environment '\(environment.name)' have errors: see 'refrain lint'",
            status: .failure))
      }
    }
  }
}

/// Why no store is to be found.
struct StoreRefusal: Error {
  let line: String
  let status: ExitStatus

  init(line: String, status: ExitStatus) {
    self.line = line
    self.status = status
  }

  fileprivate init(_ refusal: Refusal) {
    status = refusal.status
    switch refusal {
    case .unreadable(let name, let error): line = "\(name): \(error.reason)"
    case .environment(let problem): line = problem
    case .rejected: line = "the project has errors: see 'refrain lint'"
    }
  }
}
