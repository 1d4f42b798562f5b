public import Diagnostics
public import FlowHosting
public import FlowInterpreter
public import FlowModel
public import JSONSyntax

/// What came of a scenario.
public struct ScenarioResult: Sendable {
  /// What was said and done, up to the failure if there is one.
  public let log: [LogEntry]
  /// The trace.
  public let records: [TraceRecord]
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
}

/// Why a scenario failed: the first step that could not be done or did not hold.
public struct ScenarioFailure: Error, Sendable {
  /// How many unmatched records are kept; the latest ones tell most.
  private static let keptRecords = 100

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

  /// Creates a failure.
  /// - Parameter unmatched: All records since the last one that matched, as in a trace.
  public init(
    step: Int, place: SourcePlace, reason: String, expected: JSON?, actual: JSON?,
    unmatched: some BidirectionalCollection<JSON>
  ) {
    self.step = step
    self.place = place
    self.reason = reason
    self.expected = expected
    self.actual = actual
    self.unmatched = Array(unmatched.suffix(Self.keptRecords))
    omitted = unmatched.count - self.unmatched.count
  }
}
