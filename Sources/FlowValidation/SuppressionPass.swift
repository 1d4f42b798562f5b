import Diagnostics
import FlowModel

/// What becomes of the rules' findings: settings and suppressions are applied, and the suppressions that suppress
/// nothing are found (RF001).
struct SuppressionPass {
  private let graph: FlowGraph
  private let settings: RuleSettings
  /// The rules that could not be judged: whether their suppressions are needed is not known.
  private let unjudged: Set<RuleCode>

  private var standing: [Finding] = []
  private var suppressed: [SuppressedFinding] = []
  /// The suppressions that have suppressed something: the file's at nil, the nodes' at their nodes.
  private var used: [Int?: Set<RuleCode>] = [:]

  init(_ graph: FlowGraph, settings: RuleSettings, unjudged: Set<RuleCode>) {
    self.graph = graph
    self.settings = settings
    self.unjudged = unjudged
  }

  /// What there is to report. Complexity: n log n in the number of findings.
  func report(on findings: [Finding]) -> ValidationReport {
    var pass = self
    pass.apply(to: findings)
    // What suppresses RF001 is judged last, the file's after the nodes': no suppression answers for itself.
    let suppressing = graph.nodes.indices.filter { !graph.nodes[$0].suppressions.isEmpty }
    pass.apply(to: suppressing.flatMap { pass.unused(at: $0) { $0 != .unusedSuppression } })
    pass.apply(to: pass.unused(at: nil) { $0 != .unusedSuppression })
    for node in suppressing {
      pass.apply(to: pass.unused(at: node) { $0 == .unusedSuppression }, byNodes: false)
    }
    pass.apply(to: pass.unused(at: nil) { $0 == .unusedSuppression }, byNodes: false, byFile: false)
    return ValidationReport(
      findings: pass.standing.sorted(by: Finding.areInReportOrder),
      suppressed: pass.suppressed.sorted { Finding.areInReportOrder($0.finding, $1.finding) })
  }

  private mutating func apply(to findings: [Finding], byNodes: Bool = true, byFile: Bool = true) {
    for finding in findings.compactMap(settings.applied) {
      let node = byNodes ? node(of: finding) : nil
      let nodeSuppressions = node.map { graph.nodes[$0].suppressions } ?? []
      let byNode = nodeSuppressions.first { $0.code == finding.code }
      let inFile = byFile ? graph.suppressions.first { $0.code == finding.code } : nil
      if byNode != nil { used[node, default: []].insert(finding.code) }
      if inFile != nil { used[nil, default: []].insert(finding.code) }
      if let suppression = byNode ?? inFile {
        suppressed.append(SuppressedFinding(finding: finding, suppression: suppression))
      } else {
        standing.append(finding)
      }
    }
  }

  /// The node in which a finding's pointer lies, its id included.
  private func node(of finding: Finding) -> Int? {
    let offset = finding.place.range.lowerBound
    let following = graph.nodes.partitioningIndex { $0.idPlace.range.lowerBound > offset }
    guard following > 0, offset < graph.nodes[following - 1].place.range.upperBound else { return nil }
    return following - 1
  }

  /// The findings on a node's suppressions, or on the file's, that have suppressed nothing.
  private func unused(at node: Int?, where isAsked: (RuleCode) -> Bool) -> [Finding] {
    let suppressions = node.map { graph.nodes[$0].suppressions } ?? graph.suppressions
    return suppressions.filter { suppression in
      isAsked(suppression.code) && !settings.isOff(suppression.code) && !unjudged.contains(suppression.code)
        && used[node]?.contains(suppression.code) != true
    }.map { suppression in
      let owner = node.map { graph.nodes[$0].id.quoted } ?? "the file"
      return Finding(
        .unusedSuppression, "\(suppression.code) suppresses nothing in \(owner)", at: suppression.place,
        help: """
          It would hide the next finding of \(suppression.code.name), which nobody has looked at. Remove it.
          """,
        fix: Fix(
          "Take the suppression of \(suppression.code) out", isSafe: true,
          [
            .removingMember(
              suppression.place.range.lowerBound..<suppression.reasonPlace.range.upperBound,
              from: graph.source, removingObject: true)
          ]))
    }
  }
}
