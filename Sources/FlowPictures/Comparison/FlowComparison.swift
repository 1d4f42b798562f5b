public import FlowModel

/// What changed from one version of a flow to another.
///
/// Nodes are known by their ids; one that is gone and one that is new are one renamed node where all that is said of
/// both is the same, and of no other. The order of nodes and of outcomes, layout and `x-…` do not count.
public struct FlowComparison: Sendable {
  /// The older version.
  let old: FlowGraph
  /// The newer version.
  let new: FlowGraph
  let pairs: NodePairs

  /// Compares two versions. Linear in the size of both.
  public init(from old: FlowGraph, to new: FlowGraph) {
    self.old = old
    self.new = new
    pairs = NodePairs(old: old, new: new)
  }

  /// What changed, in plain words, a line for each: of the flow itself, then of its nodes in the order of the newer
  /// version, then the nodes that are gone. Empty where nothing did.
  public var lines: [String] {
    var lines = changes(from: old.facts, to: new.facts).map { "the flow: \($0)" }
    for index in new.nodes.indices {
      lines += self.lines(ofNodeAt: index).map { "\(new.nodes[index].id.text.quotedName): \($0)" }
    }
    for (index, node) in old.nodes.enumerated() where pairs.newIndices[index] == nil {
      lines.append("\(node.id.text.quotedName): removed, \(node.noun)")
    }
    return lines
  }

  /// The nodes that have another id in the newer version, by their older ids.
  public var renamedNodes: [NodeName: NodeName] {
    var names: [NodeName: NodeName] = [:]
    for (index, node) in old.nodes.enumerated() {
      if let place = pairs.newIndices[index], new.nodes[place].id != node.id {
        names[node.id] = new.nodes[place].id
      }
    }
    return names
  }

  private func lines(ofNodeAt index: Int) -> [String] {
    let node = new.nodes[index]
    guard let oldIndex = pairs.oldIndices[index] else {
      let ways = node.listings.map { "\($0.key.quotedName) leads to \($0.written.quotedName)" }
      return [(["added, \(node.noun)"] + ways).joined(separator: "; ")]
    }
    let before = old.nodes[oldIndex]
    let renaming = isRenamed(index) ? ["renamed from \(before.id.text.quotedName)"] : []
    return renaming + changes(from: before.facts(in: old), to: node.facts(in: new))
      + targetChanges(from: before, to: node)
  }

  private func isRenamed(_ index: Int) -> Bool {
    pairs.oldIndices[index].map { old.nodes[$0].id != new.nodes[index].id } ?? false
  }

  // MARK: Facts

  private func changes(from old: [FlowFact], to new: [FlowFact]) -> [String] {
    var before = Dictionary(
      old.map { (Array($0.path.utf8), $0) }, uniquingKeysWith: { first, _ in first })
    var lines: [String] = []
    for fact in new {
      guard let value = before.removeValue(forKey: Array(fact.path.utf8)) else {
        lines.append("\(fact.path.quotedName) is new: \(fact.shown)")
        continue
      }
      guard !value.saysTheSame(as: fact) else { continue }
      let (from, to) = ValueDifference.shown(value, fact)
      lines.append("\(fact.path.quotedName) changed from \(from) to \(to)")
    }
    for fact in old where before[Array(fact.path.utf8)] != nil {
      lines.append("\(fact.path.quotedName) is gone, it was \(fact.shown)")
    }
    return lines
  }

  // MARK: Targets

  private func targetChanges(from old: FlowNode, to new: FlowNode) -> [String] {
    var before = Dictionary(
      old.listings.map { (Array($0.key.utf8), $0) }, uniquingKeysWith: { first, _ in first })
    var lines: [String] = []
    for listing in new.listings {
      guard let other = before.removeValue(forKey: Array(listing.key.utf8)) else {
        lines.append(
          "\(listing.key.quotedName) now leads to \(listing.written.quotedName), before it was not listed")
        continue
      }
      if !isSame(other, listing) {
        lines.append(
          "\(listing.key.quotedName) now leads to \(listing.written.quotedName), before to \(other.written.quotedName)"
        )
      }
    }
    for listing in old.listings where before[Array(listing.key.utf8)] != nil {
      lines.append("\(listing.key.quotedName) is no longer listed, it led to \(listing.written.quotedName)")
    }
    return lines
  }

  /// Whether two members of `on` lead to the same node or end.
  private func isSame(_ old: Listing, _ new: Listing) -> Bool {
    switch (old.target, new.target) {
    case (.node(let before), .node(let after)): pairs.newIndices[before.index] == after.index
    case (nil, nil): ExactText(old.written) == ExactText(new.written)
    default: old.target == new.target
    }
  }

  // MARK: The picture

  /// The newer version, and what only the older one has, each with what became of it.
  var drawnFlow: DrawnFlow {
    var flow = DrawnFlow(new)
    for index in flow.nodes.indices { flow.nodes[index].change = change(ofNodeAt: index) }
    var places = pairs.newIndices
    for (index, node) in old.nodes.enumerated() where places[index] == nil {
      places[index] = flow.nodes.count
      flow.nodes.append(DrawnFlow.Node(node: node, graph: old, change: .removed))
    }
    var before: [WayName: DrawnFlow.Way] = [:]
    var names: [WayName] = []
    for way in DrawnFlow(old).ways {
      guard let moved = way.moved(to: places) else { continue }
      before[WayName(moved)] = moved
      names.append(WayName(moved))
    }
    for index in flow.ways.indices where before.removeValue(forKey: WayName(flow.ways[index])) == nil {
      flow.ways[index].change = .added
    }
    for name in names {
      guard var way = before[name] else { continue }
      way.change = .removed
      flow.ways.append(way)
    }
    return flow
  }

  private func change(ofNodeAt index: Int) -> FlowChange? {
    guard let oldIndex = pairs.oldIndices[index] else { return .added }
    let changes = changes(from: old.nodes[oldIndex].facts(in: old), to: new.nodes[index].facts(in: new))
    return isRenamed(index) || !changes.isEmpty ? .changed : nil
  }
}

/// What a way is known by in both versions.
private struct WayName: Hashable {
  let source: Int
  let key: [UInt8]
  let target: DrawnFlow.Target

  init(_ way: DrawnFlow.Way) {
    source = way.source
    key = Array(way.edge.name.utf8)
    target = way.target
  }
}

extension DrawnFlow.Way {
  /// The way between the same nodes where they stand elsewhere.
  fileprivate func moved(to places: [Int?]) -> DrawnFlow.Way? {
    guard let source = places[source] else { return nil }
    guard case .node(let index) = target else {
      return DrawnFlow.Way(source: source, edge: edge, target: target)
    }
    return places[index].map { DrawnFlow.Way(source: source, edge: edge, target: .node($0)) }
  }
}

extension FlowNode {
  /// What the node is, with its article.
  fileprivate var noun: String {
    type?.description.noun ?? "a node of an unknown type"
  }
}
