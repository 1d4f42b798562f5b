import Diagnostics
import FlowModel
import FlowSimulation
import JSONSyntax

/// What came of a run of scenarios, as programs are told it.
///
/// All of it is worked out from the scenarios and virtual time, so the same files give the same bytes.
public struct TestReport: Sendable {
  /// The version of the layout of `json`; it grows when a program that reads it would have to change.
  private static let version = 1
  /// Of how many errors of a file a JUnit test case tells; JSON has all of them.
  private static let toldErrors = 10

  /// The scenarios, in the order of their paths.
  public let scenarios: [ScenarioReport]
  /// The errors that kept scenarios from being played, each once.
  public let errors: [Diagnostic]
  /// The coverage of the flows; nil where it was not asked for.
  public let coverage: [FlowCoverage]?
  /// What a text tells of the time since the last match, where a step failed.
  private let history: FailureText.History
  /// How JUnit XML tells the files' paths.
  private let paths: ReportPaths

  /// Creates a report.
  public init(
    scenarios: [ScenarioReport], errors: [Diagnostic], coverage: [FlowCoverage]?,
    history: FailureText.History = .transcript, paths: ReportPaths = .asGiven
  ) {
    self.scenarios = scenarios
    self.errors = errors
    self.coverage = coverage
    self.history = history
    self.paths = paths
  }

  private var counts: ScenarioCounts {
    scenarios.reduce(into: ScenarioCounts()) { $0.count($1.verdict) }
  }
}

// MARK: - JSON

extension TestReport {
  /// Writes one JSON object, in pieces.
  public func writeJSON(_ write: ([UInt8]) -> Void) {
    var writer = JSONWriter(.pretty)
    writer.beginObject()
    writer.member("version", Self.version)
    writer.object("summary") { writer in
      writer.member("passed", counts.passed)
      writer.member("failed", counts.failed)
      writer.member("refused", counts.refused)
    }
    writer.list("scenarios", scenarios) { writer, scenario in
      writer.scenario(scenario)
      write(writer.takeBytes())
    }
    writer.list("errors", errors) { writer, error in
      writer.diagnostic(error)
      write(writer.takeBytes())
    }
    if let coverage {
      writer.key("coverage")
      writer.coverage(coverage)
    }
    writer.endObject()
    writer.endLine()
    write(writer.takeBytes())
  }
}

extension JSONWriter {
  fileprivate mutating func scenario(_ scenario: ScenarioReport) {
    beginObject()
    member("file", scenario.file)
    if let name = scenario.name { member("name", name) }
    if let flow = scenario.flow { member("flow", flow) }
    switch scenario.verdict {
    case .passed(let milliseconds):
      member("result", "passed")
      member("virtualMilliseconds", Int(milliseconds))
    case .failed(let failure, let source, let milliseconds):
      member("result", "failed")
      member("virtualMilliseconds", Int(milliseconds))
      key("failure")
      self.failure(failure, in: source)
    case .refused(let reason, _):
      member("result", "refused")
      member("reason", reason)
    }
    endObject()
  }

  private mutating func failure(_ failure: ScenarioFailure, in source: SourceFile) {
    let start = failure.start(in: source)
    beginObject()
    member("step", failure.step)
    member("line", start.line)
    member("column", start.column)
    member("pointer", source.pointer(to: failure.place))
    member("reason", failure.reason)
    if let expected = failure.expected { member("expected", expected) }
    if let actual = failure.actual { member("actual", actual) }
    member("omitted", failure.omitted)
    member("unmatched", .array(failure.unmatched))
    endObject()
  }
}

// MARK: - JUnit XML

extension TestReport {
  /// Writes JUnit XML, in pieces: a suite for each flow, with a test case for each of its scenarios.
  ///
  /// A step that failed is a failure, a scenario that could not be played is an error. Times are virtual.
  public func writeJUnit(_ write: ([UInt8]) -> Void) {
    var writer = JUnitWriter()
    writer.beginDocument("refrain test", JUnitWriter.Counts(scenarios))
    for suite in suites {
      writer.beginSuite(paths.path(of: suite.name), JUnitWriter.Counts(suite.scenarios))
      for scenario in suite.scenarios {
        writer.scenario(scenario, toldErrors: Self.toldErrors, history: history, in: paths)
        write(writer.takeBytes())
      }
      writer.endSuite()
    }
    writer.endDocument()
    write(writer.takeBytes())
  }

  /// The scenarios by their flows, in the order of the first scenario of each; one whose file cannot be read is by
  /// itself.
  private var suites: [(name: String, scenarios: [ScenarioReport])] {
    var suites: [(name: String, scenarios: [ScenarioReport])] = []
    var indices: [ExactText: Int] = [:]
    for scenario in scenarios {
      let name = scenario.flow ?? scenario.file
      if let index = indices[ExactText(name)] {
        suites[index].scenarios.append(scenario)
      } else {
        indices[ExactText(name)] = suites.count
        suites.append((name, [scenario]))
      }
    }
    return suites
  }
}

extension JUnitWriter.Counts {
  fileprivate init(_ scenarios: [ScenarioReport]) {
    let counts = scenarios.reduce(into: ScenarioCounts()) { $0.count($1.verdict) }
    self.init(tests: counts.total, failures: counts.failed, errors: counts.refused)
  }
}

extension JUnitWriter {
  fileprivate mutating func scenario(
    _ scenario: ScenarioReport, toldErrors: Int, history: FailureText.History, in paths: ReportPaths
  ) {
    let file = paths.path(of: scenario.file)
    let name = scenario.name ?? file
    switch scenario.verdict {
    case .passed(let milliseconds):
      testCase(name, file: file, .nothing, with: [time(milliseconds)])
    case .failed(let failure, let source, let milliseconds):
      let start = failure.start(in: source)
      let text = FailureText(failure, in: source, of: name, history: history, paths: paths).lines.joined(
        separator: "\n")
      testCase(
        name, file: file,
        .failure(type: "step", message: "step \(failure.step): \(failure.reason)", text: text + "\n"),
        with: [("line", "\(start.line)"), ("column", "\(start.column)"), time(milliseconds)])
    case .refused(let reason, let errors):
      let reporter = TextReporter(style: TerminalStyle(isColored: false), paths: paths)
      var text = errors.prefix(toldErrors).map(reporter.text).joined(separator: "\n")
      if errors.count > toldErrors { text += "\n… and \(errors.count - toldErrors) more errors\n" }
      testCase(name, file: file, .error(type: "refused", message: reason, text: text))
    }
  }

  /// Virtual time in seconds.
  private func time(_ milliseconds: Int64) -> Attribute {
    ("time", "\(milliseconds / 1000).\(String(milliseconds % 1000 + 1000).dropFirst())")
  }
}
