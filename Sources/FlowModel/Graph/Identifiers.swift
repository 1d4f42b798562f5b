/// The number of a node in its graph, in file order.
public struct NodeID: Sendable, Hashable {
  /// The index into `FlowGraph.nodes`.
  public let index: Int

  /// Creates a number.
  @inlinable
  public init(_ index: Int) { self.index = index }
}

/// The number of a custom variable in its graph, in file order.
public struct VariableID: Sendable, Hashable {
  /// The index into `FlowGraph.variables`.
  public let index: Int

  /// Creates a number.
  public init(_ index: Int) { self.index = index }
}

/// The number of an output among those of its node.
public struct OutputID: Sendable, Hashable {
  /// The index into `FlowNode.outputs`.
  public let index: Int

  /// Creates a number.
  public init(_ index: Int) { self.index = index }
}
