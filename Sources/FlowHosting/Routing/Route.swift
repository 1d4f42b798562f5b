public import FlowInterpreter

/// One of the things that the router makes of an input.
public enum Route: Sendable, Hashable {
  /// A session goes on. With a conversation's answer goes what is held for the conversation that it brings.
  case resume(SessionKey, with: SessionInput)
  /// A session of a flow begins.
  indirect case begin(FlowID, SessionBeginning)
  /// Nobody takes a message.
  indirect case leave(InboundMessage)
  /// A webhook is taken: the sessions that it begins come next.
  indirect case accept(InboundWebhook)
  /// A webhook begins no session.
  indirect case refuse(InboundWebhook, RefusalReason)
  /// An event is held for a session that may be about to learn its conversation.
  case hold(WebhookEvent)
  /// An event of no session is discarded.
  case discard(WebhookEvent, DiscardReason)
  /// An event that has been held long enough is discarded, by its number.
  case stopHolding(Int)
  /// There is something wrong.
  case report(InputProblem)
}
