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

/// A link to a server on this machine that can be slow, hold back what it is given, or be cut.
///
/// What a packet's loss is to a connection it does too: bytes come late, all at once, or never.
final class FaultyLink: Sendable {
  /// What the link does with bytes.
  enum Condition: Sendable {
    case good
    /// Each piece comes some milliseconds late.
    case slow(milliseconds: Int)
    /// Nothing gets through, and nobody is told.
    case held
    /// There is no connection.
    case cut
  }

  private let listener: Int32
  private let target: UInt16
  /// Where it listens, on loopback.
  let port: UInt16
  private let condition = Mutex(Condition.good)

  /// Begins to listen.
  /// - Parameter target: The port of the server.
  init?(to target: UInt16) {
    self.target = target
    let listener = Self.streamSocket()
    var address = Self.loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        bind(listener, name, length) == 0 && getsockname(listener, name, &length) == 0
      }
    }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    guard isBound, listen(listener, 64) == 0 else {
      close(listener)
      return nil
    }
    Thread {
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        self.carry(client)
      }
    }.start()
  }

  /// Has the link do something else from now on.
  func set(_ condition: Condition) { self.condition.withLock { $0 = condition } }

  /// Ends the listening.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private var isCut: Bool { if case .cut = condition.withLock({ $0 }) { true } else { false } }

  /// Carries bytes between a client and the server until one of them or the link ends the connection.
  private func carry(_ client: Int32) {
    let server = Self.streamSocket()
    var address = Self.loopback(port: target)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected, !isCut else {
      close(client)
      close(server)
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
      guard count > 0, passes() else { return }
      var sent = 0
      while sent < count {
        let part = buffer[sent..<count].withUnsafeBytes { send(target, $0.baseAddress, $0.count, Self.flags) }
        guard part > 0 else { return }
        sent += part
      }
    }
  }

  /// Waits until the link lets a piece pass.
  /// - Returns: Whether it does.
  private func passes() -> Bool {
    while true {
      switch condition.withLock({ $0 }) {
      case .good: return true
      case .slow(let milliseconds):
        usleep(UInt32(milliseconds) * 1_000)
        return true
      case .held: usleep(20_000)
      case .cut: return false
      }
    }
  }

  private static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private static func streamSocket() -> Int32 {
    #if canImport(Darwin)
    let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  #if canImport(Darwin)
  private static let flags: Int32 = 0
  #else
  /// Whoever has gone is told by what the call returns.
  private static let flags = Int32(MSG_NOSIGNAL)
  #endif
}
#endif
