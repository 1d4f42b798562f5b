public import FlowHosting
public import FlowInterpreter

/// A channel that sends nothing: it keeps what it is given, and answers as it is told.
///
///     let channel = RecordingChannel(answering: [.atOnce(.refusedByPolicy)])
///
/// A message for which nothing is scripted is accepted at once, as `gateway-N`, N counting the messages.
public actor RecordingChannel: MessageChannel {
  /// A message that has been submitted.
  public struct Submission: Sendable, Hashable {
    /// The message.
    public let message: OutboundMessage
    /// Its key, which no other message has.
    public let key: IdempotencyKey
  }

  /// What has been submitted, in order; a message that is submitted again under its key stands here once.
  public private(set) var submissions: [Submission] = []
  private var script: AnswerScript<GatewayAnswer>

  /// Creates a channel.
  /// - Parameter answers: How the first messages are answered, in order.
  public init(answering answers: [ScriptedAnswer<GatewayAnswer>] = []) {
    script = AnswerScript(answers)
  }

  /// Keeps a message and answers it.
  public func send(_ message: OutboundMessage, key: IdempotencyKey) async -> GatewayAnswer {
    if !script.knows(key) { submissions.append(Submission(message: message, key: key)) }
    let usual = GatewayAnswer.accepted(transactionID: "gateway-\(submissions.count)")
    return await withCheckedContinuation { script.answer(key, usual: usual, to: $0) }
  }

  /// Answers the message that has waited longest for a `.later` answer, or where none waits the next such one.
  public func reply(_ answer: GatewayAnswer) { script.reply(answer) }
}
