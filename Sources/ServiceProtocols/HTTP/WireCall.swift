public import FlowHosting
public import FlowInterpreter
public import FlowModel

/// A request that the service makes. It may hold secrets, and describes itself without them.
public struct WireCall: Sendable, Hashable, CustomStringConvertible {
  /// `GET`, `POST` and so on.
  public let method: String
  /// The address.
  public let url: String
  /// The headers beside those of the connection.
  public let headers: [HTTPRequest.Header]
  /// The body; nil where there is none.
  public let body: [UInt8]?
  /// Whether it does the same however often it is sent.
  public let isIdempotent: Bool

  /// Creates a request.
  /// - Parameter isIdempotent: Whether it does the same however often it is sent; by default as its method says.
  public init(
    _ method: String, _ url: String, headers: [HTTPRequest.Header] = [], body: [UInt8]? = nil,
    isIdempotent: Bool? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.isIdempotent = isIdempotent ?? ["GET", "PUT", "DELETE"].contains(method)
  }

  /// The method and where the request goes, without its query.
  public var description: String { "\(method) \(url.prefix { $0 != "?" })" }
}

/// What came of a request that the service made.
public enum WireResult: Sendable {
  /// An answer, whatever its status.
  case answered(WireAnswer)
  /// The connection was refused, or could not be made in time: nothing has reached the other side.
  case notSent
  /// The other side is not who it should be, or speaks no TLS: nothing has reached it.
  case insecure
  /// No answer came in time. The other side may have done what it was asked.
  case timedOut
  /// The answer broke off, or was none of HTTP. The other side may have done what it was asked.
  case failed
  /// An answer has come that is too large to be read. The other side may have done what it was asked.
  case unreadable
  /// No such request can be made: another try would come to the same.
  case unusable
}

/// An answer to a request that the service made.
public struct WireAnswer: Sendable {
  /// The status.
  public let status: Int
  /// The status in words; empty where the other side says none.
  public let statusText: String
  /// The headers, in the order in which they came.
  public let headers: [HTTPRequest.Header]
  /// The body's bytes.
  public let body: [UInt8]
  /// When it came; nil where nobody has noted that.
  public let time: Timestamp?

  /// Creates an answer.
  public init(
    status: Int, statusText: String = "", headers: [HTTPRequest.Header] = [], body: [UInt8] = [],
    at time: Timestamp? = nil
  ) {
    self.status = status
    self.statusText = statusText
    self.headers = headers
    self.body = body
    self.time = time
  }

  /// Whether the status is 2xx.
  var isSuccess: Bool { 200..<300 ~= status }
}

/// What a request's result means to the effect that it was made for.
public enum CallMeaning: Sendable, Hashable {
  /// The effect is done with.
  case settled(EffectAnswer)
  /// Nothing has reached the other side, and it is to be tried again.
  case tryAgain
  /// The other side answers that it has done nothing, and is to be tried again: not before so many milliseconds, where it
  /// says. Where there is no time left, that answer counts, if there is one.
  case throttled(after: Int64?, orElse: EffectAnswer?)
  /// Nobody knows whether it has been done.
  case inDoubt
  /// It may have been done, and the answer does not say what came of it: this one counts, and it stays in doubt.
  case unreadable(EffectAnswer)
}
