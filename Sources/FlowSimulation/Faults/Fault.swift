/// Something that goes wrong between a flow and the world, each with a switch of its own in `Faults`.
public enum Fault: String, Sendable, Hashable, CaseIterable {
  // Webhooks.
  /// A message is posted twice.
  case eventDuplicated
  /// A message is posted after one that was written later.
  case eventReordered
  /// A message is posted late, and those after it too.
  case eventDelayed
  /// A conversation's first messages are posted before its request is answered.
  case eventBeforeAnswer
  /// A message of a conversation is posted after its `complete`.
  case eventAfterComplete
  /// A message is posted of a conversation that nobody knows.
  case eventOfStranger
  /// A callback body has a message in it that is none.
  case messageMalformed
  /// A callback body does not reach the receiver, or is rejected, and is posted again.
  case callbackLost
  /// A callback body reaches the receiver, but the receiver's answer is lost: the body is posted again.
  case callbackUnacknowledged

  // The service's API.
  /// An answer of the service comes late.
  case answerDelayed
  /// An answer of the service never comes; what was asked is done all the same.
  case answerMissing
  /// An answer 2xx lacks what it should tell.
  case answerIncomplete
  /// A request does not reach the service.
  case requestFailed
  /// The service fails inside.
  case serviceFailed
  /// No token is to be had.
  case tokenRefused
  /// A token has been revoked before it expired.
  case tokenRevoked
  /// What a customer wrote does not reach the agent at the first attempt.
  case forwardFailed

  // The gateway.
  /// A policy forbids a message.
  case submissionRefused
  /// A message cannot be taken.
  case submissionFailed
  /// A message is answered late.
  case submissionDelayed
  /// A message is never answered.
  case submissionUnanswered
  /// A message cannot be delivered.
  case receiptFailed
  /// A receipt comes late.
  case receiptDelayed
  /// A receipt never comes.
  case receiptMissing

  // HTTP.
  /// An HTTP request does not reach its server.
  case httpFailed
  /// An HTTP request is answered late.
  case httpDelayed
  /// An HTTP request is never answered.
  case httpUnanswered
  /// A server fails inside.
  case httpServerFailed
  /// A server's body is not what it should be.
  case httpBodyGarbled
}
