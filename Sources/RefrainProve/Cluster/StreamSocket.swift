#if Service
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Sockets of TCP over IPv4.
enum StreamSocket {
  /// Listens at an address of this machine, at a port that is free.
  /// - Returns: The socket and its port; nil where that cannot be done.
  static func listening(at host: String = "127.0.0.1") -> (socket: Int32, port: UInt16)? {
    let socket = make()
    var name = address(host, 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard isBound, listen(socket, 64) == 0 else {
      close(socket)
      return nil
    }
    return (socket, UInt16(bigEndian: name.sin_port))
  }

  /// Connects; nil where nobody listens, or nobody answers.
  static func connected(_ port: UInt16, of host: String = "127.0.0.1") -> Int32? {
    let socket = make()
    let name = address(host, port)
    let isConnected = withUnsafePointer(to: name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    if isConnected { return socket }
    close(socket)
    return nil
  }

  /// Has what is written leave at once.
  static func setPrompt(_ socket: Int32) {
    var flag: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &flag, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Sends all of some bytes.
  /// - Returns: Whether they could be sent.
  static func send(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let part = rest.withUnsafeBytes { sendBytes(socket, $0.baseAddress, $0.count, flags) }
      guard part > 0 else { return false }
      rest = rest.dropFirst(part)
    }
    return true
  }

  private static func address(_ host: String, _ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, host, &address.sin_addr)
    return address
  }

  private static func make() -> Int32 {
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

/// The system's call, which the method of the same name hides.
private func sendBytes(_ socket: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
  send(socket, bytes, count, flags)
}
#endif
