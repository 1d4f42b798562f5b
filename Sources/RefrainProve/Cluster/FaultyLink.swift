#if Service
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import Foundation
import Synchronization

/// A link to a server on this machine that can be slow, hold back what it is given, or be cut: where there is no namespace.
///
/// What a packet's loss is to a connection it does too: bytes come late, all at once, or never.
final class FaultyLink: ClusterLink {
  private let listener: Int32
  private let target: UInt16
  /// Where it listens, on loopback.
  private let port: UInt16
  private let condition = Mutex(LinkCondition.good)

  /// Begins to listen.
  /// - Parameter target: The port of the server.
  init?(to target: UInt16) {
    guard let (listener, port) = StreamSocket.listening() else { return nil }
    self.target = target
    self.listener = listener
    self.port = port
    Thread {
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        self.carry(client)
      }
    }.start()
  }

  func set(_ condition: LinkCondition) { self.condition.withLock { $0 = condition } }

  func address(of database: ProofDatabase) -> String { database.address(at: port) }

  var namespace: NamespaceLink? { nil }

  var summary: String { "one of them behind a relay" }

  private var isCut: Bool { if case .cut = condition.withLock({ $0 }) { true } else { false } }

  /// Carries bytes between a client and the server until one of them or the link ends the connection.
  private func carry(_ client: Int32) {
    guard !isCut, let server = StreamSocket.connected(target) else {
      close(client)
      return
    }
    let ends = Ends(client, server)
    Thread { self.carry(from: client, to: server, ends) }.start()
    Thread { self.carry(from: server, to: client, ends) }.start()
  }

  /// Both ends of a connection: closed once nobody uses them.
  private final class Ends: Sendable {
    private let sockets: [Int32]
    init(_ sockets: Int32...) { self.sockets = sockets }
    func end() { for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) } }
    deinit { for socket in sockets { close(socket) } }
  }

  private func carry(from source: Int32, to target: Int32, _ ends: Ends) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    defer { ends.end() }
    while true {
      // A link that is cut ends its connections, also those on which nobody says anything.
      var watched = pollfd(fd: source, events: Int16(POLLIN), revents: 0)
      let isReadable = poll(&watched, 1, 50) > 0
      if isCut { return }
      guard isReadable else { continue }
      let count = recv(source, &buffer, buffer.count, 0)
      guard count > 0, passes(), StreamSocket.send(buffer[..<count], to: target) else { return }
    }
  }

  /// Waits until the link lets a piece pass.
  /// - Returns: Whether it does.
  private func passes() -> Bool {
    while true {
      switch condition.withLock({ $0 }) {
      case .good: return true
      case .slow:
        usleep(20_000)
        return true
      case .lossy:
        // As long as a system waits before it sends again.
        if Int.random(in: 0..<10) == 0 { usleep(200_000) }
        return true
      case .held: usleep(20_000)
      case .cut: return false
      }
    }
  }
}
#endif
