public import FlowHosting
public import FlowInterpreter
public import FlowModel

/// What was put into a host and what it said to that, step by step: all that an audit judges.
public struct SimulationHistory: Sendable {
  /// An input and its records.
  public struct Step: Sendable {
    /// What was put in; of an input that is taken in several turns what was left of it then.
    public let input: HostInput
    /// When.
    public let time: Timestamp
    /// What the host told of it.
    public var records: [TraceRecord]

    /// Creates a step.
    public init(_ input: HostInput, at time: Timestamp, records: [TraceRecord]) {
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
