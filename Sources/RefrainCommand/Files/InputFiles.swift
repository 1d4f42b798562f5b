import RefrainKit

/// A file that a command is to read.
struct InputFile: Sendable {
  enum Source: Sendable {
    case file(FilePath)
    case standardInput
  }

  let source: Source
  /// The path as it was given or found.
  let name: String

  init(source: Source, name: String) {
    self.source = source
    self.name = name
  }

  /// The file at a path, which it is named by.
  init(at path: FilePath) {
    self.init(source: .file(path), name: path.text)
  }

  /// The file that an argument names: standard input where that is `-`.
  init(_ argument: Argument) {
    self.init(source: argument == "-" ? .standardInput : .file(FilePath(argument.bytes)), name: argument.text)
  }

  /// Whether this is standard input.
  var isStandardInput: Bool { if case .standardInput = source { true } else { false } }

  /// Whether the file's name says that it is of a kind.
  func isNamed(as kind: InputFiles.Kind) -> Bool { kind.names(Array(name.utf8)) }

  /// The file's bytes; nil, with a notice, where it cannot be read.
  func read(on console: inout Console) -> [UInt8]? {
    switch read(from: console.system) {
    case .success(let bytes): return bytes
    case .failure(let error):
      console.fail(name, error)
      return nil
    }
  }

  /// The file's bytes, or why it cannot be read.
  ///
  /// Of a file that is too large one byte more than may be is read: enough to tell that it is.
  func read(from system: any System) -> Result<[UInt8], SystemError> {
    Result { () throws(SystemError) in
      switch source {
      case .file(let path): try system.read(path, limit: Limits.fileSize + 1)
      case .standardInput: try system.readStandardInput(limit: Limits.fileSize + 1)
      }
    }
  }

  /// What tells the file from others, however its path is written: of what is in a path alone.
  var identity: FilePath {
    switch source {
    case .file(let path): path.normalized
    case .standardInput: FilePath("-")
    }
  }
}

/// The files that the paths of a command line stand for.
struct InputFiles {
  /// What is looked for in folders.
  enum Kind: Sendable {
    case flow, scenario, flowOrScenario
    /// A flow, a scenario or a project.
    case source
    case project

    /// What the names of such files end in.
    var suffixes: [String] {
      switch self {
      case .flow: [".flow.json"]
      case .scenario: [".scenario.json"]
      case .flowOrScenario, .source: [".flow.json", ".scenario.json"]
      case .project: []
      }
    }

    /// Whether a file of this name is one of the kind.
    func names(_ name: [UInt8]) -> Bool {
      let isNamed = suffixes.contains {
        name.count >= $0.utf8.count && name.suffix($0.utf8.count).elementsEqual($0.utf8)
      }
      return isNamed
        || (self == .source || self == .project)
          && FilePath(name).name.elementsEqual(Project.fileName.utf8)
    }

    fileprivate var noun: String {
      switch self {
      case .flow: "flows"
      case .scenario: "scenarios"
      case .flowOrScenario, .source: "flows or scenarios"
      case .project: "projects"
      }
    }
  }

  /// The files by path, each once.
  private(set) var files: [InputFile] = []
  /// The files of another kind that lie in the same folders, by path, each once.
  private(set) var companions: [InputFile] = []
  /// Whether some path stands for nothing that can be read. It has been reported.
  private(set) var hasFailures = false

  private let kind: Kind
  private let companionKind: Kind?
  private var seen: Set<FilePath> = []

  /// Finds the files that `paths` stand for: a file for itself whatever its name, a folder for all files of
  /// the kind in it and in its folders, `-` for standard input.
  ///
  /// Hidden folders are passed over: see `System.search`.
  /// - Parameters:
  ///   - standardInputName: The name that standard input is reported by.
  ///   - companionKind: The kind of files that are found in folders besides.
  init(
    of kind: Kind, at paths: [Argument], standardInputName: String = "-",
    alongside companionKind: Kind? = nil,
    on console: inout Console
  ) {
    self.kind = kind
    self.companionKind = companionKind
    for argument in paths {
      guard argument != "-" else {
        add(InputFile(source: .standardInput, name: standardInputName))
        continue
      }
      let path = FilePath(argument.bytes)
      do {
        switch try console.system.kind(of: path) {
        case .file: add(InputFile(at: path))
        case .folder: search(path, on: &console)
        case .other: fail(path, .notAFile, on: &console)
        }
      } catch {
        fail(path, error.suggesting(nearestFlow(to: path, in: console.system)), on: &console)
      }
    }
    files = files.byName
    companions = companions.byName
  }

  private mutating func add(_ file: InputFile) {
    if seen.insert(file.identity).inserted { files.append(file) }
  }

  /// The flow that may be meant by a path at which nothing is.
  private func nearestFlow(to path: FilePath, in system: any System) -> String? {
    guard kind.names(Array(".flow.json".utf8)) else { return nil }
    return system.nearestFlow(to: path, written: path.text).flatMap { $0 == path.text ? nil : $0 }
  }

  private mutating func fail(_ path: FilePath, _ error: SystemError, on console: inout Console) {
    hasFailures = true
    console.fail(path.text, error)
  }

  /// Adds all files of the kind in a folder and in its folders.
  private mutating func search(_ folder: FilePath, on console: inout Console) {
    var isEmpty = true
    var failures: [(FilePath, SystemError)] = []
    let (kind, companionKind) = (kind, companionKind)
    let isSought = { (name: [UInt8]) in kind.names(name) || companionKind?.names(name) == true }
    console.system.search(
      folder, where: isSought, onFailure: { failures.append(($0, $1)) },
      found: { path in
        let file = InputFile(at: path)
        if kind.names(path.bytes) {
          isEmpty = false
          add(file)
        } else if seen.insert(file.identity).inserted {
          companions.append(file)
        }
      })
    for (folder, error) in failures { fail(folder, error, on: &console) }
    if isEmpty, failures.isEmpty {
      let patterns = kind.suffixes.map { "*\($0)" }.joined(separator: ", ")
      fail(folder, SystemError(reason: "No \(kind.noun) (\(patterns)) in this folder"), on: &console)
    }
  }
}

extension SystemError {
  /// The same with the path that may have been meant.
  fileprivate func suggesting(_ nearest: String?) -> SystemError {
    nearest.map { SystemError(reason: "\(reason); did you mean '\($0.printable)'?") } ?? self
  }
}

extension [InputFile] {
  /// The files in the order of their names' bytes.
  fileprivate var byName: [InputFile] {
    // The bytes are taken out once: comparing texts byte by byte takes ten times as long, most of what finding files took.
    let named = map { (name: [UInt8]($0.name.utf8), file: $0) }
    return named.sorted { $0.name.lexicographicallyPrecedes($1.name) }.map(\.file)
  }
}
