import Diagnostics
import FlowModel
import JSONSyntax

// What readers are told who cannot see the picture, or ask for more.

extension PictureModel {
  /// The order in which one begins to read: from the Start on, then in file order.
  var readingOrder: [Int] {
    let starts = nodes.indices.filter { nodes[$0].isStart }
    return starts + nodes.indices.filter { !nodes[$0].isStart }
  }

  /// The picture in a sentence or two.
  var description: String {
    let flows = nodes.count { if case .part(.flow) = $0.kind { true } else { false } }
    if flows > 0 { return "A project with \(flows) flows, and what begins each." }
    let flowNodes = nodes.filter(\.isFlowNode)
    let waiting = flowNodes.count(where: \.waits)
    var text = "A flow with \(flowNodes.count) nodes, of which \(waiting) wait, and \(edges.count) ways."
    let findings = badges + nodes.flatMap(\.marks.badges) + edges.flatMap(\.marks.badges)
    if !findings.isEmpty { text += " Findings: \(findings.count)." }
    return text
  }

  /// What a node is.
  func title(of node: Node) -> String {
    var lines: [String]
    switch node.kind {
    case .node(let type, let waits):
      let kind = (type?.name ?? "unknown type") + (waits ? ", waits" : "")
      lines = ["\(node.id.told): \(kind)"]
      if !node.summary.isEmpty { lines.append(node.summary.told) }
    case .part(let part):
      lines = ["\(node.id.told): \(part.rawValue)"]
      if !node.summary.isEmpty { lines.append(node.summary.told) }
    case .end(let status): lines = ["\(node.id.told): the session ends, \(status.rawValue)"]
    case .resume: lines = ["@resume: back to the conversation that the branch came from"]
    }
    return (lines + words(of: node.marks)).joined(separator: "\n")
  }

  /// What a way is.
  func title(of edge: Edge) -> String {
    let source = nodes[edge.source].id
    let target = edge.isReturn ? "back to \(nodes[edge.target].id)" : nodes[edge.target].id
    let line = "\(edge.keys.joined(separator: ", ")) of \(source) leads to \(target)".told
    let keys = Set(edge.keys.map { Array($0.utf8) })
    let covered = edge.outcomes.map(\.name).filter { !keys.contains(Array($0.utf8)) }
    let others = covered.isEmpty ? [] : ["otherwise: \(covered.joined(separator: ", "))".told]
    return ([line] + others + words(of: edge.marks)).joined(separator: "\n")
  }

  private func words(of marks: Marks) -> [String] {
    var words: [String] = []
    if let change = marks.change { words.append(change.rawValue) }
    if let step = marks.step { words.append("step \(step) of the way to a finding") }
    if let count = marks.count { words.append(count == 0 ? "never ran" : "ran \(count) times") }
    return words + marks.badges.map(\.sentence)
  }
}

extension PictureModel.Node {
  fileprivate var isStart: Bool { if case .node(.start, _) = kind { true } else { false } }

  /// What the node is known by: its id, or its end with the result's name.
  var name: String { id == "@end" ? "@end:success" : id }

  /// The classes that it is drawn with.
  var classes: [String] {
    switch kind {
    case .node(let type, let waits):
      ["node", "type-\(type?.name.lowercased() ?? "unknown")"] + (isOnBranch ? ["on-branch"] : [])
        + (waits ? ["waits"] : []) + marks.classes
    case .part(let part): ["node", part == .flow ? "part-flow" : "part-entry"] + marks.classes
    case .end(let status): ["end", status.rawValue] + marks.classes
    case .resume: ["end", "resume"] + marks.classes
    }
  }
}

extension PictureModel.Edge {
  /// The classes that it is drawn with.
  var classes: [String] { ["edge", kind.rawValue] + (isReturn ? ["return"] : []) + marks.classes }
}

extension PictureModel.Marks {
  fileprivate var classes: [String] {
    var classes: [String] = []
    if let change { classes.append(change.rawValue) }
    if step != nil { classes.append("marked") }
    if let count { classes.append(count > 0 ? "ran" : "unran") }
    return classes
  }
}

extension String {
  /// The text on one line, cut where it is longer than anybody reads.
  fileprivate var told: String {
    let limit = Limits.drawnText
    guard utf8.count > limit,
      let end = unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex), end < endIndex
    else { return printable }
    return String(self[..<end]).printable + "…"
  }
}

/// JSON as the value of an attribute.
enum JSONText {
  /// An array of strings.
  static func array(of strings: [String]) -> String {
    JSON.array(strings.map { .string($0) }).compact
  }
}
