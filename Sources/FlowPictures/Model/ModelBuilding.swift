import FlowModel

extension PictureModel {
  /// Makes the model of what is drawn, without findings and counts.
  ///
  /// Ways of a node to one target are one edge where they are alike; each node has terminals of its own, so that no way
  /// crosses the whole picture to an end.
  init(of flow: DrawnFlow) {
    let owners = BranchOwners(of: flow)
    title = flow.name
    nodes = flow.nodes.enumerated().map { index, drawn in
      Node(
        kind: .node(drawn.node.type, waits: drawn.node.waits), id: drawn.node.id.text,
        summary: NodeSummary(of: drawn.node, in: drawn.graph).text, isOnBranch: owners[index] != .none,
        marks: Marks(change: drawn.change))
    }
    edges = []
    var gathering = EdgeGathering(nodes: nodes)
    for way in flow.ways { gathering.add(way, owners) }
    nodes = gathering.nodes
    edges = gathering.groups.map(\.edge)
  }
}

/// Puts ways that are drawn alike together.
private struct EdgeGathering {
  private struct Key: Hashable {
    let source: Int
    let target: Int
    let isIntermediate: Bool
    let isClosing: Bool
    let change: FlowChange?
    let isReturn: Bool
  }

  private struct TerminalKey: Hashable {
    let source: Int
    let target: DrawnFlow.Target
  }

  struct Group {
    let source: Int
    let target: Int
    var keys: [String]
    var outcomes: [Outcome]
    let isReturn: Bool
    let isOnBranch: Bool
    let change: FlowChange?

    var edge: PictureModel.Edge {
      PictureModel.Edge(
        source: source, target: target, keys: keys, outcomes: outcomes, kind: kind,
        isReturn: isReturn, marks: PictureModel.Marks(change: change))
    }

    private var kind: PictureModel.Edge.Kind {
      let classes = Set(outcomes.map(\.class))
      if classes.contains(.intermediate) { return .branch }
      if classes.contains(.closing) { return .closing }
      guard classes.contains(.main) else { return .failure }
      return isOnBranch ? .branch : .main
    }
  }

  private(set) var nodes: [PictureModel.Node]
  private(set) var groups: [Group] = []
  private var groupIndices: [Key: Int] = [:]
  private var terminals: [TerminalKey: Int] = [:]

  init(nodes: [PictureModel.Node]) {
    self.nodes = nodes
  }

  mutating func add(_ way: DrawnFlow.Way, _ owners: BranchOwners) {
    let (target, isReturn) = target(of: way, owners)
    // `Complete` under `otherwise` is a closing way only where nothing else takes it.
    let isClosing = way.edge.outcomes.allSatisfy { $0.class == .closing }
    let key = Key(
      source: way.source, target: target, isIntermediate: way.edge.isIntermediate, isClosing: isClosing,
      change: way.change, isReturn: isReturn)
    if let index = groupIndices[key] {
      groups[index].keys.append(way.edge.name)
      groups[index].outcomes += way.edge.outcomes
    } else {
      groupIndices[key] = groups.count
      groups.append(
        Group(
          source: way.source, target: target, keys: [way.edge.name], outcomes: way.edge.outcomes,
          isReturn: isReturn, isOnBranch: owners[way.source] != .none, change: way.change))
    }
  }

  private mutating func target(of way: DrawnFlow.Way, _ owners: BranchOwners) -> (index: Int, isReturn: Bool)
  {
    switch way.target {
    case .node(let index): return (index, false)
    case .end(let result):
      let name = result == .success ? "@end" : "@end:\(result.name)"
      return (terminal(for: way, .end(result.status), name), false)
    case .resume:
      if way.edge.isIntermediate { return (way.source, true) }
      if case .one(let conversation) = owners[way.source] { return (conversation, true) }
      return (terminal(for: way, .resume, "@resume"), false)
    }
  }

  private mutating func terminal(
    for way: DrawnFlow.Way, _ kind: PictureModel.Node.Kind, _ name: String
  ) -> Int {
    let key = TerminalKey(source: way.source, target: way.target)
    if let index = terminals[key] {
      // An end that a way still leads to is not one that only the other version has.
      if nodes[index].marks.change != way.change { nodes[index].marks.change = nil }
      return index
    }
    terminals[key] = nodes.count
    nodes.append(
      PictureModel.Node(
        kind: kind, id: name, summary: "", isOnBranch: false, marks: PictureModel.Marks(change: way.change)))
    return nodes.count - 1
  }
}
