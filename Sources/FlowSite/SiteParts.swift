import Diagnostics
import FlowModel
import FlowReporting

// What more than one page shows.

extension FlowCoverage.Share {
  /// The share as a bar with its numbers.
  func bar(of noun: String) -> Markup {
    """
    <span class="share"><span class="bar" aria-hidden="true">\
    <i style="width:\(tenthsOfPercent / 10).\(tenthsOfPercent % 10)%"></i></span>\
    <span><b>\(percentText)</b> <small>\(reached) of \(total) \(noun)</small></span></span>
    """
  }
}

extension FlowGraph {
  /// Whether it has few enough nodes, and ways between them, for a picture on a page.
  var isDrawn: Bool {
    nodes.count <= Limits.reportedNodes
      && nodes.reduce(0) { $0 + $1.listings.count } <= 5 * Limits.reportedNodes
  }

  /// What is said of a flow in place of its picture, where that would be too large for a page.
  static let textsTooLarge = "The flow's picture is left out: with such long names a page would be too large."

  /// What is said of a flow in place of its picture, where it has too many for one.
  var tooLarge: String {
    "The flow has \(nodes.count) nodes: more than \(Limits.reportedNodes), or five times as many ways, are not drawn, and no more are listed."
  }
}

extension LintReport.Summary {
  /// The counts, each with the colour of its severity.
  var badges: Markup {
    let counts: [(Int, Severity)] = [(errors, .error), (warnings, .warning), (infos, .info)]
    let badges: [Markup] = counts.filter { $0.0 > 0 }.map { count, severity in
      """
      <span class="badge \(severity.rawValue)">\(count.counted(severity.rawValue))</span>

      """
    }
    return badges.isEmpty ? "<span class=\"badge good\">no findings</span>" : "\(badges)"
  }
}

extension ScenarioReport.Verdict {
  /// How the scenario came out, in a word with its colour.
  var badge: Markup {
    switch self {
    case .passed: "<span class=\"badge good\">passed</span>"
    case .failed: "<span class=\"badge error\">failed</span>"
    case .refused: "<span class=\"badge error\">not played</span>"
    }
  }

  /// How much virtual time it took; nil where it was not played.
  var duration: String? {
    switch self {
    case .passed(let milliseconds), .failed(_, _, let milliseconds): SiteTime.text(milliseconds)
    case .refused: nil
    }
  }
}

extension Sequence where Element == SiteScenario {
  /// A list of the scenarios with their results.
  var list: Markup {
    let items: [Markup] = map { scenario in
      """
      <li class="row scenario"><span class="name"><a href="\(scenario.page)">\(scenario.title.printable)</a>\
      <small>\(scenario.report.file.printable)</small></span>\
      <span class="time">\(scenario.report.verdict.duration ?? "")</span>\(scenario.report.verdict.badge)</li>

      """
    }
    return "<ul class=\"rows\">\n\(items)</ul>"
  }
}

extension ScenarioCounts {
  /// The counts, each with its colour.
  var badges: Markup {
    let counts = [(passed, "passed", "good"), (failed, "failed", "error"), (refused, "not played", "error")]
    let badges: [Markup] = counts.filter { $0.0 > 0 }.map { count, word, kind in
      "<span class=\"badge \(kind)\">\(count) \(word)</span> "
    }
    return badges.isEmpty ? "<span class=\"badge\">no scenarios</span>" : "\(badges)"
  }

  init(of scenarios: some Sequence<SiteScenario>) {
    self = scenarios.reduce(into: ScenarioCounts()) { $0.count($1.report.verdict) }
  }
}
