public import FlowModel
public import JSONSyntax

/// Something that resumes a session. Inputs are plain values: they can be written down and given again.
public enum SessionInput: Sendable, Hashable {
  // What is large is kept apart, so that an event and a gateway's answer, of which there are most, are passed on as they are.

  /// The gateway has answered the submission of a message.
  case gatewayAnswered(GatewayAnswer, to: EffectID)
  /// The delivery receipt of the message with a gateway's id.
  indirect case deliveryReported(DeliveryReport, of: GatewayMessageID)
  /// A conversation request has been answered, or has failed. What was held elsewhere for the conversation that the
  /// answer brings comes with it, in order.
  indirect case conversationAnswered(ConversationAnswer, to: EffectID, held: [WebhookEvent])
  /// ECE has answered one thing that it was asked, or has not.
  indirect case serviceAnswered(ServiceAnswer, to: EffectID)
  /// A web service has answered, or has not.
  indirect case httpAnswered(HTTPAnswer, to: EffectID)
  /// A webhook event, of the conversation that it names or else of the session's latest.
  case eventArrived(WebhookEvent)
  /// A message from a customer, for the Receive or the StartConversation that the session waits in.
  indirect case messageArrived(InboundMessage)
  /// What a customer wrote has been sent on to the agent, or was given up.
  case forwardSettled(ForwardAnswer, of: EffectID)
  /// A timer that the session set has fired.
  case timerFired(TimerID)

  /// The effect that is heard of, where the input is about one.
  package var answeredEffect: EffectID? {
    switch self {
    case .gatewayAnswered(_, let effect), .conversationAnswered(_, let effect, _),
      .serviceAnswered(_, let effect), .httpAnswered(_, let effect), .forwardSettled(_, let effect):
      effect
    case .deliveryReported, .eventArrived, .messageArrived, .timerFired: nil
    }
  }
}

/// What came of sending on what a customer wrote.
public enum ForwardAnswer: Sendable, Hashable {
  /// The agent has it.
  case delivered
  /// It was refused for good, or tried for too long: why.
  case givenUp(reason: String)
}

/// The number of an effect in its session: that of the record that tells of it.
public struct EffectID: Sendable, Hashable {
  /// The record's number among those of the session, from 1.
  public let number: Int

  /// Creates a number.
  public init(_ number: Int) { self.number = number }
}

/// The number of a timer in its session, greater than those of the timers that were set before.
public struct TimerID: Sendable, Hashable {
  /// The number, from 1.
  public let number: Int

  /// Creates a number.
  public init(_ number: Int) { self.number = number }
}

/// What a gateway says to a message that is submitted.
public enum GatewayAnswer: Sendable, Hashable {
  /// It has taken the message, under an id of its own.
  case accepted(transactionID: GatewayMessageID)
  /// A policy forbids the message.
  case refusedByPolicy
  /// The message could not be taken.
  case failed
}

/// What became of a message that the gateway took.
public struct DeliveryReport: Sendable, Hashable {
  /// Whether the message has been delivered.
  public let isDelivered: Bool
  /// The receipt's status code.
  public let statusCode: String
  /// The receipt's status in words.
  public let statusDescription: String

  /// Creates a report.
  public init(isDelivered: Bool, statusCode: String, statusDescription: String) {
    self.isDelivered = isDelivered
    self.statusCode = statusCode
    self.statusDescription = statusDescription
  }

  /// The message has been delivered.
  public static let delivered = DeliveryReport(
    isDelivered: true, statusCode: "DELIVRD", statusDescription: "Delivered")
  /// The message could not be delivered.
  public static let failed = DeliveryReport(
    isDelivered: false, statusCode: "UNDELIV", statusDescription: "Undeliverable")
}

/// What came of a conversation request.
public enum ConversationAnswer: Sendable, Hashable {
  /// A status 2xx: the conversation has been started.
  case started(status: Int, StartedConversation)
  /// Any other status.
  case refused(status: Int, Refusal)
  /// No answer.
  case failed(RequestFailure)

  /// The conversation that a successful answer brings.
  public var conversationID: ConversationID? {
    if case .started(_, let conversation) = self { conversation.id } else { nil }
  }
}

/// A conversation that has been started.
public struct StartedConversation: Sendable, Hashable {
  /// The conversation's id.
  public let id: ConversationID
  /// The case's id.
  public let caseID: String?
  /// The activity's id.
  public let activityID: String?
  /// The whole answer.
  public let body: JSON

  /// Creates a started conversation.
  public init(id: ConversationID, caseID: String?, activityID: String?, body: JSON) {
    self.id = id
    self.caseID = caseID
    self.activityID = activityID
    self.body = body
  }
}

/// What a failed answer says.
public struct Refusal: Sendable, Hashable {
  /// The sub-code.
  public let code: JSON
  /// What it says to developers.
  public let developerMessage: String?
  /// The whole answer.
  public let body: JSON

  /// Creates a refusal.
  public init(code: JSON, developerMessage: String?, body: JSON) {
    self.code = code
    self.developerMessage = developerMessage
    self.body = body
  }
}

/// Why a request has no answer.
public enum RequestFailure: String, Sendable, Hashable, CaseIterable {
  /// None came in time.
  case timeout
  /// The request could not be made or its answer not read.
  case error
  /// The authorization could not be obtained.
  case authorization
}
