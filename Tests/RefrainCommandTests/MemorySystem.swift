import Synchronization

@testable import RefrainCommand

/// A system that is all in memory: folders and files by their paths, and what was written to the streams.
///
/// Unchecked: a command uses it from one thread, but for reading files, and what that writes is behind a lock.
final class MemorySystem: System, @unchecked Sendable {
  enum Item {
    case file([UInt8])
    case unreadable
    case device
  }

  /// What there is, by its normalized path; folders are where something lies in them.
  var items: [String: Item] = [:]
  /// Folders with nothing in them.
  var emptyFolders: Set<String> = []
  var standardInput: [UInt8] = []
  /// What other programs write, by their command lines; those that are not here fail.
  var programs: [String: String] = [:]
  /// How many bytes of standard input come at once, to whoever does not wait for its end.
  var inputPieceSize = Int.max
  var variables: [String: String] = [:]
  var outputIsTerminal = false
  /// Whether standard input is a terminal.
  var isInputTerminal = false
  /// How wide the terminal is.
  var columns = 80
  /// Whether the terminal gives keys, and how often it was made to.
  private(set) var keyInput = (isOn: false, count: 0)
  /// How often the process was stopped.
  private(set) var stops = 0
  /// Why standard input gives nothing, if it does not.
  var inputFailure: SystemError?
  var errorsAreTerminal = false
  /// Why standard output takes no more, if it does not.
  var outputFailure: SystemError?
  private(set) var output = ""
  private(set) var errors = ""
  /// Folders that cannot be made.
  var unwritableFolders: Set<String> = []
  /// Files that can be read and not written.
  var readOnlyFiles: Set<String> = []
  /// The files that were replaced, in order.
  private(set) var replaced: [String] = []
  /// How many bytes were asked for at most, by path.
  var limits: [String: Int] { limitsRead.withLock { $0 } }
  private let limitsRead = Mutex<[String: Int]>([:])

  init(_ files: [String: String] = [:]) {
    items = files.mapValues { .file(Array($0.utf8)) }
  }

  /// Runs the program.
  func run(_ arguments: Argument...) -> ExitStatus { Refrain.run(arguments, on: self) }

  func write(_ bytes: [UInt8], to stream: StandardStream) throws(SystemError) {
    switch stream {
    case .output:
      if let outputFailure { throw outputFailure }
      output += String(decoding: bytes, as: UTF8.self)
    case .error: errors += String(decoding: bytes, as: UTF8.self)
    }
  }

  func isTerminal(_ stream: StandardStream) -> Bool {
    switch stream {
    case .output: outputIsTerminal
    case .error: errorsAreTerminal
    }
  }

  func environment(_ name: String) -> String? { variables[name] }

  func kind(of path: FilePath) throws(SystemError) -> FileKind {
    let path = key(of: path)
    switch items[path] {
    case .file, .unreadable: return .file
    case .device: return .other
    case nil:
      guard isFolder(path) else { throw SystemError(reason: "No such file or directory") }
      return .folder
    }
  }

  /// What happens while somebody waits, one for each wait; after the last nobody is to wait any longer.
  var happenings: [() -> Void] = []

  func wait(milliseconds: Int) -> Bool {
    guard !happenings.isEmpty else { return false }
    happenings.removeFirst()()
    return true
  }

  func stamp(of path: FilePath) throws(SystemError) -> FileStamp {
    guard case .file(let bytes)? = items[key(of: path)] else {
      throw SystemError(reason: "No such file or directory")
    }
    return FileStamp(time: Int64(bytes.hashValue), size: Int64(bytes.count), number: 0)
  }

  func read(_ path: FilePath, limit: Int) throws(SystemError) -> [UInt8] {
    limitsRead.withLock { $0[path.text] = limit }
    switch items[key(of: path)] {
    case .file(let bytes): return Array(bytes.prefix(limit))
    case .unreadable: throw SystemError(reason: "Permission denied")
    case .device: throw .notAFile
    case nil: throw SystemError(reason: "No such file or directory")
    }
  }

  func readStream(_ path: FilePath, limit: Int) throws(SystemError) -> [UInt8] {
    if case .device? = items[key(of: path)] { return Array(standardInput.prefix(limit)) }
    return try read(path, limit: limit)
  }

  func readStandardInput(limit: Int) throws(SystemError) -> [UInt8] { Array(standardInput.prefix(limit)) }

