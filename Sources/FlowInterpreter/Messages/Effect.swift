public import FlowModel
public import JSONSyntax

/// Something that a session asks the world to do. What came of it is fed back as an input with the same number.
public enum Effect: Sendable, Hashable {
  // What asks for an answer is kept apart: a session that awaits none has no room for one.

  /// Submit a message to the gateway.
  indirect case send(OutboundMessage, EffectID)
  /// Request a conversation.
  indirect case requestConversation(ConversationRequest, EffectID)
  /// Ask ECE one thing.
  indirect case requestService(ServiceRequest, EffectID)
  /// Send what the customer wrote to the agent, from a StartConversation; an attempt that fails is repeated by whoever
  /// performs it.
  indirect case forward(text: String, conversationID: ConversationID, from: NodeID, EffectID)
  /// Ask a web service.
  indirect case requestHTTP(HTTPRequest, EffectID)
  /// Fire a timer at a time, after those that were set before for the same time.
  case setTimer(TimerID, at: Timestamp)
  /// Forget a timer.
  case cancelTimer(TimerID)

  /// The effect's number, where something is to be heard of it.
  public var id: EffectID? {
    switch self {
    case .send(_, let id), .requestConversation(_, let id), .requestService(_, let id),
      .forward(_, _, _, let id), .requestHTTP(_, let id):
      id
    case .setTimer, .cancelTimer: nil
    }
  }
}

/// A message to a customer.
public struct OutboundMessage: Sendable, Hashable {
  /// What the destination is.
  public typealias DestinationType = NodeConfiguration.SendSMS.DestinationType

  /// How an SMS is sent.
  public typealias MessageType = NodeConfiguration.SendSMS.MessageType

  /// The channel.
  public let channel: Channel
  /// Whom to send to; what `destinationType` says.
  public let to: CustomerAddress
  /// What `to` is.
  public let destinationType: DestinationType
  /// The sender; nil on Messenger.
  public let from: BusinessAddress?
  /// The text.
  public let text: String
  /// How it is sent.
  public let messageType: MessageType
  /// The author's own id of the message, if it has one.
  public let correlationID: String?
  /// Whether a delivery receipt is wanted.
  public let wantsDeliveryReport: Bool

  /// Creates a message.
  public init(
    channel: Channel, to: CustomerAddress, destinationType: DestinationType = .msisdn, from: BusinessAddress?,
    text: String, messageType: MessageType = .text, correlationID: String? = nil,
    wantsDeliveryReport: Bool = false
  ) {
    self.channel = channel
    self.to = to
    self.destinationType = destinationType
    self.from = from
    self.text = text
    self.messageType = messageType
    self.correlationID = correlationID
    self.wantsDeliveryReport = wantsDeliveryReport
  }
}

/// A request to start a conversation.
public struct ConversationRequest: Sendable, Hashable {
  /// The customer's channel.
  public let method: Channel
  /// The name of the node authorization.
  public let authorization: String
  /// The inputs, rendered, in the order of the language reference.
  public let input: JSONObject
  /// When the answer is no longer waited for.
  public let deadline: Timestamp

  /// Creates a request.
  public init(method: Channel, authorization: String, input: JSONObject, deadline: Timestamp) {
    self.method = method
    self.authorization = authorization
    self.input = input
    self.deadline = deadline
  }
}
