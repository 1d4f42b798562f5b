/// A flow that may run: one that the validator has passed, whose nodes have all that their types need.
///
/// Only the validator makes one, so the interpreter cannot be handed a flow with an error by mistake.
public struct ValidatedFlow: Sendable {
  /// The flow.
  public let graph: FlowGraph

  /// How the nodes are configured, by their numbers.
  public let configurations: [NodeConfiguration]

  /// Whether errors of the conversation (3xx) were let pass on purpose.
  public let isForced: Bool

  /// Creates a flow that may run; for the validator alone. Nil where a node has an error.
  package init?(validated graph: FlowGraph, isForced: Bool) {
    let configurations = graph.nodes.compactMap(NodeConfiguration.init)
    guard configurations.count == graph.nodes.count else { return nil }
    self.graph = graph
    self.configurations = configurations
    self.isForced = isForced
  }
}
