import FlowModel

/// The nodes of a graph by their ids, compared by their bytes.
struct NodeNames: Sendable {
  private let nodes: [[UInt8]: NodeID]

  /// Indexes the ids of a graph. Complexity: linear in their total length.
  init(_ graph: FlowGraph) {
    nodes = Dictionary(
      zip(graph.nodes.map { Array($0.id.utf8) }, graph.nodeIDs), uniquingKeysWith: { first, _ in first })
  }

  /// The node with an id, if there is one.
  subscript(id: String) -> NodeID? { nodes[Array(id.utf8)] }
}
