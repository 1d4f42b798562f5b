import Diagnostics
public import FlowModel

/// The names that a flow has, which a scenario of it may use.
public struct FlowVocabulary: Sendable {
  /// The outcomes of the nodes; nil for a node of which an error hides them.
  let outcomes: [NodeName: [String]?]
  /// The nodes' ids, in file order.
  let nodes: [String]
  /// The types of the nodes.
  let nodeTypes: [String]
  /// The results that a session may end with.
  let results: [String]
  /// The custom variables.
  let variables: [String]
  /// The texts of the references.
  let references: [String]
  /// The webhook events that a session takes.
  let events: [String]
  /// Whether an error of the flow hides what names it has.
  let isUncertain: Bool

  /// The names of a flow. Complexity: linear in the flow's size.
  public init(_ graph: FlowGraph) {
    outcomes = Dictionary(
      graph.nodes.map { ($0.id, $0.isUncertain ? nil : $0.outcomes.map(\.name)) },
      uniquingKeysWith: { first, _ in first })
    nodes = graph.nodes.map(\.id.text)
    let types = Set(graph.nodes.compactMap(\.type))
    nodeTypes = NodeType.allCases.filter(types.contains).map(\.name)
    results = (FlowResult.builtIn + graph.settings.results).map(\.name)
    variables = graph.variables.map(\.name)
    references = Self.distinct(graph.references.map(\.text))
    events = types.contains(.startConversation) ? ConversationOutcome.events.map(\.name) : []
    isUncertain =
      graph.variablesAreUncertain
      || graph.loadingErrors.contains { (.duplicateKey)...(.unknownOutcome) ~= $0 }
  }

  /// The targets that an outcome may have.
  var targets: [String] { ["@end", "@resume"] + results.map { "@end:\($0)" } + nodes }

  /// Texts, each once.
  package static func distinct(_ texts: some Sequence<String>) -> [String] {
    var seen: Set<ExactText> = []
    return texts.filter { seen.insert(ExactText($0)).inserted }
  }
}
