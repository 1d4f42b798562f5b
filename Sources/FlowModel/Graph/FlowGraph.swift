public import Diagnostics

/// A flow as it was loaded: dense arrays of nodes, variables and references, each with its place in the source.
///
/// The rules and the interpreter read it. Nothing looks a node up by its name after loading. A graph may hold
/// errors; what had one is left out or marked, so that no error is reported twice. It never changes, and is a class: each
/// analysis keeps it.
public final class FlowGraph: Sendable {
  /// The flow's name, or nil where it has none that can be used.
  public let name: String?
  /// The flow's settings.
  public let settings: FlowSettings
  /// The custom variables, in file order.
  public let variables: [Variable]
  /// Whether an error in `variables` itself hides which custom variables there are.
  public let variablesAreUncertain: Bool
  /// The nodes, in file order.
  public let nodes: [FlowNode]
  /// The references of all templates.
  public let references: [Reference]
  /// What is suppressed in the whole file.
  public let suppressions: [Suppression]
  /// The place of `nodes`: its value, or nil where it has none that can be used.
  public let nodesPlace: SourcePlace?
  /// The codes of the 1xx errors that loading found.
  public let loadingErrors: Set<RuleCode>
  /// The Start nodes, in file order; a flow that is right has one.
  public let starts: [NodeID]
  /// How many more unknown names are worth a suggestion.
  public let suggester: NameSuggester
  /// What the file's texts show before they are looked at one by one.
  public let signs: SourceSigns
  /// The file's bytes, for findings that mark or mend a part of a value.
  package let source: [UInt8]
  /// The nodes that hold `$(env.NAME)`, put in or not, in file order.
  public let environmentNodes: [NodeID]
  /// Those of them of which more depends on the environment than what a number of the business, an entry point or an
  /// authorization is, where that is one value: few nodes that name values do more with them.
  package let nodesOfEnvironments: [NodeID]
  /// The references to values that are not put in, in file order.
  package let environmentReferences: [EnvironmentReference]
  /// The names of these values, each once.
  package let environmentNames: [String]

  /// Creates a graph of what was loaded.
  package init(
    name: String?, settings: FlowSettings, variables: [Variable], variablesAreUncertain: Bool,
    nodes: [FlowNode], references: [Reference], suppressions: [Suppression], nodesPlace: SourcePlace?,
    loadingErrors: Set<RuleCode>, suggester: NameSuggester, signs: SourceSigns, source: [UInt8],
    environmentNodes: [NodeID] = [], environmentReferences: [EnvironmentReference] = [],
    environmentNames: [String] = []
  ) {
    self.name = name
    self.settings = settings
    self.variables = variables
    self.variablesAreUncertain = variablesAreUncertain
    self.nodes = nodes
    self.references = references
    self.suppressions = suppressions
    self.nodesPlace = nodesPlace
    self.loadingErrors = loadingErrors
    self.suggester = suggester
    self.signs = signs
    self.source = source
    self.environmentNodes = environmentNodes
    self.environmentReferences = environmentReferences
    self.environmentNames = environmentNames
    var left = environmentReferences[...]
    nodesOfEnvironments = environmentNodes.filter { id in
      let end = nodes[id.index].references.upperBound
      let own = left.prefix { $0.reference.index < end }
      left = left.dropFirst(own.count)
      return nodes[id.index].dependsOnEnvironment(own)
    }
    starts = nodes.indices.filter { nodes[$0].trigger != nil }.map { NodeID($0) }
  }

  /// The same flow with other nodes in the places of some, which lead to the same ones and have the same outputs.
  /// - Parameters:
  ///   - references: Those of this graph, some of which are put in.
  ///   - environmentReferences: Those that are not.
  ///   - keys: Where keys of web services stand in the new nodes' texts, besides those that stand in the file.
  package func replacing(
    nodes: [FlowNode], references: [Reference], environmentReferences: [EnvironmentReference],
    addingKeys keys: [SourcePlace],
    addingErrors codes: some Sequence<RuleCode>
  ) -> FlowGraph {
    FlowGraph(
      name: name, settings: settings, variables: variables, variablesAreUncertain: variablesAreUncertain,
      nodes: nodes, references: references, suppressions: suppressions, nodesPlace: nodesPlace,
      loadingErrors: loadingErrors.union(codes), suggester: suggester, signs: signs.adding(keys: keys),
      source: source, environmentNodes: environmentNodes, environmentReferences: environmentReferences,
      environmentNames: environmentNames)
  }

  /// The node with a number.
  public subscript(node: NodeID) -> FlowNode { nodes[node.index] }

  /// The numbers of all nodes, in file order.
  public var nodeIDs: some Sequence<NodeID> { nodes.indices.lazy.map(NodeID.init) }
}

/// What is seen in a file's texts when all its bytes are looked at once, so that no rule looks at them again.
public struct SourceSigns: Sendable {
  /// The texts in which a word begins as the keys of web services do, in file order.
  public let keys: [SourcePlace]
  /// Whether a `{{`, or a `$` that begins no reference, is anywhere in the file.
  public let hasForeignPlaceholder: Bool

  /// Creates the signs of a file.
  public init(keys: [SourcePlace] = [], hasForeignPlaceholder: Bool = false) {
    self.keys = keys
    self.hasForeignPlaceholder = hasForeignPlaceholder
  }

  /// The same with more texts in which keys begin, each once.
  fileprivate func adding(keys added: [SourcePlace]) -> SourceSigns {
    let known = Set(keys)
    let all = keys + added.filter { !known.contains($0) }
    return SourceSigns(
      keys: all.sorted { $0.range.lowerBound < $1.range.lowerBound },
      hasForeignPlaceholder: hasForeignPlaceholder)
  }
}
