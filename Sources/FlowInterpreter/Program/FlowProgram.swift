public import FlowModel
public import JSONSyntax

/// A validated flow made ready to run: dense tables in which no step looks anything up by name.
///
/// It never changes, and is shared by all that run the flow.
public final class FlowProgram: Sendable {
  /// The flow.
  public let graph: FlowGraph
  /// The flow's name, as the trace tells it.
  public let name: String
  /// What the flow's definition is known by.
  public let hash: DefinitionHash
  /// The nodes, by number.
  let nodes: [ProgramNode]
  /// The references of the flow's templates, by number.
  private let references: [ProgramReference]
  /// The custom variables' first values, by number.
  let initialVariables: [JSON]
  /// How many nodes a session may execute.
  let nodeExecutionLimit: Int
  /// The node that a session begins with; nil where the flow has none, its finding suppressed.
  let start: NodeID?
  /// What begins a session.
  public let trigger: NodeConfiguration.Start?

  /// Makes a flow ready to run.
  public init(_ flow: ValidatedFlow) {
    graph = flow.graph
    name = flow.graph.name ?? ""
    hash = flow.graph.definitionHash
    initialVariables = flow.graph.variables.map(\.initialValue.json)
    nodes = flow.nodes.map(ProgramNode.init)
    references = flow.graph.references.map(ProgramReference.init)
    nodeExecutionLimit = flow.graph.settings.nodeExecutionLimit
    start = flow.graph.starts.first
    trigger =
      flow.nodes.lazy.compactMap { node in
        if case .start(let trigger) = node.configuration { trigger } else { nil }
      }.first
  }

  /// The node with a number.
  subscript(node: NodeID) -> ProgramNode { nodes[node.index] }

  /// The reference with a number.
  subscript(reference: ReferenceID) -> ProgramReference { references[reference.index] }

  /// The node with an id; nil where there is none. Complexity: linear in the number of nodes.
  func node(named id: String) -> NodeID? { nodes.firstIndex { $0.id == NodeName(id) }.map { NodeID($0) } }
}

extension Variable.InitialValue {
  /// The value as a session's variable has it.
  fileprivate var json: JSON {
    switch self {
    case .null: .null
    case .boolean(let boolean): .boolean(boolean)
    case .number(let number): .number(number)
    case .text(let text): .string(text)
    }
  }
}

/// What a step need know of a reference. It never changes; it is a class so that each step passes it on as one reference.
final class ProgramReference: Sendable {
  let text: String
  let filters: [TextFilter]
  let source: Source
  /// The way from the source to what is referred to.
  let path: [Reference.Step]
  /// Whether a `default` gives it a text where it has none.
  let hasDefault: Bool

  init(_ reference: Reference) {
    text = reference.text
    filters = reference.filters
    hasDefault = reference.hasDefault
    switch reference.subject {
    case .variable(let variable): (source, path) = (.variable(variable), [])
    case .output(let output, let node, let path): (source, self.path) = (.output(output, of: node), path)
    case .secret(let name):
      (source, path) = (.constant(.string("\(Reference.secretName):\(name)")), [])
    case .environmentValue, .uncertain, .undefined: (source, path) = (.constant(.null), [])
    }
  }

  /// Where a step finds the value that it is, or that holds it.
  enum Source: Sendable {
    case variable(VariableID)
    case output(OutputID, of: NodeID)
    /// It is no value of a session.
    case constant(JSON)
  }
}

/// A node made ready to run. It never changes; it is a class so that each step passes it on as one reference.
final class ProgramNode: Sendable {
  let id: NodeName
  let type: NodeType
  let waits: Bool
  let onEnter: [Assignment]
  let onLeave: [Assignment]
  /// Where each outcome leads, by the outcome's index.
  let transitions: [Transition]
  /// What the node does.
  let behavior: any NodeBehavior

  init(_ validated: ValidatedFlow.Node) {
    let node = validated.node
    id = node.id
    type = validated.type
    waits = node.waits
    onEnter = node.onEnter
    onLeave = node.onLeave
    behavior = validated.configuration.behavior(of: node)
    var listed: [Listing?] = Array(repeating: nil, count: node.outcomes.count)
    for listing in node.listings {
      if let index = listing.outcomeIndex { listed[index] = listing }
    }
    let otherwise = node.otherwise
    transitions = zip(node.outcomes, listed).map { outcome, listing in
      Transition(
        outcome, listing: listing ?? (outcome.class == .intermediate ? nil : otherwise),
        isListed: listing != nil)
    }
  }
}

extension ProgramNode {
  /// The index of an outcome that the node is known to have.
  func index(of outcome: Outcome) -> Int {
    transitions.lazy.map(\.outcome).knownIndex(of: outcome)
  }
}

extension FlowNode {
  /// The index of an outcome that the node is known to have.
  func index(of outcome: Outcome) -> Int {
    outcomes.knownIndex(of: outcome)
  }
}

extension Collection<Outcome> where Index == Int {
  fileprivate func knownIndex(of outcome: Outcome) -> Int {
    guard let index = firstIndex(of: outcome) else {
      preconditionFailure("a behavior leaves its node by an outcome that the catalogue gives it")
    }
    return index
  }
}

extension FlowProgram {
  /// What customers write to on a channel, as the flow's trigger says it; nil where it says nothing.
  public func address(on channel: Channel) -> BusinessAddress? {
    switch trigger?.trigger {
    case .message(let messages)?: messages.channel == channel ? messages.address : nil
    case .webhook(let webhook)?: webhook.channel == channel ? webhook.number : nil
    case nil: nil
    }
  }

  /// The channel on which the flow's customers are; nil where the flow has no Start, its finding suppressed.
  public var customerChannel: Channel? { trigger?.trigger.customerChannel }

  /// The first words of messages that begin a session; nil where no message does.
  public var triggerKeywords: Keywords? {
    if case .message(let messages)? = trigger?.trigger { messages.keywords } else { nil }
  }

  /// The authorization with which a node asks ECE, if it asks; by its name.
  package func authorization(of node: NodeID) -> String? { graph[node].authorization?.template.literal }

  /// The outputs that a session's nodes have set, by node and name: `open.event.content`.
  public func outputs(of session: SessionState) -> [(name: String, value: JSON)] {
    session.outputs.entries.flatMap { entry in
      zip(graph[entry.node].outputs, entry.values).compactMap { output, value in
        value.isNull ? nil : ("\(graph[entry.node].id).\(output.name)", value)
      }
    }
  }
}
