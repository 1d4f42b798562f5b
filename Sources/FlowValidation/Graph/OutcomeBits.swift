import FlowModel

/// The outcomes of a node with outputs, as bits by their indices.
struct OutcomeBits {
  /// All outcomes.
  let all: UInt64
  /// The success of a conversation's request; none where the node is no StartConversation.
  let success: UInt64
  /// The events of a conversation, which come after that success.
  let followingSuccess: UInt64
  private let invalidChoice: UInt64
  private let intermediate: UInt64
  /// The failures and timeouts.
  private let failing: UInt64

  fileprivate init(_ outcomes: [Outcome]) {
    all = outcomes.bits { _ in true }
    success = outcomes.bit(of: ConversationOutcome.success)
    followingSuccess = outcomes.bits { outcomes[$0].followsSuccess }
    invalidChoice = outcomes.bit(of: RequestOutcome.invalidChoice)
    intermediate = outcomes.bits { outcomes[$0].class == .intermediate }
    failing = outcomes.bits { [.failure, .timeout].contains(outcomes[$0].class) }
  }

  /// The outcomes that are neither listed nor intermediate.
  func left(in node: FlowNode) -> UInt64 { all & ~intermediate & ~listed(in: node) }

  /// Those of the outcomes left that really take the edge of `otherwise`.
  ///
  /// Where a node that asks ECE something lists `onInvalidChoice`, no failure that is not listed comes to `otherwise`.
  func takingOtherwise(in node: FlowNode) -> UInt64 {
    let left = left(in: node)
    guard listed(in: node) & invalidChoice != 0 else { return left }
    return left & ~failing
  }

  /// The outcomes that take the edge of a member of `on`.
  func taking(_ listing: Int, in node: FlowNode) -> UInt64 {
    node.listings[listing].outcomeIndex.map { 1 << UInt64($0) } ?? takingOtherwise(in: node)
  }

  private func listed(in node: FlowNode) -> UInt64 {
    var listed: UInt64 = 0
    for index in node.listings.indices {
      if let outcome = node.listings[index].outcomeIndex { listed |= 1 << UInt64(outcome) }
    }
    return listed
  }
}

/// The outcomes' bits of a graph's nodes, made once for all nodes that are configured alike: to compare the names for
/// each node took a fifth of all that validating takes.
struct OutcomeBitsTable {
  /// Nodes that are configured alike share the catalogue's list of outcomes, which the graph keeps alive.
  private struct Configuration: Hashable {
    let outcomes: ObjectIdentifier?
    /// The output whose setting is known; nil for what all outputs share.
    let output: OutputID?
  }

  private let graph: FlowGraph
  private var outcomes: [Configuration: OutcomeBits] = [:]
  private var setting: [Configuration: UInt64] = [:]

  /// Creates an empty table for the nodes of a graph.
  init(_ graph: FlowGraph) { self.graph = graph }

  /// The outcomes of a node that has outputs.
  mutating func outcomes(of node: NodeID) -> OutcomeBits {
    let key = configuration(of: node, output: nil)
    if let bits = outcomes[key] { return bits }
    let bits = OutcomeBits(graph.nodes[node.index].outcomes)
    outcomes[key] = bits
    return bits
  }

  /// The outcomes after which an output is always set.
  mutating func setting(_ fact: OutputFact) -> UInt64 {
    let key = configuration(of: fact.node, output: fact.output)
    if let bits = setting[key] { return bits }
    let node = graph.nodes[fact.node.index]
    let setBy = node.outputs[fact.output.index].setBy
    var bits = node.outcomes.bits { setBy.contains(node.outcomes[$0].name) }
    if setBy.contains(ConversationOutcome.success.name) { bits |= outcomes(of: fact.node).followingSuccess }
    setting[key] = bits
    return bits
  }

  private func configuration(of node: NodeID, output: OutputID?) -> Configuration {
    Configuration(outcomes: graph[node].outcomeList.map(ObjectIdentifier.init), output: output)
  }
}

extension [Outcome] {
  /// A bit for each index that belongs.
  fileprivate func bits(where belongs: (Int) -> Bool) -> UInt64 {
    precondition(count <= UInt64.bitWidth, "A Branch alone has so many outcomes, and it has no outputs.")
    return indices.reduce(0) { belongs($1) ? $0 | 1 << UInt64($1) : $0 }
  }

  /// The bit of an outcome; none where it is not there.
  fileprivate func bit(of outcome: Outcome) -> UInt64 {
    bits { self[$0].class == outcome.class && self[$0].name == outcome.name }
  }
}

extension Outcome {
  /// Whether this is an event of a conversation, which comes after the success of its request.
  var followsSuccess: Bool {
    switch self.class {
    case .closing: true
    case .intermediate: name != ConversationOutcome.success.name
    case .main, .timeout, .failure: false
    }
  }
}
