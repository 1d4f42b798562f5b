public import FlowInterpreter
public import FlowModel

/// A gateway for SMS: what it sends the service, and what the service sends it.
public protocol SMSGateway: Sendable {
  /// What a message from a customer brings.
  /// - Parameter rest: What stands in the path after that of messages, without the slash; nil for nothing.
  func receiveMessage(_ request: ReceivedRequest, pathRest rest: String?) throws(Rejection) -> Arrivals

  /// What a delivery receipt brings; nothing where it tells of no end.
  /// - Parameter rest: What stands in the path after that of receipts, without the slash; nil for nothing.
  func receiveReceipt(_ request: ReceivedRequest, pathRest rest: String?) throws(Rejection) -> Arrivals

  /// Submits a message.
  /// - Parameters:
  ///   - key: The effect's key as it goes over the wire, up to 64 characters.
  ///   - notAfter: When nobody waits for the message any more.
  func send(_ message: OutboundMessage, key: String, notAfter: Timestamp) -> WireCall

  /// What came of submitting a message under an effect's key.
  func meaning(of result: WireResult, key: String) -> CallMeaning

  /// For how long a message may be submitted again under its key and is sent once; nil where it would be sent twice.
  var repetitionWindow: Int64? { get }

  /// Asks which messages have come since a time, the latest first, where the gateway does not repeat what nobody took; nil
  /// where it does, or does not keep them.
  /// - Parameter page: What the page before said of the next one; nil for the first page.
  func listMessages(since time: Timestamp, page: String?) -> WireCall?

  /// Reads a page of such a list; nil where it is none.
  func readList(_ answer: WireAnswer, since time: Timestamp) -> MessageList?
}

extension SMSGateway {
  /// Most gateways repeat by themselves what nobody took.
  public func listMessages(since time: Timestamp, page: String?) -> WireCall? { nil }

  /// And so have no list that could be read.
  public func readList(_ answer: WireAnswer, since time: Timestamp) -> MessageList? { nil }
}

/// A page of a list of messages from customers.
public struct MessageList: Sendable {
  /// The messages, the earliest first, under the names that they have when they are told of.
  public let arrivals: [Arrival]
  /// What asks for the next page, of earlier messages; nil where none of these is of use.
  public let next: String?
}

/// The service's own paths, as counterparts know them.
public enum ServicePath {
  /// ECE's callback.
  public static let callback = "/ece/callback"
  /// Messages from customers.
  public static let message = "/sms/inbound"
  /// Delivery receipts.
  public static let receipt = "/sms/receipt"
  /// Meta's verification and events.
  public static let messenger = "/messenger"
  /// Webhooks, before the event's name.
  public static let webhooks = "/webhooks"
  /// Tokens for ECE's callback.
  public static let token = "/oauth2/token"

  /// The parameter of a receipt's address that brings the effect's key back.
  static let effectParameter = "effect"
}
