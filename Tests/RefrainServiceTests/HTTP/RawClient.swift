#if Service
import Foundation

@testable import RefrainService

/// A client that sends whatever bytes it is told, to a port of this machine. No call waits for longer than ten seconds.
struct RawClient: ~Copyable {
  private let handle: Int32

  init?(port: Int) {
    let target = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(target, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(target, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(target, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    if !isConnected {
      Foundation.close(target)
      return nil
    }
    // Last: what is whole is deinitialized when the initializer fails, and would close it once more.
    handle = target
  }

  deinit { Foundation.close(handle) }

  /// Sends all of a text.
  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = Foundation.send(
        handle, Array(bytes[sent...]), bytes.count - sent, Int32(MSG_NOSIGNAL))
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  /// Sends a text, and breaks the connection once that has been read.
  func reset(after text: String, once isRead: () -> Bool) {
    send(text)
    for _ in 0..<2_000 where !isRead() { usleep(5_000) }
    var atOnce = linger(l_onoff: 1, l_linger: 0)
    setsockopt(handle, SOL_SOCKET, SO_LINGER, &atOnce, socklen_t(MemoryLayout<linger>.size))
  }

  /// What has come when `isEnough` says so, or the server has closed the connection.
  func read(until isEnough: (String) -> Bool = { _ in false }) -> String {
    var received: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 64 << 10)
    while !isEnough(String(decoding: received, as: UTF8.self)) {
      let count = recv(handle, &part, part.count, 0)
      if count <= 0 { break }
      received += part[..<count]
    }
    return String(decoding: received, as: UTF8.self)
  }

  /// The status of an answer whose header has come.
  func readStatus() -> Int {
    Int(read { $0.contains("\r\n\r\n") }.dropFirst(9).prefix(3)) ?? 0
  }

  /// Blocks a thread of its own, not one of those that the server's handlers run on.
  static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
      SystemThread.start { continuation.resume(returning: body()) }
    }
  }

  /// What a server answers to bytes, until it closes the connection or `isEnough` says so.
  static func exchange(
    _ port: Int, _ text: String, until isEnough: @escaping @Sendable (String) -> Bool = { _ in false }
  ) async -> String {
    await run {
      guard let client = RawClient(port: port) else { return "no connection" }
      client.send(text)
      return client.read(until: isEnough)
    }
  }
}
#endif
