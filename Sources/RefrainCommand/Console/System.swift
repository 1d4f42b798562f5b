/// The world around the process, as the commands see it: files, standard streams, the environment.
///
/// `PlatformSystem` is the real one; tests have one in memory. Threads may read at the same time; all else a command does
/// on one.
protocol System: Sendable {
  /// Writes all of `bytes` to a standard stream.
  func write(_ bytes: [UInt8], to stream: StandardStream) throws(SystemError)
  /// Whether a standard stream is a terminal.
  func isTerminal(_ stream: StandardStream) -> Bool
  /// The value of an environment variable, if it is set.
  func environment(_ name: String) -> String?
  /// What there is at a path, symbolic links followed.
  func kind(of path: FilePath) throws(SystemError) -> FileKind
  /// What tells whether a file has changed since it was looked at before.
  func stamp(of path: FilePath) throws(SystemError) -> FileStamp
  /// Lets time pass; false where nobody is to wait any longer.
  func wait(milliseconds: Int) -> Bool
  /// A regular file's bytes, `limit` of them at most.
  func read(_ path: FilePath, limit: Int) throws(SystemError) -> [UInt8]
  /// The bytes of whatever there is at a path, a pipe or a device too, until its end, `limit` of them at most.
  func readStream(_ path: FilePath, limit: Int) throws(SystemError) -> [UInt8]
  /// What comes from standard input until its end, `limit` bytes at most.
  func readStandardInput(limit: Int) throws(SystemError) -> [UInt8]
  /// What has come from standard input since the last time, `limit` bytes at most; waits for one at least. None at
  /// its end.
  func nextStandardInput(limit: Int) throws(SystemError) -> [UInt8]
  /// What is in a folder, itself and its parent aside, in any order.
  func entries(of folder: FilePath) throws(SystemError) -> [FolderEntry]
  /// Makes `bytes` the contents of a file, which is made if it is not there: all of them or, where that fails, none. A
  /// pipe or a device is written to.
  func write(_ bytes: [UInt8], toFileAt path: FilePath) throws(SystemError)
  /// Makes `bytes` the contents of a file that is there, all of them or, where that fails, none.
  ///
  /// A symbolic link stays one, and the file's permissions stay what they are.
  func replaceFile(at path: FilePath, with bytes: [UInt8]) throws(SystemError)
  /// Makes a folder, and those that it lies in, as far as they are not there.
  func makeFolder(at path: FilePath) throws(SystemError)
  /// Removes a file.
  func removeFile(at path: FilePath) throws(SystemError)
  /// What a program writes to its standard output, `limit` bytes at most; it is looked for as a shell does. A program
  /// that fails is an error, with the first line of what it says about it.
  func output(of program: String, _ arguments: [Argument], limit: Int) throws(SystemError) -> [UInt8]
  /// The one path of what there is at a path, from the root: without symbolic links, `.` and `..`.
  func resolved(_ path: FilePath) throws(SystemError) -> FilePath

  /// Whether standard input is a terminal.
  var isInputTerminal: Bool { get }
  /// How many columns the terminal has that a standard stream writes to; nil where it is none, or does not say.
  func columns(of stream: StandardStream) -> Int?
  /// From now on standard input, a terminal, gives each key as it is pressed and shows none of them. Signals that end
  /// the process undo that.
  func beginKeyInput() throws(SystemError)
  /// From now on standard input gives lines again, as before.
  func endKeyInput()
  /// Stops the process until somebody continues it, as a shell does.
  func stopUntilContinued()
}

extension System {
  /// Whether a terminal, if there is one, takes escape sequences: one whose type is empty says that it does not know.
  var takesEscapes: Bool { !["", "dumb"].contains(environment("TERM") ?? "unknown") }

  /// Whether two paths are of one file, whatever links lead to it.
  func isSameFile(_ path: FilePath, _ other: FilePath) -> Bool {
    guard let resolved = try? resolved(path), let otherResolved = try? self.resolved(other) else {
      return false
    }
    if resolved == otherResolved { return true }
    guard let stamp = try? stamp(of: path), let otherStamp = try? self.stamp(of: other) else { return false }
    return stamp.number != 0 && stamp == otherStamp
  }

  /// The way from a folder to a file, by which one finds the other wherever symbolic links lead.
  func way(to file: FilePath, from folder: FilePath) throws(SystemError) -> FilePath {
    try resolved(file.parent).appending(file.name).relative(to: try resolved(folder))
  }
}

/// A stream that the process writes to.
enum StandardStream: Sendable {
  case output, error
}

/// What there is at a path.
enum FileKind: Sendable, Hashable {
  case file, folder
  /// A device, a pipe, a socket.
  case other
}

/// What changes with each change of a file.
struct FileStamp: Sendable, Equatable {
  /// When it was changed last, in nanoseconds since 1970.
  let time: Int64
  let size: Int64
  /// Which file it is: one that takes another's place is another.
  let number: UInt64
}

/// One of the things in a folder.
struct FolderEntry: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case folder
    /// A symbolic link, to whatever.
    case link
    /// A file, or something that is neither.
    case other
  }

  let name: [UInt8]
  let kind: Kind
}

/// Why the system refused something.
struct SystemError: Error, Equatable {
  /// The system's own words: `No such file or directory`.
  let reason: String
  /// Whether the reader of a pipe has gone.
  var isClosedPipe = false
}

extension SystemError {
  /// There is something at the path, but nothing that can be read twice or to its end.
  static let notAFile = SystemError(reason: "Neither a file nor a folder; '-' reads standard input")
}
