#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The real system, by the C library alone: Foundation would take longer to load than a flow takes to lint.
struct PlatformSystem: System {
  /// Takes over the process: from here on a closed pipe is an error of `write`, not a signal that ends the
  /// process.
  init() {
    signal(SIGPIPE, SIG_IGN)
    // A file that grows beyond what is allowed is an error of `write` too.
    signal(SIGXFSZ, SIG_IGN)
  }

  /// The arguments of the process, its own name aside.
  static var arguments: [Argument] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      CommandLine.unsafeArgv[index].map { Argument(bytes: bytes(of: $0)) }
    }
  }

  /// Ends the process.
  static func exit(_ status: ExitStatus) -> Never {
    #if canImport(Glibc)
    Glibc.exit(status.rawValue)
    #elseif canImport(Musl)
    Musl.exit(status.rawValue)
    #elseif canImport(Darwin)
    Darwin.exit(status.rawValue)
    #endif
  }

  func write(_ bytes: [UInt8], to stream: StandardStream) throws(SystemError) {
    try Self.write(bytes, to: Self.descriptor(of: stream))
  }

  func isTerminal(_ stream: StandardStream) -> Bool {
    isatty(Self.descriptor(of: stream)) == 1
  }

  func environment(_ name: String) -> String? {
    getenv(name).map { String(decoding: Self.bytes(of: $0), as: UTF8.self) }
  }

  func kind(of path: FilePath) throws(SystemError) -> FileKind {
    var status = stat()
    guard stat(path.nullTerminated, &status) == 0 else { throw .latest }
    return FileKind(mode: status.st_mode)
  }

  func stamp(of path: FilePath) throws(SystemError) -> FileStamp {
    var status = stat()
    guard stat(path.nullTerminated, &status) == 0 else { throw .latest }
    #if canImport(Darwin)
    let time = status.st_mtimespec
    #else
    let time = status.st_mtim
    #endif
    return FileStamp(
      time: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec), size: Int64(status.st_size),
      number: UInt64(status.st_ino))
  }

  func wait(milliseconds: Int) -> Bool {
    // A signal that ends the process ends the wait, and nobody is left who would look at what comes of it.
    usleep(UInt32(milliseconds) * 1000)
    return true
  }

  func read(_ path: FilePath, limit: Int) throws(SystemError) -> [UInt8] {
    // Not blocking: opening a pipe would wait for somebody to write to it.
    let descriptor = open(path.nullTerminated, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .latest }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .latest }
    switch FileKind(mode: status.st_mode) {
    case .file: return try Self.read(descriptor, expecting: Int(status.st_size), limit: limit)
    case .folder: throw SystemError(code: EISDIR)
    case .other: throw .notAFile
    }
  }

  func readStream(_ path: FilePath, limit: Int) throws(SystemError) -> [UInt8] {
    let descriptor = open(path.nullTerminated, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .latest }
    defer { close(descriptor) }
    return try Self.read(descriptor, expecting: 0, limit: limit)
  }

  func readStandardInput(limit: Int) throws(SystemError) -> [UInt8] {
    try Self.read(STDIN_FILENO, expecting: 0, limit: limit)
  }

  func nextStandardInput(limit: Int) throws(SystemError) -> [UInt8] {
    try Self.readPiece(of: STDIN_FILENO, limit: limit)
  }

  func entries(of folder: FilePath) throws(SystemError) -> [FolderEntry] {
    guard let stream = opendir(folder.nullTerminated) else { throw .latest }
    defer { closedir(stream) }
    var entries: [FolderEntry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw .latest }
        return entries
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
        start.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: start.pointee)) {
          Self.bytes(of: $0)
        }
      }
      guard name != Array(".".utf8), name != Array("..".utf8) else { continue }
      let kind = Self.entryKind(entry.pointee.d_type) ?? entryKind(of: folder.appending(name))
      entries.append(FolderEntry(name: name, kind: kind))
    }
  }

  func write(_ bytes: [UInt8], toFileAt path: FilePath) throws(SystemError) {
    var status = stat()
    if path.isOfTheSystem
      || lstat(path.nullTerminated, &status) == 0 && FileKind(mode: status.st_mode) != .file
    {
      try writeThrough(bytes, to: path)
    } else {
      try OutputFile.replace(path, with: bytes, isInput: false)
    }
  }

  /// Writes to what there is: a pipe or a device takes what comes, and what a link leads to is replaced, where it is a
  /// file.
  private func writeThrough(_ bytes: [UInt8], to path: FilePath) throws(SystemError) {
    if !path.isOfTheSystem, let target = try? resolved(path), (try? kind(of: target)) == .file {
      return try OutputFile.replace(target, with: bytes, isInput: false)
    }
    let descriptor = open(path.nullTerminated, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .latest }
    do {
      try Self.write(bytes, to: descriptor)
    } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw .latest }
  }

  func replaceFile(at path: FilePath, with bytes: [UInt8]) throws(SystemError) {
    try OutputFile.replace(try resolved(path), with: bytes, isInput: true)
  }

  func removeFile(at path: FilePath) throws(SystemError) {
    guard unlink(path.nullTerminated) == 0 else { throw .latest }
  }

  func makeFolder(at path: FilePath) throws(SystemError) {
    var missing: [FilePath] = []
    var folder = path
    while missing.last != folder, (try? kind(of: folder)) == nil {
      missing.append(folder)
      folder = folder.parent
    }
    for folder in missing.reversed() {
      // Of `a/` and `a` both may have been missing.
      guard mkdir(folder.nullTerminated, 0o777) == 0 || errno == EEXIST else { throw .latest }
    }
  }

  func resolved(_ path: FilePath) throws(SystemError) -> FilePath {
    guard let resolved = realpath(path.nullTerminated, nil) else { throw .latest }
    defer { free(resolved) }
    return FilePath(Self.bytes(of: resolved))
  }

  func output(of program: String, _ arguments: [Argument], limit: Int) throws(SystemError) -> [UInt8] {
    let child = try ChildProcess(program, arguments)
    let output: [UInt8]
    let errors: [UInt8]
    do throws(SystemError) {
      // One after the other: what it says of a failure fits into the pipe.
      output = try Self.read(child.output, expecting: 0, limit: limit)
      errors = output.count < limit ? try Self.read(child.errors, expecting: 0, limit: 1 << 12) : []
    } catch {
      _ = child.finish()
      throw error
    }
    // Of one that had more to write than is read nothing else is known.
    guard child.finish() || output.count == limit else {
      let line = errors.split(separator: UInt8(ascii: "\n")).first.map { String(decoding: $0, as: UTF8.self) }
      throw SystemError(reason: "\(program): \(line ?? "it failed")")
    }
    return output
  }

  // MARK: File descriptors

  static func descriptor(of stream: StandardStream) -> Int32 {
    switch stream {
    case .output: STDOUT_FILENO
    case .error: STDERR_FILENO
    }
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else {
        try waitAfterInterruption(of: descriptor, for: Int16(POLLOUT))
      }
    }
  }

  /// - Parameter size: How many bytes there seem to be; none where that is not known.
  private static func read(_ descriptor: Int32, expecting size: Int, limit: Int) throws(SystemError)
    -> [UInt8]
  {
    // One byte more than the size: a file that gives no more than its size then is at its end.
    let pieceSize = size > 0 ? size + 1 : 1 << 16
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let piece = try readPiece(of: descriptor, limit: min(pieceSize, limit - bytes.count))
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      if piece.isEmpty || bytes.count == size { return bytes }
    }
    return bytes
  }

  /// What one call gives, as soon as there is something; nothing at the end.
  private static func readPiece(of descriptor: Int32, limit: Int) throws(SystemError) -> [UInt8] {
    while true {
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: limit) { buffer, used in
        count = systemRead(descriptor, buffer.baseAddress, buffer.count)
        used = max(0, count)
      }
      if count >= 0 { return piece }
      try waitAfterInterruption(of: descriptor, for: Int16(POLLIN))
    }
  }

  /// Returns when the call that has just failed may be tried again; throws where it may not.
  private static func waitAfterInterruption(of descriptor: Int32, for event: Int16) throws(SystemError) {
    switch errno {
    case EINTR: return
    case EAGAIN:
      var poll = pollfd(fd: descriptor, events: event, revents: 0)
      _ = systemPoll(&poll, 1, -1)
    default: throw .latest
    }
  }

  /// What a folder says of one of its entries; nil where its file system does not say.
  private static func entryKind(_ type: UInt8) -> FolderEntry.Kind? {
    switch Int(type) {
    case Int(DT_DIR): .folder
    case Int(DT_LNK): .link
    case Int(DT_UNKNOWN): nil
    default: .other
    }
  }

  private func entryKind(of path: FilePath) -> FolderEntry.Kind {
    var status = stat()
    guard lstat(path.nullTerminated, &status) == 0 else { return .other }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }

  private static func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }
}

// The functions of the C library whose names the type's own methods hide.
private let systemWrite = write as @Sendable (Int32, UnsafeRawPointer?, Int) -> Int
private let systemRead = read as @Sendable (Int32, UnsafeMutableRawPointer?, Int) -> Int

private func systemPoll(_ descriptors: UnsafeMutablePointer<pollfd>, _ count: Int, _ timeout: Int32) -> Int32
{
  poll(descriptors, nfds_t(count), timeout)
}

extension FileKind {
  fileprivate init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    default: self = .other
    }
  }
}

extension FilePath {
  /// The path as the C library wants it.
  var nullTerminated: [CChar] { bytes.map(CChar.init(bitPattern:)) + [0] }
}

extension SystemError {
  /// What the C library says about the call that has just failed.
  static var latest: SystemError { SystemError(code: errno) }

  /// What the C library says about an error.
  init(code: Int32) {
    self.init(
      reason: strerror(code).map { String(cString: $0) } ?? "error \(code)", isClosedPipe: code == EPIPE)
  }
}
