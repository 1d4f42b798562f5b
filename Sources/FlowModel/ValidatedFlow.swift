/// A flow that may run: one that the validator has passed, whose nodes have all that their types need.
///
/// Only the validator makes one, so the interpreter cannot be handed a flow with an error by mistake.
public struct ValidatedFlow: Sendable {
  /// The flow.
  public let graph: FlowGraph

  /// A node that may run.
  public struct Node: Sendable {
    /// The node as it was loaded.
    public let node: FlowNode
    /// Its type.
    public let type: NodeType
    /// How it is configured.
    public let configuration: NodeConfiguration

    /// Nil where the node has an error.
    package init?(_ node: FlowNode) {
      guard let type = node.type, let configuration = node.configuration else { return nil }
      self.node = node
      self.type = type
      self.configuration = configuration
    }
  }

  /// The nodes, by their numbers.
  public let nodes: [Node]

  /// Whether errors of the conversation (3xx) were let pass on purpose.
  public let isForced: Bool

  /// Creates a flow that may run; for the validator alone. Nil where a node has an error.
  package init?(validated graph: FlowGraph, isForced: Bool) {
    let nodes = graph.nodes.compactMap(Node.init)
    guard nodes.count == graph.nodes.count else { return nil }
    self.graph = graph
    self.nodes = nodes
    self.isForced = isForced
  }
}
