public import Diagnostics
public import JSONSyntax

/// What came of one scenario of a run.
public struct ScenarioReport: Sendable {
  /// How a scenario came out.
  public enum Verdict: Sendable {
    /// It passed, after so many milliseconds of virtual time.
    case passed(milliseconds: Int64)
    /// A step failed, after so many milliseconds of virtual time.
    case failed(ScenarioFailure, milliseconds: Int64)
    /// It could not be played.
    /// - Parameters:
    ///   - reason: Why, in a sentence without a full stop.
    ///   - errors: What is wrong with its file, or with its flow's.
    case refused(reason: String, errors: [Diagnostic])
  }

  /// The scenario's file, as it was given or found.
  public let file: String
  /// The scenario's name; nil where its file cannot be read.
  public let name: String?
  /// The flow's file; nil where the scenario's cannot be read.
  public let flow: String?
  /// How it came out.
  public let verdict: Verdict

  /// Creates a report.
  public init(file: String, name: String?, flow: String?, verdict: Verdict) {
    self.file = file
    self.name = name
    self.flow = flow
    self.verdict = verdict
  }
}

/// Why a scenario failed: the first step that could not be done or did not hold.
public struct ScenarioFailure: Sendable {
  /// How many unmatched records are kept; the latest ones tell most.
  private static let keptRecords = 100

  /// The scenario's file.
  public let source: SourceFile
  /// Where the step stands in it.
  public let place: SourcePlace
  /// The step's number, from 1.
  public let step: Int
  /// What is wrong, in a sentence without a full stop.
  public let reason: String
  /// What was expected, as it is written, where the step is an expectation.
  public let expected: JSON?
  /// What there is instead, in the shape of `expected`; nil where there is nothing of the kind.
  public let actual: JSON?
  /// The latest of the records since the last one that matched.
  public let unmatched: [JSON]
  /// How many earlier ones there are.
  public let omitted: Int

  /// Creates a failure.
  /// - Parameter unmatched: All records since the last one that matched, as in a trace.
  public init(
    source: SourceFile, place: SourcePlace, step: Int, reason: String, expected: JSON?, actual: JSON?,
    unmatched: some BidirectionalCollection<JSON>
  ) {
    self.source = source
    self.place = place
    self.step = step
    self.reason = reason
    self.expected = expected
    self.actual = actual
    self.unmatched = Array(unmatched.suffix(Self.keptRecords))
    omitted = unmatched.count - self.unmatched.count
  }

  /// The line and column at which the step begins.
  public var start: LineTable.Position { source.lines.position(at: place.range.lowerBound) }

  /// The JSON Pointer (RFC 6901) of the step.
  public var pointer: String { source.pointer(to: place) }
}

/// How many scenarios came out how.
public struct ScenarioCounts: Sendable, Hashable {
  /// How many passed.
  public private(set) var passed = 0
  /// How many had a step that failed.
  public private(set) var failed = 0
  /// How many could not be played.
  public private(set) var refused = 0

  /// Nothing counted.
  public init() {}

  /// Counts a scenario.
  public mutating func count(_ verdict: ScenarioReport.Verdict) {
    switch verdict {
    case .passed: passed += 1
    case .failed: failed += 1
    case .refused: refused += 1
    }
  }

  /// How many there are.
  public var total: Int { passed + failed + refused }

  /// The counts in one line, such as `3 passed, 1 failed, 1 refused`.
  public var sentence: String {
    "\(passed) passed, \(failed) failed" + (refused > 0 ? ", \(refused) refused" : "")
  }
}
