package import Diagnostics

/// What becomes of a flow where the values of an environment are put in, as the rules ask for it: nodes with the same numbers,
/// which lead to the same ones and have the same outputs.
public struct FlowInEnvironment: Sendable {
  /// The environment's name.
  public let name: String
  /// The number of the first environment in which the flow is the same: of this one, or of one before.
  package let first: Int
  /// The nodes that have values put in, in file order: the same ones in all environments. Each other node is the flow's own,
  /// of which the values that stand alone are put in by `putting(into:)`.
  package let nodes: [(id: NodeID, node: FlowNode)]
  /// The places of the references for which something is put in that looks like a key of a web service.
  package let keys: [SourcePlace]
  /// What is put in for the references.
  private let values: PutValues

  /// Creates a flow in an environment.
  package init(
    name: String, first: Int, nodes: [(id: NodeID, node: FlowNode)], keys: [SourcePlace], values: PutValues
  ) {
    self.name = name
    self.first = first
    self.nodes = nodes
    self.keys = keys
    self.values = values
  }

  /// A flow into which nothing is put.
  package init(name: String) {
    self.init(name: name, first: 0, nodes: [], keys: [], values: PutValues())
  }

  /// A node with values put in; nil where it is the flow's own.
  package func node(_ id: NodeID) -> FlowNode? {
    let index = nodes.partitioningIndex { $0.id.index >= id.index }
    return index < nodes.count && nodes[index].id == id ? nodes[index].node : nil
  }

  /// Whether something is put in for each name that the flow uses.
  package var givesAllNames: Bool { values.areComplete }

  /// A template with the value in it, where it is nothing but one.
  package func putting(into template: PlacedTemplate) -> PlacedTemplate {
    guard case .lone(let reference) = template.template, let value = values[reference] else {
      return template
    }
    return PlacedTemplate(.literal(value.text), at: template.place)
  }
}

/// What an environment puts in for the references of a flow.
package struct PutValues: Sendable {
  private let references: [EnvironmentReference]
  /// The values of the names that the flow uses; nil where the environment gives none that can be used.
  private let values: [ProjectEnvironment.Value?]

  /// Nothing.
  fileprivate init() {
    references = []
    values = []
  }

  /// What an environment gives for the names that a flow uses.
  package init(_ environment: ProjectEnvironment, in graph: FlowGraph) {
    references = graph.environmentReferences
    values = graph.environmentNames.map { environment[$0] }
  }

  /// What is put in for a reference; nil where it stays.
  package subscript(reference: ReferenceID) -> ProjectEnvironment.Value? {
    let index = references.partitioningIndex { $0.reference.index >= reference.index }
    guard index < references.count, references[index].reference == reference else { return nil }
    return values[references[index].name]
  }

  /// What is put in for one of `FlowGraph.environmentNames`; nil where the environment gives nothing that can be used.
  package func value(ofName name: Int) -> ProjectEnvironment.Value? { values[name] }

  /// Whether something holds of something that is put in.
  package func contains(where holds: (ProjectEnvironment.Value) -> Bool) -> Bool {
    values.contains { $0.map(holds) ?? false }
  }

  /// The references for which something is put in of which something holds.
  package func references(where holds: (ProjectEnvironment.Value) -> Bool) -> [ReferenceID] {
    guard contains(where: holds) else { return [] }
    let chosen = values.map { $0.map(holds) ?? false }
    return references.lazy.filter { chosen[$0.name] }.map(\.reference)
  }

  /// Whether something is put in for each name.
  fileprivate var areComplete: Bool { values.allSatisfy { $0 != nil } }

  /// Whether the same is put in in another environment of the flow.
  package func areSame(as others: PutValues) -> Bool { values == others.values }
}

/// A reference to a value of the environment.
package struct EnvironmentReference: Sendable {
  /// The reference.
  package let reference: ReferenceID
  /// Which of `FlowGraph.environmentNames` it names.
  package let name: Int

  /// Creates a reference.
  package init(_ reference: ReferenceID, name: Int) {
    self.reference = reference
    self.name = name
  }
}

extension FlowNode {
  /// Whether values of the environment are in the node elsewhere than as all of a value of which the rules ask nothing but what
  /// it is: a number of the business, an entry point, an authorization.
  /// - Parameter references: The node's references to values of the environment.
  func dependsOnEnvironment(_ references: ArraySlice<EnvironmentReference>) -> Bool {
    func count(_ asked: PlacedTemplate?) -> Int {
      guard case .lone(let reference)? = asked?.template else { return 0 }
      return references.contains { $0.reference == reference } ? 1 : 0
    }
    let alone =
      switch written {
      case .trigger(let trigger)?: count(trigger.number) + count(trigger.customerNumber)
      case .receive(let receive)?: count(receive.smsNumber)
      case .message(let message)?: count(message.sender)
      case .conversation(let conversation)?: count(authorization) + count(conversation.entryPoint)
      case .question(let question)?: count(authorization) + count(question.entryPoint)
      case .delay?, .request?, .branches?, nil: 0
      }
    return references.count > alone
  }
}