  func nextStandardInput(limit: Int) throws(SystemError) -> [UInt8] {
    if let inputFailure { throw inputFailure }
    let piece = standardInput.prefix(min(limit, inputPieceSize))
    standardInput.removeFirst(piece.count)
    return Array(piece)
  }

  func entries(of folder: FilePath) throws(SystemError) -> [FolderEntry] {
    let prefix = prefix(of: key(of: folder))
    let names = (Array(items.keys) + emptyFolders).filter { $0.hasPrefix(prefix) }.compactMap { path in
      path.dropFirst(prefix.count).split(separator: "/").first.map { (String($0), prefix + $0) }
    }
    // In an order of their own, as a disk has them.
    return Set(names.map { FolderEntry(name: Array($0.0.utf8), kind: items[$0.1] == nil ? .folder : .other) })
      .sorted { $0.name.reversed().lexicographicallyPrecedes($1.name.reversed()) }
  }

  func write(_ bytes: [UInt8], toFileAt path: FilePath) throws(SystemError) {
    guard !path.text.hasPrefix("missing/") else { throw SystemError(reason: "No such file or directory") }
    guard !readOnlyFiles.contains(key(of: path)) else { throw SystemError(reason: "Permission denied") }
    items[key(of: path)] = .file(bytes)
  }

  func removeFile(at path: FilePath) throws(SystemError) {
    guard !readOnlyFiles.contains(key(of: path)) else { throw SystemError(reason: "Permission denied") }
    items[key(of: path)] = nil
  }

  func makeFolder(at path: FilePath) throws(SystemError) {
    guard (try? kind(of: path)) == nil else { return }
    guard !unwritableFolders.contains(key(of: path)) else { throw SystemError(reason: "Permission denied") }
    emptyFolders.insert(key(of: path))
  }

  func replaceFile(at path: FilePath, with bytes: [UInt8]) throws(SystemError) {
    guard !readOnlyFiles.contains(key(of: path)) else {
      throw SystemError(reason: "Permission denied")
    }
    items[key(of: path)] = .file(bytes)
    replaced.append(path.text)
  }

  func output(of program: String, _ arguments: [Argument], limit: Int) throws(SystemError) -> [UInt8] {
    guard let output = programs[([program] + arguments.map(\.text)).joined(separator: " ")] else {
      throw SystemError(reason: "\(program): fatal: no such thing")
    }
    return Array(output.utf8.prefix(limit))
  }

  func resolved(_ path: FilePath) throws(SystemError) -> FilePath {
    _ = try kind(of: path)
    let key = key(of: path)
    return FilePath(key.hasPrefix("/") ? key : "/" + key)
  }

  func columns(of stream: StandardStream) -> Int? { isTerminal(stream) ? columns : nil }

  func beginKeyInput() { keyInput = (true, keyInput.count + 1) }

  func endKeyInput() { keyInput.isOn = false }

  func stopUntilContinued() { stops += 1 }

  /// What a file holds.
  func text(of path: String) -> String? {
    if case .file(let bytes)? = items[path] { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  /// The path without `.` and `..`.
  private func key(of path: FilePath) -> String {
    var names: [Substring] = []
    for name in path.text.split(separator: "/") where name != "." {
      if name == ".." { _ = names.popLast() } else { names.append(name) }
    }
    let name = names.joined(separator: "/")
    guard path.text.hasPrefix("/") else { return name }
    // The current folder is the root, where nothing lies under a path from there.
    return !isThere("/" + name) && isThere(name) ? name : "/" + name
  }

  private func isThere(_ key: String) -> Bool { items[key] != nil || isFolder(key) }

  private func prefix(of folder: String) -> String { folder.isEmpty || folder == "/" ? folder : folder + "/" }

  private func isFolder(_ path: String) -> Bool {
    path.isEmpty || emptyFolders.contains(path) || items.keys.contains { $0.hasPrefix(prefix(of: path)) }
  }
}

/// Flows for tests.
enum SampleFlow {
  /// A flow that nothing is wrong with.
  static let clean = """
    {
      "formatVersion": 1,
      "name": "Thanks",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "+15550100" },
          "on": { "onBegin": "@end" }
        }
      }
    }
    """

  /// A flow with an error: a field that there is not.
  static let wrong = clean.replacing("\"name\":", with: "\"title\": 1, \"name\":")

  /// A flow with a warning: a variable that nothing uses.
  static let doubtful = clean.replacing("\"nodes\":", with: "\"variables\": { \"unused\": null }, \"nodes\":")
}
