import FlowModel

/// The names that may be written in a flow: what is offered while its text is not JSON for the moment.
struct KnownNames: Sendable {
  /// A node that may be named.
  struct Node: Sendable {
    let id: NodeName
    let type: NodeType?
    /// The outputs that it has as it is configured.
    let outputs: [Output]
  }

  /// The nodes, in file order.
  let nodes: [Node]
  /// The custom variables, in file order.
  let variables: [String]
  /// The custom results, in file order.
  let results: [String]

  /// The names of a text.
  init(_ outline: FlowOutline) {
    nodes = outline.nodes.map { node in
      let outputs = node.type?.description.outputs(outline.tree.fields(of: node.value)).outputs ?? []
      return Node(id: node.id, type: node.type, outputs: outputs)
    }
    variables = outline.variables.map(outline.tree.text)
    results = outline.results.map(outline.tree.text)
  }

  /// These names, and those of an earlier state of the text that are not among them.
  func merged(with earlier: KnownNames) -> KnownNames {
    let ids = Set(nodes.map(\.id))
    return KnownNames(
      nodes: nodes + earlier.nodes.filter { !ids.contains($0.id) },
      variables: Self.union(variables, earlier.variables), results: Self.union(results, earlier.results))
  }

  private init(nodes: [Node], variables: [String], results: [String]) {
    self.nodes = nodes
    self.variables = variables
    self.results = results
  }

  private static func union(_ names: [String], _ earlier: [String]) -> [String] {
    let known = Set(names.map(ExactText.init))
    return names + earlier.filter { !known.contains(ExactText($0)) }
  }
}
