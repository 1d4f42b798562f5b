public import FlowHosting
public import FlowInterpreter
public import FlowModel

/// What was put into a host and what it said to that, step by step: all that an audit judges.
public struct SimulationHistory: Sendable {
  /// What was put in.
  public enum Input: Sendable {
    /// A customer's message.
    case message(InboundMessage)
    /// A webhook event.
    case event(WebhookEvent)
    /// The answer to a conversation request.
    case conversationAnswer(ConversationAnswer, to: EffectID, of: SessionID)
    /// The answer to another request of a session, or a receipt.
    case answer(WaitReason, to: EffectID, of: SessionID)
    /// The host's next timer was fired.
    case timer
  }

  /// An input and its records.
  public struct Step: Sendable {
    /// What was put in.
    public let input: Input
    /// When.
    public let time: Timestamp
    /// What the host told of it.
    public var records: [TraceRecord]

    /// Creates a step.
    public init(_ input: Input, at time: Timestamp, records: [TraceRecord]) {
      self.input = input
      self.time = time
      self.records = records
    }
  }

  /// When the trace begins.
  public let start: Timestamp
  /// For how many milliseconds the sessions of each flow live at most, where the flow says so.
  public let lifetimes: [String: Int64]
  /// What happened, in order.
  public var steps: [Step] = []

  /// Creates a history in which nothing has happened.
  public init(start: Timestamp, lifetimes: [String: Int64]) {
    self.start = start
    self.lifetimes = lifetimes
  }

  /// The whole trace.
  public var records: some Sequence<TraceRecord> { steps.lazy.flatMap(\.records) }
}
