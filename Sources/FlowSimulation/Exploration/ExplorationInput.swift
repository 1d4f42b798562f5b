public import FlowInterpreter
public import FlowModel

/// One thing that can happen to a session, as an exploration tries it.
public enum ExplorationInput: Sendable, Hashable {
  /// The customer, or whoever else a Receive waits for, writes: to the flow's own number where the message names none.
  case message(InboundMessage)
  /// The webhook comes that begins a session.
  case webhook(InboundWebhook)
  /// Nothing happens until a time, so that the session begins later.
  case begins(at: Timestamp)
  /// The conversation request is answered 200.
  case conversationStarted
  /// The conversation request is answered with another status.
  case conversationRefused(status: Int, RefusalDetails)
  /// The conversation request is not answered.
  case conversationFailed(RequestFailure)
  /// What ECE was asked is answered 200.
  case serviceSucceeded(AnswerDetails)
  /// What ECE was asked is answered with another status.
  case serviceRefused(status: Int, RefusalDetails)
  /// What ECE was asked is not answered.
  case serviceFailed(RequestFailure)
  /// A webhook event of the session's conversation. It is a new one, whatever its id here is.
  case event(WebhookEvent)
  /// The gateway answers the submission of a message. With `timeout` it does not: the submission's timer runs.
  case gateway(Simulation.GatewayBehavior)
  /// The delivery receipt comes.
  case deliveryReport(DeliveryReport)
  /// The request to a web service is answered, or is not.
  case http(HTTPAnswer)
  /// Time passes until the session's next timer fires.
  case timer

  /// Whether it needs neither the customer nor an agent nor any other service: a timer, or the gateway.
  var isAutonomous: Bool {
    switch self {
    case .gateway, .timer: true
    case .message, .webhook, .begins, .conversationStarted, .conversationRefused, .conversationFailed,
      .serviceSucceeded, .serviceRefused, .serviceFailed, .event, .deliveryReport, .http:
      false
    }
  }
}
