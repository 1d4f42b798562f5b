#if Service
import ServiceProtocols
public import FlowModel

/// What a server listens to, and how much of it.
public struct ServerSettings: Sendable {
  /// Where it listens; port 0 for any that is free.
  public var address: ListeningAddress
  /// How long a body may be for a path, in bytes.
  public var bodyLimit: @Sendable (_ path: String) -> Int
  /// How long a request may take from its first byte until its handler has answered.
  public var deadline = Duration.seconds(ProtocolLimits.requestSeconds)
  /// How many clients may be connected; others wait until there is room.
  public var connectionLimit = 4_096
  /// How many answers of server-sent events may be open.
  public var streamLimit = 64
  /// How many bytes of bodies may be kept at a time: beyond that requests are answered 503.
  public var bodyBudget = 128 << 20
  /// Is told of each request that no handler sees.
  public var refused: @Sendable (ServerRefusal) -> Void = { _ in }

  /// Creates settings.
  public init(
    address: ListeningAddress, bodyLimit: @escaping @Sendable (_ path: String) -> Int = { _ in 256 << 10 }
  ) {
    self.address = address
    self.bodyLimit = bodyLimit
  }
}

/// A request that no handler has seen, or has answered in time.
public struct ServerRefusal: Sendable, Hashable {
  /// The status that it was answered: 408 where the connection was closed without an answer.
  public let status: Int
  /// Its path, as far as one is known.
  public let path: String?
}

/// Why a server cannot listen.
public enum ListeningFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// Another program listens at the port.
  case inUse
  /// The system does not allow the port to this program.
  case notAllowed
  /// The address is none of this machine's.
  case notHere
  /// Anything else, by the system's number.
  case other(Int32)

  public var description: String {
    switch self {
    case .inUse: "another program listens there"
    case .notAllowed: "the system does not allow it"
    case .notHere: "it is no address of this machine"
    case .other(let number): "error \(number)"
    }
  }
}
#endif
