#if Service
import Foundation

@testable import RefrainService

/// A server at a port of this machine that reads what its first client sends, answers it with some bytes, whatever they are,
/// and closes the connection.
struct RawServer {
  /// Where it listens.
  let port: Int

  init?(answering text: String) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard isListening else {
      Foundation.close(listener)
      return nil
    }
    port = Int(in_port_t(bigEndian: address.sin_port))
    SystemThread.start {
      let client = accept(listener, nil, nil)
      var received = [UInt8](repeating: 0, count: 4_096)
      _ = recv(client, &received, received.count, 0)
      let answer = Array(text.utf8)
      _ = Foundation.send(client, answer, answer.count, Int32(MSG_NOSIGNAL))
      Foundation.close(client)
      Foundation.close(listener)
    }
  }
}
#endif
