import FlowModel

/// What a node does, in one line: the text that it sends, whom it asks, how long it waits.
struct NodeSummary {
  /// The line; it may be long.
  let text: String

  init(of node: FlowNode, in graph: FlowGraph) {
    text = node.type?.description.gist(NodeWords(of: node, in: graph)) ?? ""
  }
}
