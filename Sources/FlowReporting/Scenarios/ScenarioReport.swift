import Diagnostics
public import FlowSimulation

/// What came of one scenario of a run.
public struct ScenarioReport: Sendable {
  /// How a scenario came out.
  public enum Verdict: Sendable {
    /// It passed, after so many milliseconds of virtual time.
    case passed(milliseconds: Int64)
    /// A step of the scenario in this file failed, after so many milliseconds of virtual time.
    case failed(ScenarioFailure, in: SourceFile, milliseconds: Int64)
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

extension ScenarioFailure {
  /// The line and column at which the step begins, in the scenario's file.
  func start(in source: SourceFile) -> LineTable.Position {
    source.lines.position(at: place.range.lowerBound)
  }
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
