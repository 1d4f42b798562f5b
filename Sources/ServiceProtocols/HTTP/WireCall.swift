public import FlowHosting
public import FlowInterpreter

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

  /// Creates a request.
  public init(_ method: String, _ url: String, headers: [HTTPRequest.Header] = [], body: [UInt8]? = nil) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
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
  /// No answer came in time. The other side may have done what it was asked.
  case timedOut
  /// The answer broke off, or was none of HTTP. The other side may have done what it was asked.
  case failed
  /// No such request can be made, or its answer is too large to be read: another try would come to the same.
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

  /// Creates an answer.
  public init(
    status: Int, statusText: String = "", headers: [HTTPRequest.Header] = [], body: [UInt8] = []
  ) {
    self.status = status
    self.statusText = statusText
    self.headers = headers
    self.body = body
  }

  /// Whether the status is 2xx.
  var isSuccess: Bool { 200..<300 ~= status }
}

/// What a request's result means to the effect that it was made for.
public enum CallMeaning: Sendable, Hashable {
  /// The effect is done with.
  case settled(EffectAnswer)
  /// Nothing has been done, and it is to be tried again: not before so many milliseconds, where the other side says.
  case tryAgain(after: Int64?)
  /// Nobody knows whether it has been done.
  case inDoubt
}
