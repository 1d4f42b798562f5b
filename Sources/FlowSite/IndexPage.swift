import Diagnostics
public import FlowReporting

/// The first page of a site: all flows with their findings and coverage, each with its scenarios and their results.
public struct IndexPage: Sendable {
  private let project: String?
  private let findings: LintReport
  private let flows: [SiteFlow]
  private let scenarios: [SiteScenario]

  /// Creates a page.
  /// - Parameters:
  ///   - project: The name of the project that all flows belong to; nil where there is none, or several.
  ///   - findings: What was found in the projects' own files.
  ///   - flows: All flows of the site, in order.
  ///   - scenarios: All scenarios of the site, in order.
  public init(
    project: String?, findings: LintReport, flows: [SiteFlow], scenarios: [SiteScenario]
  ) {
    self.project = project
    self.findings = findings
    self.flows = flows
    self.scenarios = scenarios
  }

  /// The page as a browser reads it.
  public var bytes: [UInt8] {
    let title = project?.printable ?? "Flows"
    let content: Markup = """
      <header class="title"><h1>\(title)</h1></header>
      \(summary)
      \(projectSection)
      \(flowSection)
      \(scenarioSection)
      """
    return SitePage(title: title, content: content).bytes
  }

  private var summary: Markup {
    let all = flows.compactMap(\.coverage)
    let nodes = all.reduce(.nothing) { $0 + $1.enteredNodes }
    let listed = all.reduce(.nothing) { $0 + $1.takenListedOutcomes }
    let outcomes = all.reduce(.nothing) { $0 + $1.takenOutcomes }
    let errors = flows.reduce(findings.summary.errors) { $0 + $1.findings.errors }
    let warnings = flows.reduce(findings.summary.warnings) { $0 + $1.findings.warnings }
    let infos = flows.reduce(findings.summary.infos) { $0 + $1.findings.infos }
    let counts = ScenarioCounts(of: scenarios)
    let found = [(errors, "error"), (warnings, "warning"), (infos, "info")].filter { $0.0 > 0 }
      .map { $0.counted($1) }.joined(separator: ", ")
    return """
      <dl class="tiles">
      <div><dt>Flows</dt><dd>\(flows.count)</dd></div>
      <div><dt>Findings</dt><dd>\(errors + warnings + infos) <small>\(found)</small></dd></div>
      <div><dt>Scenarios</dt><dd>\(counts.total) <small>\(counts.sentence)</small></dd></div>
      <div><dt>Nodes entered</dt><dd>\(nodes.percentText) <small>\(nodes.reached) of \(nodes.total)</small></dd></div>
      <div><dt>Listed outcomes taken</dt><dd>\(listed.percentText) \
      <small>\(listed.reached) of \(listed.total); of all \(outcomes.reached) of \(outcomes.total)</small></dd></div>
      </dl>
      """
  }

  private var projectSection: Markup {
    guard !findings.diagnostics.isEmpty else { return "" }
    let (items, shown) = FindingList.items(of: findings.diagnostics)
    let others = findings.summary.total - shown
    let more: Markup? =
      others > 0 ? "<p>… and \(others) more. <code>refrain lint</code> lists them.</p>" : nil
    return """
      <section class="panel" aria-labelledby="project"><h2 id="project">Findings in the project</h2>
      \(items)\(more)</section>
      """
  }

  private var flowSection: Markup {
    guard !flows.isEmpty else { return "" }
    let played = scenarios.byFlowPage
    let items: [Markup] = flows.map { flow in
      let scenarios = played[flow.page] ?? []
      return """
        <li class="group"><div class="row flow"><span class="name"><a href="\(flow.page)">\(flow.title.printable)</a>\
        <small>\(flow.file.printable)</small></span>
        <span class="badges">\(flow.findings.badges)</span>
        <span class="badges">\(ScenarioCounts(of: scenarios).badges)</span>
        \(flow.coverage?.takenListedOutcomes.bar(of: "listed outcomes") ?? "<span class=\"share\">cannot be run</span>")</div>
        \(scenarios.isEmpty ? nil : scenarios.list)</li>

        """
    }
    return """
      <section class="panel" aria-labelledby="flows"><h2 id="flows">Flows and their scenarios</h2>
      <ul class="rows">
      \(items)</ul></section>
      """
  }

  /// The scenarios whose flow has no page.
  private var scenarioSection: Markup {
    let pages = Set(flows.map(\.page))
    let others = scenarios.filter { pages.isDisjoint(with: $0.flowPages) }
    guard !others.isEmpty else { return "" }
    return """
      <section class="panel" aria-labelledby="scenarios"><h2 id="scenarios">Scenarios without a flow</h2>
      \(others.list)</section>
      """
  }
}
