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
  /// The custom variables' first values, by number.
  let initialVariables: [JSON]
  /// What the templates refer to, by the references' numbers.
  let sources: [ValueSource]
  /// The ways into outputs that sources name, each once.
  let paths: [[Reference.Step]]
  /// The ends that nodes lead to, by the numbers that their exits have for them.
  let results: [FlowResult]
  /// How many nodes a session may execute.
  let nodeExecutionLimit: Int
  /// The node that a session begins with; nil where the flow has none, its finding suppressed.
  let start: NodeID?
  /// What begins a session.
  package let trigger: Trigger?

  /// Makes a flow ready to run.
  public init(_ flow: ValidatedFlow) {
    graph = flow.graph
    name = flow.graph.name ?? ""
    hash = flow.graph.definitionHash
    initialVariables = flow.graph.variables.map(\.initialValue.json)
    var paths = ReferencePaths()
    sources = flow.graph.references.map { ValueSource($0.subject, paths: &paths) }
    self.paths = paths.inOrder
    var results: [FlowResult] = FlowResult.builtIn + flow.graph.settings.results
    nodes = flow.graph.nodes.map { node in
      guard let type = node.type else { preconditionFailure("a validated node has a type") }
      return ProgramNode(node, type: type, results: &results)
    }
    self.results = results
    nodeExecutionLimit = flow.graph.settings.nodeExecutionLimit
    start = flow.graph.starts.first
    trigger = start.map { Trigger(flow.graph[$0].fields.requiredObject("trigger")) }
  }

  /// The node with a number.
  subscript(node: NodeID) -> ProgramNode { nodes[node.index] }
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

/// A node made ready to run. It never changes; each turn passes it on as one reference.
final class ProgramNode: Sendable {
  let id: NodeName
  let type: NodeType
  let waits: Bool
  let onEnter: [Assignment]
  let onLeave: [Assignment]
  /// Where each outcome leads, by the outcome's index.
  let exits: [Exit]
  /// What the node does.
  let behavior: any NodeBehavior

  /// - Parameter results: The results that ends are numbered by; those that are missing are added.
  init(_ node: FlowNode, type: NodeType, results: inout [FlowResult]) {
    id = node.id
    self.type = type
    waits = node.waits
    onEnter = node.onEnter
    onLeave = node.onLeave
    behavior = type.behavior(of: node)
    var listed: [Listing?] = Array(repeating: nil, count: node.outcomes.count)
    for listing in node.listings {
      if let index = listing.outcomeIndex { listed[index] = listing }
    }
    let otherwise = node.otherwise
    exits = zip(node.outcomes, listed).map { outcome, listing in
      Exit(
        outcome, listing: listing ?? (outcome.class == .intermediate ? nil : otherwise),
        isListed: listing != nil, results: &results)
    }
  }
}

extension ProgramNode {
  /// The index of an outcome that the node is known to have.
  func index(of outcome: Outcome) -> Int {
    exits.lazy.map(\.outcome).knownIndex(of: outcome)
  }
}

/// Where an outcome leads.
struct Exit: Sendable {
  /// Where a session goes on.
  enum Way: Sendable {
    case node(NodeID)
    /// The session ends with the program's result of that number.
    case end(result: Int)
    case resume
    /// There is no target that a session can go to.
    case nowhere

    init(_ target: Target?, results: inout [FlowResult]) {
      switch target {
      case .node(let node)?: self = .node(node)
      case .end(let result)?:
        let index = results.firstIndex(of: result) ?? results.count
        if index == results.count { results.append(result) }
        self = .end(result: index)
      case .resume?: self = .resume
      case nil: self = .nowhere
      }
    }
  }

  let outcome: Outcome
  /// Whether the outcome begins an intermediate branch.
  let isIntermediate: Bool
  /// Whether the author has listed the outcome itself.
  let isListed: Bool
  /// Where it leads outside of an intermediate branch, and how that is written.
  let way: Way
  let written: String
  /// Where it leads on an intermediate branch, and how that is written.
  let branchWay: Way
  let writtenOnBranch: String

