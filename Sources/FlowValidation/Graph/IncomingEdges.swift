import FlowModel

/// The edges that lead to each node from nodes that can be entered.
struct IncomingEdges {
  private let edges: [Int]
  /// The index of each node's first edge, and at the end the number of edges.
  private let firstIndices: [Int]

  /// Turns a table of edges round. Complexity: linear in its size.
  init(_ table: EdgeTable, in order: EntryOrder, nodeCount: Int) {
    var counts = Array(filledWith: 0, count: nodeCount + 1)
    for edge in 0..<table.count where order.contains(table[edge].source) {
      if case .node(let node) = table[edge].target { counts[node.index + 1] += 1 }
    }
    for index in 0..<nodeCount { counts[index + 1] += counts[index] }
    firstIndices = counts
    var edges = Array(filledWith: 0, count: counts[nodeCount])
    for edge in 0..<table.count where order.contains(table[edge].source) {
      guard case .node(let node) = table[edge].target else { continue }
      edges[counts[node.index]] = edge
      counts[node.index] += 1
    }
    self.edges = edges
  }

  /// The numbers of the edges that lead to a node, in file order.
  func entering(_ node: NodeID) -> ArraySlice<Int> {
    edges[firstIndices[node.index]..<firstIndices[node.index + 1]]
  }
}
