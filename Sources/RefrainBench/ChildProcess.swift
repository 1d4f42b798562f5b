#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A process that has run to its end.
///
/// By the C library, since Foundation's `Process` takes longer than what is measured.
struct ChildProcess {
  /// From its start to its end, by the clock on the wall.
  let milliseconds: Double
  /// The most memory that it had, in 10^6 bytes.
  let peakMegabytes: Double
  /// What it wrote to standard output.
  let output: String

  /// A process that could not be started, or did not end well.
  struct Failure: Error {
    let command: [String]
  }

  /// Runs a command to its end. Findings are no failure.
  static func run(_ command: [String]) throws -> ChildProcess {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // A file, since a pipe would have to be emptied meanwhile.
    let written = try TemporaryFile()
    posix_spawn_file_actions_adddup2(&actions, written.descriptor, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    let start = ContinuousClock.now
    guard posix_spawn(&process, command[0], &actions, nil, &arguments, environ) == 0 else {
      throw Failure(command: command)
    }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(process, &status, 0, &usage) == process else { throw Failure(command: command) }
    let time = ContinuousClock.now - start
    // The low seven bits hold the signal that ended it, the next eight its exit status.
    guard status & 0x7F == 0, (status >> 8) & 0xFF <= 1 else { throw Failure(command: command) }
    #if canImport(Darwin)
    let peak = Double(usage.ru_maxrss)
    #else
    let peak = Double(usage.ru_maxrss) * 1024
    #endif
    return ChildProcess(
      milliseconds: time / .milliseconds(1), peakMegabytes: peak / 1_000_000, output: written.contents)
  }
}

/// A file without a name, for as long as it is needed.
private final class TemporaryFile {
  let descriptor: Int32

  init() throws {
    var name = Array("/tmp/refrain-bench-XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw ChildProcess.Failure(command: ["mkstemp"]) }
    unlink(name)
  }

  deinit { close(descriptor) }

  /// The first 4096 bytes of it.
  var contents: String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
