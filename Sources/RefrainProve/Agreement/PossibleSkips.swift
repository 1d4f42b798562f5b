import RefrainKit

/// A waiting node that a branch comes to: what RF301 finds and what `waitingNodeSkipped` tells.
struct Skip: Hashable {
  let conversation: NodeName
  let event: String
  let node: NodeName
}

/// The waiting nodes that branches come to by outcomes that some input can cause: what every order of inputs together
/// has to show, in a flow without a Branch.
struct PossibleSkips {
  private let graph: FlowGraph
  private let impossible: ImpossibleOutcomes

  init(of graph: FlowGraph) {
    self.graph = graph
    impossible = ImpossibleOutcomes(of: graph)
  }

  /// All of them.
  var all: Set<Skip> {
    var skips: Set<Skip> = []
    for id in reachable(from: graph.starts, over: isPossible) where graph[id].conversation != nil {
      let conversation = graph[id]
      for edge in conversation.edges where edge.isIntermediate && isPossible(edge, conversation) {
        for node in waitingNodes(from: edge) {
          skips.insert(Skip(conversation: conversation.id, event: edge.name, node: graph[node].id))
        }
      }
    }
    return skips
  }

  /// The ids of the StartConversations to which some way leads over targets, but those of their branches.
  var reachableConversations: Set<NodeName> {
    let reached = reachable(from: graph.starts) { _, _ in true }
    return Set(reached.map { graph[$0] }.filter { $0.conversation != nil }.map(\.id))
  }

  /// Why no input leads to its conversation and then along RF301's path: the first outcome in the way.
  func obstacle(on path: [String]) -> ImpossibleOutcomes.Reason? {
    let nodes = Dictionary(graph.nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for index in stride(from: 0, to: path.count - 1, by: 2) {
      guard let node = nodes[NodeName(path[index])],
        let edge = node.edges.first(where: { $0.name == path[index + 1] }),
        !isPossible(edge, node)
      else { continue }
      return reason(for: edge, of: node)
    }
    // An outcome on a way to the conversation, from a node that can be entered to one that can not.
    let entered = reachable(from: graph.starts, over: isPossible)
    for id in graph.nodeIDs where entered.contains(id) {
      for edge in graph[id].edges where !edge.isIntermediate && !isPossible(edge, graph[id]) {
        guard let next = edge.node, !entered.contains(next) else { continue }
        let leadsThere = reachable(from: [next]) { _, _ in true }.contains { graph[$0].id.text == path[0] }
        if leadsThere { return reason(for: edge, of: graph[id]) }
      }
    }
    return nil
  }

  private func reason(for edge: Edge, of node: FlowNode) -> ImpossibleOutcomes.Reason? {
    edge.outcomes.lazy.compactMap { impossible.reason(for: $0, of: node) }.first
  }

  private func isPossible(_ edge: Edge, _ node: FlowNode) -> Bool {
    edge.outcomes.contains { impossible.reason(for: $0, of: node) == nil }
  }

  /// The nodes that a session can enter outside of branches, from some nodes on.
  private func reachable(from first: [NodeID], over isTaken: (Edge, FlowNode) -> Bool) -> Set<NodeID> {
    var seen = Set(first)
    var pending = first
    while let id = pending.popLast() {
      for edge in graph[id].edges where !edge.isIntermediate && isTaken(edge, graph[id]) {
        if let node = edge.node, seen.insert(node).inserted { pending.append(node) }
      }
    }
    return seen
  }

  /// The waiting nodes that a branch comes to first.
  private func waitingNodes(from edge: Edge) -> Set<NodeID> {
    var seen = Set([edge.node].compactMap { $0 })
    var pending = Array(seen)
    var waiting: Set<NodeID> = []
    while let id = pending.popLast() {
      if graph[id].waits {
        waiting.insert(id)
        continue
      }
      for edge in graph[id].edges where isPossible(edge, graph[id]) {
        if let node = edge.node, seen.insert(node).inserted { pending.append(node) }
      }
    }
    return waiting
  }
}
