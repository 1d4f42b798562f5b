#if Service
public import FlowModel

/// A request that has come in whole.
public struct ServerRequest: Sendable {
  /// The method, as it was written.
  public let method: String
  /// The path, as it was written: percent signs and all.
  public let path: String
  /// What follows the question mark, as it was written; nil where there is none.
  public let query: String?
  /// The header.
  public let fields: HTTPFields
  /// The body.
  public let body: [UInt8]
  /// Who sent it, as far as the network tells: behind a proxy, the proxy.
  public let peer: InternetAddress?

  /// Creates a request.
  public init(
    _ method: String, _ path: String, query: String? = nil, fields: HTTPFields = [:], body: [UInt8] = [],
    peer: InternetAddress? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.fields = fields
    self.body = body
    self.peer = peer
  }
}

/// An answer to a request.
public struct ServerResponse: Sendable {
  /// What follows the header.
  public enum Body: Sendable {
    /// Bytes that are there.
    case bytes([UInt8])
    /// Server-sent events, as they come.
    case events(EventStream)
    /// Neither that nor a header: the connection is closed.
    case closed
  }

  /// The status.
  public var status: Int
  /// The header, without what the server writes itself: the date, the length, the connection.
  public var fields: HTTPFields
  /// What follows the header. To `HEAD` only its length is told.
  public var body: Body

  /// Creates an answer.
  public init(_ status: Int, fields: HTTPFields = [:], body: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.body = .bytes(body)
  }

  /// Creates an answer of text.
  public init(_ status: Int, type: String, text: String) {
    self.init(status, fields: ["Content-Type": type], body: Array(text.utf8))
  }

  /// No answer: the connection is closed, as one that breaks.
  public static var closed: ServerResponse {
    var response = ServerResponse(500)
    response.body = .closed
    return response
  }

  /// Creates an answer of server-sent events.
  public init(_ events: EventStream) {
    status = 200
    fields = ["Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"]
    body = .events(events)
  }
}
#endif
