import FlowReporting
import RefrainKit

/// How the results of scenarios are written: as they come for people, all at the end for programs.
struct TestOutput {
  /// A format that the command line has a name for.
  enum Format: String, Sendable, CaseIterable {
    /// For people: a line for each scenario, and why it failed.
    case text
    /// For programs: one JSON object.
    case json
    /// For whatever shows the results of tests: JUnit XML.
    case junit
  }

  private let format: Format
  /// What is told of a step that fails besides what was expected.
  private let history: FailureText.History
  /// How the scenarios came out so far.
  private(set) var counts = ScenarioCounts()
  /// What is kept for the end.
  private var scenarios: [ScenarioReport] = []
  private var errors: [Diagnostic] = []

  init(_ format: Format, history: FailureText.History) {
    self.format = format
    self.history = history
  }

  /// Takes what came of a scenario.
  mutating func take(_ played: PlayedScenario, on console: inout Console) {
    let report = played.report
    counts.count(report.verdict)
    for notice in played.notices { console.notice("refrain: \(report.file.printable): \(notice.printable)") }
    if let refusal = played.refusal, !played.isRefusalKnown {
      switch (format, refusal) {
      // Programs find the errors among the results.
      case (.json, .rejected), (.junit, .rejected): errors += refusal.errors
      default: console.report(refusal)
      }
    }
    switch format {
    case .text:
      if !played.findings.isEmpty { console.report(played.findings) }
      for line in lines(of: report, TerminalStyle(isColored: console.isColored)) { console.writeLine(line) }
    case .json, .junit:
      errors += played.findings.filter { $0.finding.severity == .error }
      scenarios.append(report)
    }
  }

  /// Writes what is written at the end.
  /// - Parameter coverage: The coverage of all flows; nil where it was not measured.
  func finish(_ coverage: [FlowCoverage]?, on console: inout Console) {
    var quota = FindingQuota()
    let told = errors.filter { quota.admits($0) }
    let files = scenarios.flatMap { [$0.file, $0.flow].compactMap(\.self) } + told.map(\.file.path)
    let paths = format == .junit ? CheckoutPaths(on: console.system).paths(of: files) : .asGiven
    let report = TestReport(
      scenarios: scenarios, errors: told, coverage: coverage, history: history, paths: paths)
    switch format {
    case .text:
      if let coverage, !coverage.isEmpty {
        let table = CoverageTable(of: coverage, style: TerminalStyle(isColored: console.isColored))
        for line in [""] + table.lines + [""] { console.writeLine(line) }
      }
      if counts.total > 0 { console.writeLine(counts.sentence) }
    case .json: report.writeJSON { console.write($0) }
    case .junit: report.writeJUnit { console.write($0) }
    }
  }

  private func lines(of report: ScenarioReport, _ style: TerminalStyle) -> [String] {
    let fail = style.severity("FAIL", .error)
    switch report.verdict {
    case .passed: return ["ok    \(report.file.printable): \((report.name ?? "").printable)"]
    case .failed(let failure, let source, _):
      let lines = FailureText(
        failure, in: source, of: report.name ?? "", history: history, style: style
      ).lines
      return ["\(fail)  \(lines[0])"] + lines.dropFirst() + [""]
    case .refused(let reason, _): return ["\(fail)  \(report.file.printable): \(reason.printable)"]
    }
  }
}
