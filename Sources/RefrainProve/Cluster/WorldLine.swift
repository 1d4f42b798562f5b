#if Service
import Foundation

/// What a worker in a network namespace and the world say to one another: they do so over the link, in a connection of TCP, as the
/// service hears of its counterparts and asks them.
struct WorldLine: Sendable {
  /// The variable that tells a worker where the world is.
  private static let variable = "REFRAIN_PROOF_WORLD"
  /// Seconds for which something may still come from a worker that has ended.
  private static let lateSeconds = 20

  private let listener: Int32
  /// What the worker finds in its environment.
  let environment: [String: String]

  /// Listens for one worker.
  init(_ link: NamespaceLink) throws {
    let host = link.addresses.near
    guard let (listener, port) = StreamSocket.listening(at: host) else { throw WorkerProcess.Failure() }
    self.listener = listener
    environment = [Self.variable: "\(host):\(port)"]
  }

  /// In a worker: has its standard streams be the line, if it is to have one.
  /// - Returns: Whether it can be heard.
  static func open() -> Bool {
    guard let place = ProcessInfo.processInfo.environment[variable] else { return true }
    let words = place.split(separator: ":").map(String.init)
    guard words.count == 2, let port = UInt16(words[1]) else { return false }
    // A link that is cut comes back.
    for _ in 0..<60 {
      if let socket = StreamSocket.connected(port, of: words[0]) {
        StreamSocket.setPrompt(socket)
        dup2(socket, STDIN_FILENO)
        dup2(socket, STDOUT_FILENO)
        close(socket)
        return true
      }
      sleep(1)
    }
    return false
  }

  /// Carries what the world says to the worker and back, on threads of its own, until the worker has ended.
  /// - Parameters:
  ///   - input: Where the world is read, which is closed then.
  ///   - output: Where the worker's words are written, which is closed then.
  func carry(from input: Int32, to output: Int32, of worker: pid_t) {
    Thread {
      defer {
        close(input)
        close(output)
      }
      guard let socket = accepted(from: worker) else { return }
      StreamSocket.setPrompt(socket)
      let words = dup(input)
      Thread {
        defer { close(words) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
          let count = read(words, &buffer, buffer.count)
          guard count > 0, StreamSocket.send(buffer[..<count], to: socket) else { break }
        }
        // There is nothing more to read: the worker comes to its end.
        shutdown(socket, Int32(SHUT_WR))
      }.start()
      hear(socket, output, of: worker)
      shutdown(socket, Int32(SHUT_RDWR))
    }.start()
  }

  private func accepted(from worker: pid_t) -> Int32? {
    defer { close(listener) }
    while !Self.hasEnded(worker) {
      if Self.isReadable(listener) {
        let socket = accept(listener, nil, nil)
        if socket >= 0 {
          _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
          return socket
        }
      }
    }
    return nil
  }

  /// Passes a worker's words on until there are no more.
  private func hear(_ socket: Int32, _ output: Int32, of worker: pid_t) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var lateSeconds = 0
    while lateSeconds < Self.lateSeconds {
      guard Self.isReadable(socket) else {
        if Self.hasEnded(worker) { lateSeconds += 1 }
        continue
      }
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      var rest = buffer[..<count]
      while !rest.isEmpty {
        let part = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
        guard part > 0 else { return }
        rest = rest.dropFirst(part)
      }
    }
  }

  /// Whether something can be read, within a second.
  private static func isReadable(_ descriptor: Int32) -> Bool {
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&watched, 1, 1_000) > 0
  }

  /// Whether a process has ended, which is left to be waited for.
  private static func hasEnded(_ process: pid_t) -> Bool {
    var ending = siginfo_t()
    return waitid(P_PID, id_t(process), &ending, WEXITED | WNOHANG | WNOWAIT) != 0 || ending.si_signo != 0
  }
}
#endif
