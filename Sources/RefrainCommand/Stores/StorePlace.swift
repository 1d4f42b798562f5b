import RefrainKit

/// Which service's store a command is over.
struct StorePlace: Sendable {
  private static let storeOption = CommandOption(
    name: "--store", value: .init(name: "STORE", kind: .path),
    summary:
      "a store's file, or env:NAME for the PostgreSQL database whose address that variable holds; by default the store of the project's environment, or refrain.sqlite beside the project"
  )

  /// The options of every command over a store.
  static let options = [storeOption] + ProjectChoice.options

  /// What such a file is called where nobody says.
  private static let usualName = "refrain.sqlite"

  private let named: NamedStore?
  private let choice: ProjectChoice

  /// A store that the command line names.
  private enum NamedStore {
    case file(FilePath)
    case variable(String)

    init(_ argument: Argument) {
      let mark = "env:"
      self =
        argument.text.hasPrefix(mark)
        ? .variable(String(argument.text.dropFirst(mark.count))) : .file(FilePath(argument.bytes))
    }
  }

  init(_ arguments: ParsedArguments, of syntax: CommandSyntax) throws(UsageError) {
    named = arguments.value(of: Self.storeOption).map(NamedStore.init)
    choice = try ProjectChoice(arguments, of: syntax)
  }

  /// A place that an argument names: a file, or `env:NAME`.
  static func location(_ argument: Argument, in system: any System) -> Result<StoreLocation, StoreRefusal> {
    location(NamedStore(argument), in: system)
  }

  private static func location(
    _ name: NamedStore, in system: any System
  ) -> Result<StoreLocation, StoreRefusal> {
    switch name {
    case .file(let path): .success(.file(path))
    case .variable(let name): StoreLocation.database(.environmentVariable(name), from: nil, in: system)
    }
  }

  /// Where the store is; where there is none to be found, a line that says why.
  func location(in system: any System) -> Result<StoreLocation, StoreRefusal> {
    if let named { return Self.location(named, in: system) }
    var projects = ProjectFinder(choice)
    let here = InputFile(at: FilePath(Project.fileName))
    switch projects.project(of: here, in: system) {
    case .failure(let refusal): return .failure(StoreRefusal(refusal))
    case .success(nil): return .success(.file(FilePath(Self.usualName)))
    case .success(let found?):
      let folder = found.file.folder
      guard let environment = found.environment, let live = environment.live else {
        return .success(.file(folder.appending(Self.usualName)))
      }
      switch live.configuration?.store {
      case .sqlite(let name):
        return .success(.file(folder.path(written: name)))
      case .postgres(let secret): return StoreLocation.database(secret, from: folder, in: system)
      case nil:
        return .failure(
          StoreRefusal(
            line: "the live settings of environment '\(environment.name)' have errors: see 'refrain lint'"))
      }
    }
  }
}

/// Where a store is.
enum StoreLocation: Sendable {
  /// In a file of SQLite.
  case file(FilePath)
  /// In a PostgreSQL database, by its address, which is a secret, and by what messages call it.
  case database(address: String, name: String)

  /// What it is called in messages; never an address, which holds a password.
  var name: String {
    switch self {
    case .file(let path): path.text
    case .database(_, let name): name
    }
  }

  /// A database's longest address.
  private static let addressSize = 1 << 16

  /// The database whose address a secret is.
  /// - Parameter folder: From where files are named.
  static func database(
    _ source: SecretSource, from folder: FilePath?, in system: any System
  ) -> Result<StoreLocation, StoreRefusal> {
    let text: String
    switch source {
    case .environmentVariable(let name):
      guard let value = system.environment(name) else {
        return .failure(
          StoreRefusal(line: "the store's address is missing: \(source) is not set"))
      }
      text = value
    case .file(let name):
      do throws(SystemError) {
        let bytes = try system.read(folder?.path(written: name) ?? FilePath(name), limit: addressSize)
        text = String(decoding: bytes, as: UTF8.self)
      } catch {
        return .failure(
          StoreRefusal(line: "the store's address is missing: \(source): \(error.reason)"))
      }
    }
    guard let address = text.split(whereSeparator: \.isNewline).first else {
      return .failure(
        StoreRefusal(line: "the store's address is missing: \(source) is empty"))
    }
    return .success(.database(address: String(address), name: "\(source)"))
  }
}

/// Why no store is to be found.
struct StoreRefusal: Error {
  let line: String
  let status: ExitStatus

  init(line: String) {
    self.line = line
    status = .failure
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
