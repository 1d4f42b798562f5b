import Diagnostics
import FlowModel

/// What becomes of the rules' findings: settings and suppressions are applied, and the suppressions that suppress
/// nothing are found (RF001).
struct SuppressionPass {
  /// What is suppressed in the whole file.
  private let fileSuppressions: [Suppression]
  /// The nodes, in file order, which may suppress too.
  private let nodes: [FlowNode]
  /// The file's bytes.
  private let source: [UInt8]
  private let settings: RuleSettings
  /// The rules that could not be judged: whether their suppressions are needed is not known.
  private let unjudged: Set<RuleCode>

  private var standing: [Finding] = []
  private var suppressed: [SuppressedFinding] = []
  /// The suppressions that have suppressed something: the file's at nil, the nodes' at their nodes.
  private var used: [Int?: Set<RuleCode>] = [:]

  /// The pass over what was found in a flow.
  init(_ graph: FlowGraph, settings: RuleSettings, unjudged: Set<RuleCode>) {
    fileSuppressions = graph.suppressions
    nodes = graph.nodes
    source = graph.source
    self.settings = settings
    self.unjudged = unjudged
  }

  /// The pass over what was found in a scenario.
  init(_ scenario: ScenarioNames, settings: RuleSettings, unjudged: Set<RuleCode>) {
    fileSuppressions = scenario.suppressions
    nodes = []
    source = scenario.source
    self.settings = settings
    self.unjudged = unjudged
  }

  /// What there is to report. Complexity: n log n in the number of findings.
  func report(on findings: [Finding]) -> ValidationReport {
    var pass = self
    pass.apply(to: findings)
    // What suppresses RF001 is judged last, the file's after the nodes': no suppression answers for itself.
    let suppressing = nodes.indices.filter { !nodes[$0].suppressions.isEmpty }
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
      let nodeSuppressions = node.map { nodes[$0].suppressions } ?? []
      let byNode = nodeSuppressions.first { $0.code == finding.code }
      let inFile = byFile ? fileSuppressions.first { $0.code == finding.code } : nil
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
    let following = nodes.partitioningIndex { $0.idPlace.range.lowerBound > offset }
    guard following > 0, offset < nodes[following - 1].place.range.upperBound else { return nil }
    return following - 1
  }

  /// The findings on a node's suppressions, or on the file's, that have suppressed nothing.
  private func unused(at node: Int?, where isAsked: (RuleCode) -> Bool) -> [Finding] {
    let suppressions = node.map { nodes[$0].suppressions } ?? fileSuppressions
    return suppressions.filter { suppression in
      isAsked(suppression.code) && !settings.isOff(suppression.code) && !unjudged.contains(suppression.code)
        && used[node]?.contains(suppression.code) != true
    }.map { suppression in
      let owner = node.map { nodes[$0].id.quoted } ?? "the file"
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
              from: source, removingObject: true)
          ]))
    }
  }
}
