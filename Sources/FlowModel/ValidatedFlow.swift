/// A flow that may run: one that the validator has passed.
///
/// Only the validator makes one, so the interpreter cannot be handed a flow with an error by mistake.
public struct ValidatedFlow: Sendable {
  /// The flow.
  public let graph: FlowGraph

  /// Whether errors of the conversation (3xx) were let pass on purpose.
  public let isForced: Bool

  /// Creates a flow that may run; for the validator alone.
  package init(validated graph: FlowGraph, isForced: Bool) {
    self.graph = graph
    self.isForced = isForced
  }
}
