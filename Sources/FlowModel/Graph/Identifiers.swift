/// The number of a node in its graph, in file order.
public struct NodeID: Sendable, Hashable {
  /// Four bytes hold it, and a session has two: a flow's file has fewer bytes than that.
  @usableFromInline let number: UInt32

  /// Creates a number.
  @inlinable
  public init(_ index: Int) { number = UInt32(index) }

  /// The index into `FlowGraph.nodes`.
  @inlinable
  public var index: Int { Int(number) }
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
