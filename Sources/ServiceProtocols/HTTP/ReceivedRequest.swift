public import FlowInterpreter
public import FlowModel

/// A request that has come in, whole: nothing of it is trusted.
public struct ReceivedRequest: Sendable {
  /// `GET`, `POST`, `HEAD` or whatever was sent.
  public let method: String
  /// The path as it was sent, percent-encoded, without the query.
  public let path: String
  /// What stands after the first `?`, as it was sent; nil where there is no `?`.
  public let query: String?
  /// The headers, in the order in which they came.
  public let headers: [HTTPRequest.Header]
  /// The body's bytes.
  public let body: [UInt8]
  /// Who is connected; nil where that is not known.
  public let peer: InternetAddress?

  /// Creates a request.
  public init(
    method: String, path: String, query: String? = nil, headers: [HTTPRequest.Header] = [],
    body: [UInt8] = [],
    peer: InternetAddress? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.peer = peer
  }

  /// The value of a header; nil where there is none, or several, of which nobody can say which one counts.
  public func header(_ name: String) -> String? {
    var found: String?
    for header in headers where HTTPHeader.areSame(header.name, name) {
      guard found == nil else { return nil }
      found = header.value
    }
    return found
  }

  /// The media type that the body is said to be of, in small letters and without parameters.
  package var mediaType: String? {
    header("Content-Type").map { value in
      String(value.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }).lowercased()
    }
  }
}

/// What a request is answered with.
public struct ServiceReply: Sendable, Hashable {
  /// The status.
  public let status: Int
  /// The headers beside those of the connection.
  public let headers: [HTTPRequest.Header]
  /// The body.
  public let body: [UInt8]

  /// Creates an answer.
  public init(_ status: Int, headers: [HTTPRequest.Header] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Creates an answer with a body of a media type.
  public init(_ status: Int, _ mediaType: String, _ body: String, headers: [HTTPRequest.Header] = []) {
    self.init(
      status, headers: [HTTPRequest.Header(name: "Content-Type", value: mediaType)] + headers,
      body: Array(body.utf8))
  }

  /// What has come is kept.
  public static let ok = ServiceReply(200)

  /// The store is away, or too much waits: the sender is to try again.
  public static func unavailable(retryAfterSeconds seconds: Int) -> ServiceReply {
    ServiceReply(503, headers: [HTTPRequest.Header(name: "Retry-After", value: String(seconds))])
  }
}

/// Why a request is not taken. Whoever sent it is told the status alone; the reason is for the log, and holds nothing that
/// the request said.
public enum Rejection: Error, Sendable, Hashable {
  /// It does not show that it comes from where it should. What it could show it by is told where HTTP has a scheme for that
  /// (RFC 9110, 11.6.1): some clients show nothing before they are asked.
  case unauthenticated(String, challenge: String? = nil)
  /// Nothing of it can be understood.
  case malformed(String)
  /// It is larger than anything of its kind.
  case tooLarge
  /// There is nothing under its path.
  case unknownPath
  /// What is under its path is not asked by its method.
  case unknownMethod(allowed: String)

  /// The answer, without a word of why.
  public var reply: ServiceReply {
    switch self {
    case .unauthenticated(_, let challenge):
      ServiceReply(
        401, headers: challenge.map { [HTTPRequest.Header(name: "WWW-Authenticate", value: $0)] } ?? [])
    case .malformed: ServiceReply(400)
    case .tooLarge: ServiceReply(413)
    case .unknownPath: ServiceReply(404)
    case .unknownMethod(let allowed):
      ServiceReply(405, headers: [HTTPRequest.Header(name: "Allow", value: allowed)])
    }
  }

  /// Why, for the log.
  public var reason: String {
    switch self {
    case .unauthenticated(let reason, _), .malformed(let reason): reason
    case .tooLarge: "it is too large"
    case .unknownPath: "there is nothing under its path"
    case .unknownMethod: "its method is none of this path's"
    }
  }
}
