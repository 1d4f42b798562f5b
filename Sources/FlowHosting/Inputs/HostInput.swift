public import FlowInterpreter
public import FlowModel

/// All that can happen to sessions.
///
/// A journal is a list of these; a test, a simulation and a live service differ in where they come from.
public enum HostInput: Sendable, Hashable {
  // What is large is kept apart, so that an event and a gateway's answer, of which there are most, are passed on as they are.

  /// A customer's message.
  indirect case message(InboundMessage)
  /// A webhook that may begin sessions.
  indirect case webhook(InboundWebhook)
  /// The body of a webhook callback. Its messages are taken one at a time, each to its end: see `HostOutput.rest`.
  indirect case callback(CallbackBody)
  /// A webhook event: of the conversation that it names, or of the current one of a session that whoever delivers it
  /// knows.
  case event(WebhookEvent, of: SessionKey?)
  /// What came of an effect.
  case answer(EffectAnswer, to: IdempotencyKey)
  /// A delivery receipt for the message that has a gateway id. Where the effect that submitted the message is known too,
  /// it is for that one alone.
  indirect case receipt(DeliveryReport, gatewayID: GatewayMessageID, of: IdempotencyKey?)
  /// A timer has fired.
  case timer(TimerName)
  /// Time passes until then; the timers that are due meanwhile fire one at a time, in order: see `HostOutput.rest`.
  case timePassed(until: Timestamp)
}

extension HostInput {
  /// What may begin a session.
  public init(_ trigger: SessionTrigger) {
    switch trigger {
    case .message(let message): self = .message(message)
    case .webhook(let webhook): self = .webhook(webhook)
    }
  }
}

/// What came of an effect.
public enum EffectAnswer: Sendable, Hashable {
  /// The gateway has answered the submission of a message.
  case gateway(GatewayAnswer)
  /// A conversation request has been answered, or has failed.
  indirect case conversation(ConversationAnswer)
  /// ECE has answered one thing that it was asked, or has not.
  indirect case service(ServiceAnswer)
  /// A web service has answered, or has not.
  indirect case http(HTTPAnswer)
  /// What a customer wrote has reached the agent, or was given up.
  case forward(ForwardAnswer)
}

/// What a timer is for.
public enum TimerName: Sendable, Hashable {
  /// A session has set it.
  case session(SessionKey, TimerID)
  /// It ends the holding of an event of an unknown conversation, by the event's number in its host.
  case heldEvent(Int)
}
