import Diagnostics
public import FlowModel
import FlowPictures
public import FlowReporting

/// The page about one flow: its picture, what is wrong with it, what was reached of it, and its scenarios.
public struct FlowPage: Sendable {
  private let flow: SiteFlow
  private let graph: FlowGraph?
  private let findings: LintReport
  private let exploration: SiteExploration?
  private let scenarios: [SiteScenario]

  /// Creates a page.
  /// - Parameters:
  ///   - graph: The flow as it was loaded; nil where nothing of it can be shown.
  ///   - findings: What was found in its file.
  ///   - exploration: What exploring it has shown; nil where it cannot be run.
  ///   - scenarios: The scenarios that play it, in order.
  public init(
    _ flow: SiteFlow, graph: FlowGraph?, findings: LintReport, exploration: SiteExploration? = nil,
    scenarios: [SiteScenario]
  ) {
    self.flow = flow
    self.graph = graph
    self.findings = findings
    self.exploration = exploration
    self.scenarios = scenarios
  }

  /// The page as a browser reads it.
  public var bytes: [UInt8] {
    let content: Markup = """
      <header class="title"><h1>\(flow.title.printable)</h1>
      <p class="facts"><code>\(flow.file.printable)</code> \(flow.findings.badges)</p></header>
      \(pictureSection)
      \(findingSection)
      \(flow.coverage.map(coverageSection))
      \(exploration.map(explorationSection))
      \(scenarioSection)
      """
    return SitePage(
      title: flow.title, trail: [("Flows", SiteNames.index)], content: content, script: .picture
    ).bytes
  }

  private var pictureSection: Markup {
    guard let graph else { return "" }
    guard graph.isDrawn else { return "<p class=\"panel\">\(graph.tooLarge)</p>" }
    let picture = FlowPicture(
      graph, findings: findings.diagnostics.map(\.finding), activity: flow.coverage?.activity)
    let svg = picture.svg(idPrefix: "flow-", isStandalone: false)
    guard svg.utf8.count <= Limits.reportedPartSize else {
      return "<p class=\"panel\">\(FlowGraph.textsTooLarge)</p>"
    }
    return """
      <section class="panel" aria-labelledby="picture"><div class="heading-row">\
      <h2 id="picture">Picture</h2><label><input type="checkbox" class="actual"> Actual size</label></div>
      <div class="picture fitted" tabindex="0" role="group" aria-label="The flow's picture, which scrolls">
      \(Markup(trusted: svg))</div></section>
      """
  }

  private var findingSection: Markup {
    guard !findings.diagnostics.isEmpty || !findings.suppressed.isEmpty else { return "" }
    let (items, shown) = FindingList.items(of: findings.diagnostics)
    let others = findings.summary.total - shown
    let more: Markup? =
      others > 0 ? "<p>… and \(others) more. <code>refrain lint</code> lists them.</p>" : nil
    let answered: [Markup] = findings.suppressed.prefix(Limits.reportedFindings).map { suppressed in
      let finding = suppressed.diagnostic.finding
      let reason =
        switch suppressed.cause {
        case .lintIgnore(let reason, _): reason
        case .baseline: "known"
        }
      return """
        <li><code>\(finding.code.rawValue)</code> line \(suppressed.diagnostic.start.line): \
        \(Markup.prose(finding.message)) <q>\(reason.printable)</q></li>

        """
    }
    return """
      <section class="panel" aria-labelledby="findings"><h2 id="findings">Findings</h2>
      \(items)\(more)
      \(answered.isEmpty ? nil : "<h3>Answered in the file</h3><ul class=\"answered\">\(answered)</ul>" as Markup)
      </section>
      """
  }

  private func explorationSection(_ exploration: SiteExploration) -> Markup {
    let shown = exploration.findings.prefix(Limits.reportedFindings)
    let items: [Markup] = shown.map { finding in
      let order: Markup? = finding.order.map { "<p class=\"facts\">\($0.printable)</p>" }
      return """
        <li><p><span class="badge \(finding.severity.rawValue)">\(finding.severity.rawValue)</span> \
        \(Markup.prose(finding.message))</p>\(order)</li>

        """
    }
    let omitted = exploration.findings.count - shown.count
    let more: Markup? =
      omitted > 0 ? "<p>… and \(omitted) more. <code>refrain explore</code> lists them.</p>" : nil
    let conclusions: [Markup] = exploration.conclusions.map { "<p>\($0.printable)</p>\n" }
    return """
      <section class="panel" aria-labelledby="orders"><h2 id="orders">Orders of events</h2>
      \(conclusions)\(items.isEmpty ? nil : "<ul class=\"answered\">\n\(items)</ul>" as Markup)\(more)</section>
      """
  }

  private func coverageSection(_ coverage: FlowCoverage) -> Markup {
    let nodes: [Markup] = coverage.nodes.prefix(Limits.reportedNodes).map { node in
      let outcomes: [Markup] = node.outcomes.map { outcome in
        let kind = outcome.count > 0 ? "taken" : outcome.isListed ? "missed" : "unlisted"
        let count: Markup = outcome.count > 0 ? " <b>×\(outcome.count)</b>" : ""
        let words = outcome.count > 0 ? "" : outcome.isListed ? ", listed, not taken" : ", not taken"
        return """
          <li class="\(kind)">\(outcome.name.printable)\(count)<span class="hidden">\(words)</span></li>

          """
      }
      let entries =
        node.entries == 0 ? "not entered" : node.entries == 1 ? "entered once" : "entered \(node.entries)×"
      return """
        <li class="row node\(node.entries == 0 ? " missed" : "")"><span class="name"><code>\(node.id.printable)</code>\
        <small>\(entries)</small></span><ul class="outcomes">\(outcomes)</ul></li>

        """
    }
    let shown = nodes.prefix(ofSize: Limits.reportedPartSize)
    let others = coverage.nodes.count - shown.count
    let more: Markup? =
      others > 0 ? "<p>… and \(others) more nodes. <code>refrain test --coverage</code> lists them.</p>" : nil
    return """
      <section class="panel" aria-labelledby="coverage"><h2 id="coverage">Coverage</h2>
      <p class="shares">\(coverage.enteredNodes.bar(of: "nodes")) \
      \(coverage.takenListedOutcomes.bar(of: "listed outcomes")) \(coverage.takenOutcomes.bar(of: "of all outcomes"))</p>
      <p class="key"><span class="taken">taken</span> <span class="missed">listed, not taken</span> \
      <span class="unlisted">neither listed nor taken</span></p>
      <ul class="rows">
      \(shown)</ul>\(more)</section>
      """
  }

  private var scenarioSection: Markup {
    let counts = ScenarioCounts(of: scenarios)
    return """
      <section class="panel" aria-labelledby="scenarios"><h2 id="scenarios">Scenarios</h2>
      \(scenarios.isEmpty ? "<p>No scenario plays it.</p>" : "<p>\(counts.badges)</p>\n\(scenarios.list)" as Markup)</section>
      """
  }
}
