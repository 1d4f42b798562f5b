#if Service
import FlowModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension InternetAddress {
  /// The address in a `sockaddr` of IPv4 or IPv6; nil of any other.
  init?(socketAddress: UnsafeRawPointer) {
    // By their places and not by the structures' names, which each library's header brings along once more: in both
    // the family comes first, and before the address the port and, for IPv6, the flow.
    #if canImport(Darwin)
    let family = Int32(socketAddress.load(fromByteOffset: 1, as: UInt8.self))
    #else
    let family = Int32(socketAddress.loadUnaligned(as: UInt16.self))
    #endif
    switch family {
    case AF_INET: self.init(bytes: UnsafeRawBufferPointer(start: socketAddress + 4, count: 4))
    case AF_INET6: self.init(bytes: UnsafeRawBufferPointer(start: socketAddress + 8, count: 16))
    default: return nil
    }
  }
}
#endif
