public import Diagnostics
public import FlowReporting

/// A flow as the pages of a site tell of it.
public struct SiteFlow: Sendable {
  /// The file, as it was given or found.
  public let file: String
  /// The name of the flow's page.
  public let page: String
  /// The flow's name; nil where the file does not say.
  public let name: String?
  /// How many findings there are.
  public let findings: LintReport.Summary
  /// What the scenarios have reached of it; nil where it cannot be run.
  public let coverage: FlowCoverage?

  /// Creates a flow.
  public init(
    file: String, page: String, name: String?, findings: LintReport.Summary, coverage: FlowCoverage?
  ) {
    self.file = file
    self.page = page
    self.name = name
    self.findings = findings
    self.coverage = coverage
  }

  /// What the flow is called: by its file where it has no name.
  var title: String { name ?? file }
}

/// What exploring a flow has shown, as its page tells of it.
public struct SiteExploration: Sendable {
  /// Something that some order of inputs leads to, or that none does.
  public struct Finding: Sendable {
    /// How much it matters.
    public let severity: Severity
    /// What it is, as a sentence without its full stop.
    public let message: String
    /// The shortest order that shows it, in words; nil for what never happens.
    public let order: String?

    /// Creates a finding.
    public init(severity: Severity, message: String, order: String?) {
      self.severity = severity
      self.message = message
      self.order = order
    }
  }

  /// The findings, those that matter most first.
  public let findings: [Finding]
  /// What was proved, and what was tried.
  public let conclusions: [String]

  /// Creates what exploring has shown.
  public init(findings: [Finding], conclusions: [String]) {
    self.findings = findings
    self.conclusions = conclusions
  }
}

/// A scenario as the pages of a site tell of it.
public struct SiteScenario: Sendable {
  /// The name of the scenario's page.
  public let page: String
  /// The names of its flows' pages, of those that have one, in the order of the flows.
  public let flowPages: [String]
  /// What came of it.
  public let report: ScenarioReport

  /// Creates a scenario.
  public init(page: String, flowPages: [String], report: ScenarioReport) {
    self.page = page
    self.flowPages = flowPages
    self.report = report
  }

  /// The name of the page of its first flow; nil where none has one.
  var flowPage: String? { flowPages.first }

  /// What the scenario is called: by its file where it has no name.
  var title: String { report.name ?? report.file }
}

extension [SiteScenario] {
  /// The scenarios by the pages of the flows that they play.
  public var byFlowPage: [String: [SiteScenario]] {
    var played: [String: [SiteScenario]] = [:]
    for scenario in self {
      for page in scenario.flowPages { played[page, default: []].append(scenario) }
    }
    return played
  }
}
