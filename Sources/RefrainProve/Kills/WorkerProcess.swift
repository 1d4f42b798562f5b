#if Service
import Foundation

/// A worker's process, and the pipes to it.
final class WorkerProcess: Sendable {
  struct Failure: Error {}

  /// How a worker ended.
  enum End: Sendable, Hashable {
    /// With a status.
    case byItself(Int32)
    /// By a signal of this number.
    case bySignal(Int32)
  }

  private let process: pid_t
  /// What the worker reads.
  private let input: Int32
  /// What it says.
  private let output: Int32

  /// Starts a worker.
  /// - Parameters:
  ///   - name: What the program is called with to be one.
  ///   - environment: What it finds in its environment beside what this process finds in its own.
  ///   - isSilent: Whether nobody hears its errors.
  ///   - namespace: Where it runs, and is heard over the link; nil for one that runs beside this process.
  init(
    _ name: String, _ arguments: [String], environment: [String: String] = [:], isSilent: Bool = false,
    within namespace: NamespaceLink? = nil
  ) throws {
    let line = try namespace.map(WorldLine.init)
    var (inputs, outputs): ([Int32], [Int32]) = ([0, 0], [0, 0])
    guard pipe(&inputs) == 0, pipe(&outputs) == 0 else { throw Failure() }
    // No other worker may keep these open: the end of a pipe is how its reader knows that a process is gone.
    for descriptor in inputs + outputs { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, inputs[0], STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, outputs[1], STDOUT_FILENO)
    if isSilent {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    let program = [CommandLine.arguments[0], name] + arguments
    let command = namespace.map { $0.command(program) } ?? program
    var words = command.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      .merging(line?.environment ?? [:]) { $1 }
    var settings = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for setting in settings { free(setting) } }
    var process = pid_t()
    let failure = posix_spawn(&process, command[0], &actions, nil, &words, &settings)
    if let line, failure == 0 {
      line.carry(from: inputs[0], to: outputs[1], of: process)
    } else {
      close(inputs[0])
      close(outputs[1])
    }
    guard failure == 0 else { throw Failure() }
    self.process = process
    input = inputs[1]
    output = outputs[0]
  }

  deinit {
    close(input)
    close(output)
  }

  /// Has the worker read something; one that has ended does not.
  func hear(_ bytes: [UInt8]) { _ = write(input, bytes, bytes.count) }

  /// Ends the process at once, if it has not ended.
  func kill() { _ = sendSignal(process, SIGKILL) }

  /// Has the process stand still, or go on.
  func setStopped(_ isStopped: Bool) { _ = sendSignal(process, isStopped ? SIGSTOP : SIGCONT) }

  /// Lets the process come to its end: it has nothing more to read.
  func finish() {
    // The descriptor stays this object's: another file is put in its place.
    let nothing = open("/dev/null", O_WRONLY | O_CLOEXEC)
    _ = dup2(nothing, input)
    close(nothing)
  }

  /// What a worker gives of itself.
  enum Sign: Sendable {
    /// It says something.
    case line(WorkerLine)
    /// It has ended.
    case end(End)
  }

  /// Reads all that the worker gives of itself, until it has ended; to be asked for once.
  func signs() -> AsyncStream<Sign> {
    let (signs, given) = AsyncStream.makeStream(of: Sign.self)
    // A thread of its own: reading and waiting block.
    Thread {
      LineReader.readLines(of: self.output) { if let line = WorkerLine($0) { given.yield(.line(line)) } }
      var status: Int32 = 0
      waitpid(self.process, &status, 0)
      // The system's macros for a status are not seen by Swift: the signal is in the lowest seven bits.
      given.yield(.end(status & 0x7F == 0 ? .byItself(status >> 8) : .bySignal(status & 0x7F)))
      given.finish()
    }.start()
    return signs
  }
}

/// Reading lines of a pipe.
enum LineReader {
  /// Gives each line that comes, until no more does. It blocks.
  static func readLines(of descriptor: Int32, _ body: ([UInt8]) -> Void) {
    var pending: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return }
      pending += buffer[..<count]
      let parts = pending.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for line in parts.dropLast() { body(Array(line)) }
      pending = parts.last.map(Array.init) ?? []
    }
  }
}

/// The system's call, which the method of the same name hides.
private func sendSignal(_ process: pid_t, _ signal: Int32) -> Int32 { kill(process, signal) }
#endif
