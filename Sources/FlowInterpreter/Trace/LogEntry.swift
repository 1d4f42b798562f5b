public import FlowModel

/// A line of a conversation's log: what the world did, and what the flow did about it.
///
/// A trace tells what a flow does; a reader also wants to see what was said to it.
public enum LogEntry: Sendable {
  /// A customer wrote.
  case customerWrote(InboundMessage, at: Timestamp)
  /// A webhook came that may begin sessions.
  case webhookCame(InboundWebhook, at: Timestamp)
  /// Something happened in a conversation.
  case eventPosted(WebhookEvent, at: Timestamp)
  /// A flow did something.
  case record(TraceRecord)
  /// So many entries are not kept here.
  case omitted(Int)

  /// The record, where it is one.
  package var record: TraceRecord? { if case .record(let record) = self { record } else { nil } }
}
