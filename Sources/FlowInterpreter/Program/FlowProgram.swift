public import FlowModel
public import JSONSyntax

/// A validated flow made ready to run: dense tables in which no step looks anything up by name.
public struct FlowProgram: Sendable {
  /// The flow.
  public let graph: FlowGraph
  /// The flow's name, as the trace tells it.
  public let name: String
  /// What the flow's definition is known by.
  public let hash: DefinitionHash
  /// The nodes, by number.
  let nodes: [ProgramNode]
  /// Where each node's outputs begin among all.
  let outputBases: [Int]
  /// How many outputs all nodes have.
  let outputCount: Int
  /// The node that a session begins with; nil where the flow has none, its finding suppressed.
  let start: NodeID?
  /// What begins a session.
  let trigger: Trigger?

  /// Makes a flow ready to run.
  public init(_ flow: ValidatedFlow) {
    graph = flow.graph
    name = flow.graph.name ?? ""
    hash = flow.graph.definitionHash
    var nodes: [ProgramNode] = []
    var outputBases: [Int] = []
    var outputCount = 0
    for node in flow.graph.nodes {
      guard let type = node.type else { preconditionFailure("a validated node has a type") }
      nodes.append(ProgramNode(node, type: type, behavior: type.behavior(of: node)))
      outputBases.append(outputCount)
      outputCount += node.outputs.count
    }
    self.nodes = nodes
    self.outputBases = outputBases
    self.outputCount = outputCount
    start = flow.graph.starts.first
    trigger = start.map { Trigger(flow.graph[$0].fields.requiredObject("trigger")) }
  }

  /// The node with a number.
  subscript(node: NodeID) -> ProgramNode { nodes[node.index] }

  /// The number of an output among those of all nodes.
  func slot(of output: OutputID, of node: NodeID) -> Int { outputBases[node.index] + output.index }
}

/// A node made ready to run.
struct ProgramNode: Sendable {
  let id: String
  let type: NodeType
  let waits: Bool
  let onEnter: [Assignment]
  let onLeave: [Assignment]
  /// Where each outcome leads, by the outcome's index.
  let exits: [Exit]
  /// What the node does.
  let behavior: any NodeBehavior

  init(_ node: FlowNode, type: NodeType, behavior: any NodeBehavior) {
    id = node.id
    self.type = type
    waits = node.waits
    onEnter = node.onEnter
    onLeave = node.onLeave
    self.behavior = behavior
    var listed: [Listing?] = Array(repeating: nil, count: node.outcomes.count)
    for listing in node.listings {
      if let index = listing.outcomeIndex { listed[index] = listing }
    }
    let otherwise = node.otherwise
    exits = zip(node.outcomes, listed).map { outcome, listing in
      Exit(
        outcome, listing: listing ?? (outcome.class == .intermediate ? nil : otherwise),
        isListed: listing != nil)
    }
  }

  /// The index of an outcome that the node is known to have.
  func index(of outcome: Outcome) -> Int {
    guard let index = exits.firstIndex(where: { $0.outcome == outcome }) else {
      preconditionFailure("a behavior leaves its node by an outcome that the catalogue gives it")
    }
    return index
  }
}

/// Where an outcome leads.
struct Exit: Sendable {
  let outcome: Outcome
  /// Whether the author has listed the outcome itself.
  let isListed: Bool
  /// Where it leads outside of an intermediate branch, and how that is written.
  private let target: (target: Target?, written: String)
  /// Where it leads on an intermediate branch.
  private let branchTarget: (target: Target?, written: String)

  /// Creates an exit from what is written for it, in its own name or under `otherwise`, or from its default.
  init(_ outcome: Outcome, listing: Listing?, isListed: Bool) {
    self.outcome = outcome
    self.isListed = isListed
    if let listing {
      target = (listing.target, listing.written)
      branchTarget = target
    } else {
      target = Self.defaultTarget(of: outcome, inBranch: false)
      branchTarget = Self.defaultTarget(of: outcome, inBranch: true)
    }
  }

  /// Where the outcome leads, and how that is written.
  func target(inBranch: Bool) -> (target: Target?, written: String) { inBranch ? branchTarget : target }

  /// Where an outcome that is not listed leads (the language reference's table of defaults).
  private static func defaultTarget(of outcome: Outcome, inBranch: Bool) -> (target: Target?, written: String)
  {
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
struct Trigger: Sendable {
  let channel: Channel
  /// The number or the app that is written to; nil for any.
  let address: String?
  let keyword: String
  let onlyWithoutLiveSession: Bool

  /// Whether one word begins a session, and not any text.
  var isExact: Bool { keyword != "*" }

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
  func admits(_ message: InboundMessage) -> Bool {
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
    guard let index = outcomes.firstIndex(of: outcome) else {
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
    zip(graph.nodes, outputBases).flatMap { node, base in
      node.outputs.enumerated().compactMap { index, output in
        let value = session.outputs[base + index]
        return value.isNull ? nil : ("\(node.id).\(output.name)", value)
      }
    }
  }
}
