import FlowModel

/// Which nodes are entered on intermediate branches, and which otherwise.
struct BranchReach: Sendable {
  private let onBranch: [Bool]
  private let onMessage: [Bool]
  private let outside: [Bool]

  /// Searches a graph from its intermediate outcomes, through nodes that do not wait, and from its Start over all other
  /// targets. Complexity: linear in the graph's size.
  init(_ graph: FlowGraph, edges: EdgeTable) {
    onBranch = Self.reached(
      from: (0..<edges.count).filter { edges[$0].isIntermediate }.compactMap { edges[$0].node }, over: edges,
      nodeCount: graph.nodes.count
    ) { edges.passes(through: edges[$0].source) }
    onMessage = Self.reached(
      from: (0..<edges.count).filter {
        edges[$0].isIntermediate && edges.written($0, in: graph).name == ConversationOutcome.message.name
      }
      .compactMap { edges[$0].node }, over: edges, nodeCount: graph.nodes.count
    ) { edges.passes(through: edges[$0].source) }
    outside = Self.reached(from: graph.starts, over: edges, nodeCount: graph.nodes.count) {
      !edges[$0].isIntermediate
    }
  }

  /// Whether a node is entered on an intermediate branch.
  func isOnBranch(_ node: NodeID) -> Bool { onBranch[node.index] }

  /// Whether a node is entered on the branch of `Message`.
  func isOnMessageBranch(_ node: NodeID) -> Bool { onMessage[node.index] }

  /// Whether a node is entered on intermediate branches and nowhere else.
  func isOnlyOnBranch(_ node: NodeID) -> Bool { onBranch[node.index] && !outside[node.index] }

  private static func reached(
    from roots: [NodeID], over edges: EdgeTable, nodeCount: Int, taking isTaken: (Int) -> Bool
  ) -> [Bool] {
    var isReached = Array(filledWith: false, count: nodeCount)
    var pending = roots
    for root in roots { isReached[root.index] = true }
    while let node = pending.popLast() {
      for edge in edges.leaving(node) where isTaken(edge) {
        guard case .node(let target) = edges[edge].target, !isReached[target.index] else { continue }
        isReached[target.index] = true
        pending.append(target)
      }
    }
    return isReached
  }
}
