public import FlowModel
public import JSONSyntax

/// Something that resumes a session. Inputs are plain values: they can be written down and given again.
public enum SessionInput: Sendable, Hashable {
  /// The gateway has answered the submission of a message.
  case gatewayAnswered(GatewayAnswer, to: EffectID)
  /// The delivery receipt of a message.
  case deliveryReported(DeliveryReport, of: EffectID)
  /// A conversation request has been answered, or has failed. What was held elsewhere for the conversation that the
  /// answer brings comes with it, in order.
  case conversationAnswered(ConversationAnswer, to: EffectID, held: [WebhookEvent])
  /// A web service has answered, or has not.
  case httpAnswered(HTTPAnswer, to: EffectID)
  /// A webhook event. `isFormer` says that it belongs to a conversation that the session had before its current one.
  case eventArrived(WebhookEvent, isFormer: Bool)
  /// A message from a customer, for the Receive or the StartConversation that the session waits in.
  case messageArrived(InboundMessage)
  /// A timer that the session set has fired.
  case timerFired(TimerID)
}

/// The number of an effect in its session: that of the record that tells of it.
public struct EffectID: Sendable, Hashable {
  /// The record's number among those of the session, from 1.
  public let number: Int

  /// Creates a number.
  public init(_ number: Int) { self.number = number }
}

/// The number of a timer in its session.
public struct TimerID: Sendable, Hashable {
  /// The highest number: each execution of a node sets one timer at most, and the session one more.
  package static let highest = Limits.nodeExecutions + 1

  private let value: UInt32

  /// Creates a number. It is no higher than the limit of a session's executions and one.
  public init(_ number: Int) { value = UInt32(number) }

  /// A number that no other timer of the session has, greater than those set before.
  public var number: Int { Int(value) }
}

/// What a gateway says to a message that is submitted.
public enum GatewayAnswer: Sendable, Hashable {
  /// It has taken the message, under an id of its own.
  case accepted(transactionID: String)
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
  /// The answer, where it says anything else than the ids, or says it in another way.
  private var otherBody: Boxed<JSON>?

  /// The whole answer. One that says what the ids say is made where it is asked for: kept, it would take more than they do.
  public var body: JSON { otherBody?.value ?? idsAsBody }

  /// Creates a started conversation.
  public init(id: ConversationID, caseID: String?, activityID: String?, body: JSON) {
    self.id = id
    self.caseID = caseID
    self.activityID = activityID
    if !saysOnlyIDs(body) { otherBody = Boxed(body) }
  }

  /// The members of an answer that says the ids and nothing else.
  private var idMembers: [(key: String, id: String)] {
    [("id", id.text), ("caseId", caseID), ("activityId", activityID)].compactMap { key, id in
      id.map { (key, $0) }
    }
  }

  private var idsAsBody: JSON {
    .object(JSONObject(idMembers.map { JSONField(key: $0.key, value: .string($0.id)) }))
  }

  /// Whether an answer is as the ids alone would make it; to make it and compare takes ten times as long.
  private func saysOnlyIDs(_ body: JSON) -> Bool {
    guard let object = body.object else { return false }
    return object.elementsEqual(idMembers) { field, member in
      field == JSONField(key: member.key, value: .string(member.id))
    }
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
