/// What ran of a flow: how often each of its nodes was entered and each of their outcomes taken.
public struct Activity: Sendable {
  /// What ran of a node.
  public struct Node: Sendable {
    /// How often it was entered.
    public let entries: Int
    /// How often its outcomes were taken; one that is not named never was.
    public let outcomes: [Outcome]

    /// Creates what ran of a node.
    public init(entries: Int, outcomes: [Outcome]) {
      self.entries = entries
      self.outcomes = outcomes
    }
  }

  /// How often an outcome was taken.
  public struct Outcome: Sendable {
    /// The outcome's name.
    public let name: String
    /// How often it was taken.
    public let count: Int

    /// Creates the count of an outcome.
    public init(name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }

  /// The nodes of the flow, all of them, in file order.
  public let nodes: [Node]

  /// Creates what ran of a flow.
  /// - Parameter nodes: All nodes of the flow, in file order.
  public init(nodes: [Node]) {
    self.nodes = nodes
  }
}
