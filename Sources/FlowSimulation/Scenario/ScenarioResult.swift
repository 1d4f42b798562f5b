public import Diagnostics
public import FlowHosting
public import FlowInterpreter
public import FlowModel
public import JSONSyntax

/// What came of a scenario.
public struct ScenarioResult: Sendable {
  /// What was said and done, up to the failure if there is one: all of it, or its beginning and its end where its trace is
  /// longer than `Limits.keptTraceSize`.
  public let log: [LogEntry]
  /// How many records the trace has, those among them that are not kept.
  public let recordCount: Int
  /// How often each node was entered and each outcome taken, by the places of their flows in the project.
  public let counts: [FlowID: TraceCounts]
  /// Of which flow each session is, by its name in the trace and by the flow's place in the project.
  public let flows: [String: FlowID]
  /// Virtual time 0.
  public let start: Timestamp
  /// Virtual time at the end.
  public let end: Timestamp
  /// What was skipped because it is malformed.
  public let notices: [String]
  /// Why the scenario failed; nil where it passed.
  public let failure: ScenarioFailure?

  /// The trace, as far as it is kept.
  public var records: [TraceRecord] { log.compactMap(\.record) }
}

/// Why a scenario failed: the first step that could not be done or did not hold.
public struct ScenarioFailure: Error, Sendable {
  /// Bytes of the unmatched records that are kept, the latest ones, which tell most; and of the values that are told beside what
  /// was expected.
  private static let keptSize = 1 << 20

  /// The step's number, from 1.
  public let step: Int
  /// Where the step stands in the scenario's file.
  public let place: SourcePlace
  /// What is wrong, in a sentence without a full stop.
  public let reason: String
  /// What was expected, as it is written, where the step is an expectation.
  public let expected: JSON?
  /// What there is instead, in the shape of `expected`: the unmatched record that comes nearest, the variables, the
  /// session's state. Nil where there is nothing of the kind.
  public let actual: JSON?
  /// The latest of the records since the last one that matched, as in a trace.
  public let unmatched: [JSON]
  /// How many earlier ones there are.
  public let omitted: Int
  /// The latest of what was said and done since the last record that matched.
  public let log: [LogEntry]
  /// Virtual time 0.
  public let start: Timestamp

  /// Creates a failure.
  /// - Parameters:
  ///   - unmatched: The latest records since the last one that matched, as in a trace.
  ///   - unmatchedCount: How many there are of them.
  ///   - log: The latest of what was said and done since then.
  ///   - start: Virtual time 0.
  public init(
    step: Int, place: SourcePlace, reason: String, expected: JSON?, actual: JSON?, unmatched: [JSON],
    unmatchedCount: Int, log: [LogEntry], start: Timestamp
  ) {
    self.step = step
    self.place = place
    self.reason = reason
    self.expected = expected
    self.actual = actual
    self.unmatched = unmatched.latest(within: Self.keptSize) { $0.compact.utf8.count }
    omitted = unmatchedCount - self.unmatched.count
    self.log = log
    self.start = start
  }
}
