#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A program that runs beside this one, with nothing on its standard input.
struct ChildProcess {
  private let identifier: pid_t
  /// What it writes to its standard output and its standard error is read from these.
  let output: Int32
  let errors: Int32

  /// Starts a program, which is looked for on the `PATH`.
  init(_ program: String, _ arguments: [Argument]) throws(SystemError) {
    let output = try Self.pipe()
    let errors: (reading: Int32, writing: Int32)
    do {
      errors = try Self.pipe()
    } catch {
      Self.close(output)
      throw error
    }
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    #else
    var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors.writing, STDERR_FILENO)
    var words: [UnsafeMutablePointer<CChar>?] = [strdup(program)]
    words += arguments.map { strdup($0.bytes.map(CChar.init(bitPattern:)) + [0]) } + [nil]
    defer { for word in words { free(word) } }
    var identifier = pid_t()
    let code = posix_spawnp(&identifier, program, &actions, nil, words, environ)
    Self.closeDescriptor(output.writing)
    Self.closeDescriptor(errors.writing)
    guard code == 0 else {
      Self.closeDescriptor(output.reading)
      Self.closeDescriptor(errors.reading)
      throw SystemError(reason: "\(program): \(SystemError(code: code).reason)")
    }
    self.identifier = identifier
    self.output = output.reading
    self.errors = errors.reading
  }

  /// Reads no more, and waits for the program to end; whether it did so well.
  func finish() -> Bool {
    Self.closeDescriptor(output)
    Self.closeDescriptor(errors)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0 {
      guard errno == EINTR else { return false }
    }
    return status == 0
  }

  /// A pipe that no other program inherits.
  private static func pipe() throws(SystemError) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [0, 0]
    guard systemPipe(&ends) == 0 else { throw .latest }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func close(_ pipe: (reading: Int32, writing: Int32)) {
    closeDescriptor(pipe.reading)
    closeDescriptor(pipe.writing)
  }

  private static func closeDescriptor(_ descriptor: Int32) { _ = systemClose(descriptor) }
}

// The functions of the C library whose names the type's own methods hide.
private func systemPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 { pipe(ends) }
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
