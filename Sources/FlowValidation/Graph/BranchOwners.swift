import FlowModel

/// On which conversations' intermediate branches each node is: on none, on one's, or on several's.
struct BranchOwners {
  private enum Owners: Equatable {
    case none
    case one(NodeID)
    case several
  }

  private var owners: [Owners]

  /// Follows the branches of all conversations at once, through nodes that do not wait.
  ///
  /// Complexity: linear in the graph's size, since what is known of a node changes twice at most.
  init(_ graph: FlowGraph, edges: EdgeTable, conversations: [NodeID]) {
    owners = Array(filledWith: .none, count: graph.nodes.count)
    var pending: [NodeID] = []
    for conversation in conversations {
      for edge in edges.leaving(conversation) where edges[edge].isIntermediate {
        guard let node = edges[edge].node else { continue }
        add(.one(conversation), to: node, &pending)
      }
    }
    while let node = pending.popLast() {
      guard edges.passes(through: node) else { continue }
      for edge in edges.leaving(node) {
        if let target = edges[edge].node { add(owners[node.index], to: target, &pending) }
      }
    }
  }

  private mutating func add(_ owner: Owners, to node: NodeID, _ pending: inout [NodeID]) {
    let before = owners[node.index]
    guard before != owner, before != .several else { return }
    owners[node.index] = before == .none ? owner : .several
    pending.append(node)
  }

  /// Whether a node is on an intermediate branch.
  func isOnBranch(_ node: NodeID) -> Bool { owners[node.index] != .none }

  /// Whether a node is on a branch of another conversation.
  func hasOwner(of node: NodeID, otherThan conversation: NodeID) -> Bool {
    switch owners[node.index] {
    case .none: false
    case .one(let owner): owner != conversation
    case .several: true
    }
  }
}
