import FlowModel

/// Which StartConversation the intermediate branches come from that enter each node.
struct BranchOwners {
  enum Owner: Equatable {
    /// No intermediate branch enters the node.
    case none
    /// Branches of this one, by its place among the nodes.
    case one(Int)
    /// Branches of several.
    case several

    fileprivate func joined(with other: Owner) -> Owner {
      switch (self, other) {
      case (.none, _): other
      case (_, .none): self
      case (.one(let left), .one(let right)) where left == right: self
      default: .several
      }
    }
  }

  private var owners: [Owner]

  /// Follows all branches, up to the nodes that wait. Linear in the flow's size: what is known of a node grows twice at
  /// most.
  init(of flow: DrawnFlow) {
    owners = Array(repeating: .none, count: flow.nodes.count)
    var ways: [[DrawnFlow.Way]] = Array(repeating: [], count: flow.nodes.count)
    for way in flow.ways { ways[way.source].append(way) }
    var pending: [Int] = []
    func enter(_ target: DrawnFlow.Target, _ owner: Owner, _ owners: inout [Owner]) {
      guard case .node(let index) = target, !flow.nodes[index].node.waits else { return }
      let joined = owners[index].joined(with: owner)
      guard joined != owners[index] else { return }
      owners[index] = joined
      pending.append(index)
    }
    for way in flow.ways where way.edge.isIntermediate {
      enter(way.target, .one(way.source), &owners)
    }
    while let index = pending.popLast() {
      for way in ways[index] { enter(way.target, owners[index], &owners) }
    }
  }

  subscript(node: Int) -> Owner { owners[node] }
}