  /// Creates an exit from what is written for it, in its own name or under `otherwise`, or from its default.
  init(_ outcome: Outcome, listing: Listing?, isListed: Bool, results: inout [FlowResult]) {
    self.outcome = outcome
    self.isListed = isListed
    isIntermediate = outcome.class == .intermediate
    let own = listing.map { ($0.target, $0.written) }
    let target = own ?? Self.defaultTarget(of: outcome, inBranch: false)
    let branchTarget = own ?? Self.defaultTarget(of: outcome, inBranch: true)
    way = Way(target.0, results: &results)
    branchWay = Way(branchTarget.0, results: &results)
    written = target.1
    writtenOnBranch = branchTarget.1
  }

  /// Where an outcome that is not listed leads (the language reference's table of defaults).
  private static func defaultTarget(of outcome: Outcome, inBranch: Bool) -> (Target?, String) {
    switch outcome.class {
    case .main, .closing: (nil, "")
    case .intermediate: (.resume, "@resume")
    case .timeout where inBranch, .failure where inBranch: (.resume, "@resume")
    case .timeout: (.end(.incomplete), "@end:incomplete")
    case .failure: (.end(.error), "@end:error")
    }
  }
}

/// Which messages begin a session.
package struct Trigger: Sendable {
  let channel: Channel
  /// The number or the app that is written to; nil for any.
  let address: String?
  let keyword: String
  let onlyWithoutLiveSession: Bool

  /// Whether one word begins a session, and not any text.
  package var isExact: Bool { keyword != "*" }

  init(_ fields: FieldValues) {
    guard let channel = fields["channel"]?.text.flatMap(Channel.init) else {
      preconditionFailure("a validated trigger has a channel")
    }
    self.channel = channel
    address = (fields["number"] ?? fields["appId"])?.text
    keyword = fields["keyword"]?.text ?? "*"
    onlyWithoutLiveSession = fields["onlyWithoutLiveSession"]?.boolean ?? true
  }

  /// Whether a message begins a session.
  package func admits(_ message: InboundMessage) -> Bool {
    message.channel == channel && message.matches(keyword: keyword) && admits(address: message.to)
  }

  /// A message whose app is not known is taken for the flow's.
  private func admits(address other: String?) -> Bool {
    switch channel {
    case .sms: other == address
    case .messenger: address == nil || other == nil || other == address
    }
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

/// Fields that a validated node is known to have.
extension FieldValues {
  func requiredObject(_ name: String) -> FieldValues {
    guard let object = self[name]?.object else {
      preconditionFailure("a validated node has the object `\(name)`")
    }
    return object
  }

  func requiredTemplate(_ name: String) -> Template {
    guard let template = self[name]?.template else {
      preconditionFailure("a validated node has the template `\(name)`")
    }
    return template
  }

  func requiredText(_ name: String) -> String {
    guard let text = self[name]?.text else { preconditionFailure("a validated node has the text `\(name)`") }
    return text
  }
}

extension FlowProgram {
  /// What customers write to on a channel, as the flow's trigger says it; nil where it says nothing.
  public func address(on channel: Channel) -> String? {
    trigger?.channel == channel ? trigger?.address : nil
  }

  /// The channel on which messages begin a session; nil where the flow has no Start, its finding suppressed.
  public var triggerChannel: Channel? { trigger?.channel }

  /// The first word of messages that begin a session, `*` for any; nil where the flow has no Start.
  public var triggerKeyword: String? { trigger?.keyword }

  /// The outputs that a session's nodes have set, by node and name: `open.event.content`.
  public func outputs(of session: SessionState) -> [(name: String, value: JSON)] {
    session.outputs.flatMap { id, _ in
      graph[id].outputs.enumerated().compactMap { index, output in
        let value = session.outputs.value(of: id) { self[id].behavior.value(of: OutputID(index), in: $0) }
        return value.isNull ? nil : ("\(graph[id].id).\(output.name)", value)
      }
    }
  }
}
