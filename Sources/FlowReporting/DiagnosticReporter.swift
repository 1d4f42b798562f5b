/// Writes a report in one format.
public protocol DiagnosticReporter: Sendable {
  /// Writes the whole report as UTF-8 text, in pieces: so much may be found that it must not be held in
  /// memory twice.
  func report(_ report: LintReport, write: ([UInt8]) -> Void)
}

extension DiagnosticReporter {
  /// The whole report as one text.
  public func text(of report: LintReport) -> String {
    var bytes: [UInt8] = []
    self.report(report) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The formats that a report can be written in, by the names that the command line has for them.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  /// For people: each finding with its source lines.
  case text
  /// For people and editors: each finding on one line.
  case concise
  /// For programs: one JSON object.
  case json
  /// For programs that show findings of many tools: SARIF 2.1.0, the one format that tells suppressed findings too.
  case sarif
  /// For GitHub Actions: workflow commands.
  case github
  /// For GitLab: a Code Quality report.
  case gitlab
  /// For whatever shows the results of tests: JUnit XML.
  case junit

  /// Whether it is for a service that shows findings beside the files of a checkout.
  public var isForServices: Bool {
    switch self {
    case .text, .concise, .json: false
    case .sarif, .github, .gitlab, .junit: true
    }
  }

  /// What writes this format.
  /// - Parameters:
  ///   - colored: Whether the text may hold the escape sequences of a terminal; only `text` and `concise` ever do.
  ///   - tool: What makes the report; only `sarif` asks for it.
  ///   - paths: How the files' paths are told; only the formats that other services read ask for it.
  public func reporter(
    colored: Bool = false, by tool: @autoclosure () -> LintTool = LintTool(), paths: ReportPaths = .asGiven
  ) -> any DiagnosticReporter {
    switch self {
    case .text: TextReporter(style: TerminalStyle(isColored: colored))
    case .concise: ConciseReporter(style: TerminalStyle(isColored: colored))
    case .json: JSONReporter()
    case .sarif: SARIFReporter(tool: tool(), paths: paths)
    case .github: GitHubReporter(paths: paths)
    case .gitlab: GitLabReporter(paths: paths)
    case .junit: JUnitReporter(paths: paths)
    }
  }
}
