package import Diagnostics

/// What becomes of a flow where the values of an environment are put in, as the rules ask for it: nodes with the same numbers,
/// which lead to the same ones and have the same outputs.
public struct FlowInEnvironment: Sendable {
  /// The environment's name.
  public let name: String
  /// The number of the first environment in which the flow is the same: of this one, or of one before.
  package let first: Int
  /// All nodes of the flow. Those of `FlowGraph.nodesOfEnvironments` have the values put in, the others are the flow's own.
  package let nodes: [FlowNode]
  /// The places of the references for which something is put in that looks like a key of a web service.
  package let keys: [SourcePlace]
  /// What is put in for each reference; nil where it stays.
  private let values: [ProjectEnvironment.Value?]

  /// Creates a flow in an environment.
  package init(
    name: String, first: Int, nodes: [FlowNode], keys: [SourcePlace], values: [ProjectEnvironment.Value?]
  ) {
    self.name = name
    self.first = first
    self.nodes = nodes
    self.keys = keys
    self.values = values
  }

  /// A flow into which nothing is put.
  package init(name: String, _ graph: FlowGraph) {
    self.init(
      name: name, first: 0, nodes: graph.nodes, keys: [],
      values: Array(repeating: nil, count: graph.references.count))
  }

  /// The number of the business that a message of one of the nodes comes from.
  package func sender(of message: WrittenMessage) -> PlacedTemplate? {
    guard let sender = message.sender, case .lone(let reference) = sender.template,
      let value = values[reference.index]
    else { return message.sender }
    return PlacedTemplate(.literal(value.text), at: sender.place)
  }
}

extension FlowNode {
  /// Whether values of the environment are in the node elsewhere than as all of its message's sender.
  func dependsOnEnvironment(_ references: [Reference]) -> Bool {
    guard let message else { return true }
    let sender: ReferenceID? =
      if case .lone(let reference)? = message.sender?.template { reference } else { nil }
    return self.references.contains { $0 != sender?.index && references[$0].isEnvironmentValue }
  }
}
