import FlowModel

extension PictureModel {
  /// Counts what ran: how often each node was entered, and each way taken.
  mutating func count(_ activity: Activity) {
    showsActivity = true
    let nodeCounts = activity.nodes
    // Both are in file order.
    precondition(
      nodeCounts.count == nodes.count(where: \.isFlowNode), "What is counted is the flow that is drawn.")
    var taken: [[ExactText: Int]] = []
    for (index, node) in nodeCounts.enumerated() {
      nodes[index].marks.count = node.entries
      taken.append(
        Dictionary(
          node.outcomes.map { (ExactText($0.name), $0.count) }, uniquingKeysWith: { first, _ in first }))
    }
    for index in nodeCounts.count..<nodes.count { nodes[index].marks.count = 0 }
    for index in edges.indices {
      let counts = taken[edges[index].source]
      let count = edges[index].outcomes.reduce(0) { $0 + (counts[ExactText($1.name)] ?? 0) }
      edges[index].marks.count = count
      let target = edges[index].target
      if !nodes[target].isFlowNode { nodes[target].marks.count = (nodes[target].marks.count ?? 0) + count }
    }
  }
}
