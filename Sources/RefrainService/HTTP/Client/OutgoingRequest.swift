#if Service
import FlowModel

/// A request that the service makes, to whomever.
public struct OutgoingRequest: Sendable, Hashable {
  /// A method, in capitals.
  public var method: String
  /// The address, of `http` or `https`.
  public var url: String
  /// The header, without what the client writes itself: the host and all that concerns the connection.
  public var fields: HTTPFields
  /// The body; nil for none, which is not the same as an empty one.
  public var body: [UInt8]?
  /// How long the whole call may take, from asking for the host's address to the answer's last byte.
  public var timeout: Duration
  /// How long connecting may take, of that.
  public var connectTimeout: Duration
  /// Whether the host may be at a private, loopback or link-local address.
  public var allowsPrivate: Bool
  /// Whether it does the same however often it is sent. One that does not is sent once: never again, unseen, where a connection
  /// that was kept turns out to be closed.
  public var isIdempotent: Bool

  /// Creates a request.
  public init(
    _ method: String, _ url: String, fields: HTTPFields = [:], body: [UInt8]? = nil,
    timeout: Duration = .seconds(10), connectTimeout: Duration = .seconds(10), allowsPrivate: Bool = false,
    isIdempotent: Bool = false
  ) {
    self.method = method
    self.url = url
    self.fields = fields
    self.body = body
    self.timeout = timeout
    self.connectTimeout = connectTimeout
    self.allowsPrivate = allowsPrivate
    self.isIdempotent = isIdempotent
  }

  /// Whether it can be written as a request that says no more than it means: no line ends in the header, no second host.
  var isValid: Bool {
    HTTPHeader.isName(method) && WebOrigin(of: url) != nil
      && url.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      && fields.all.allSatisfy {
        HTTPHeader.isName($0.name) && HTTPHeader.isValue($0.value) && !HTTPHeader.isOfConnection($0.name)
      }
  }
}

/// An answer to a request, whatever its status.
public struct OutgoingResponse: Sendable, Hashable {
  /// The status.
  public let status: Int
  /// The status in the server's words; empty where it has none.
  public let statusText: String
  /// The header.
  public let fields: HTTPFields
  /// The body, of at most ``HTTPSender/responseLimit`` bytes.
  public let body: [UInt8]
}

/// Why a request has no answer.
public struct OutgoingFailure: Error, Sendable, Hashable {
  /// What went wrong.
  public enum Kind: Sendable, Hashable {
    /// No such request can be written.
    case invalid
    /// All of the host's addresses are ones that the request may not call.
    case forbiddenAddress
    /// Nobody is there: the host has no address, or refuses connections.
    case unreachable
    /// The host is not who it should be, or speaks no TLS.
    case insecure
    /// The time was over.
    case timeout
    /// The connection broke, or what came over it is no answer.
    case broken
    /// The answer is longer than ``HTTPSender/responseLimit``.
    case tooLarge
    /// The task that waited was cancelled.
    case cancelled
  }

  /// What went wrong.
  public let kind: Kind
  /// Whether any of the request may have reached the host, so that nobody knows whether it was done.
  public let wasSent: Bool
}
#endif
