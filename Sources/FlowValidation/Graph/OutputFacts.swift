import FlowModel

/// One output of one node, of which it is asked whether it is set on every way to certain nodes.
struct OutputFact: Hashable {
  let node: NodeID
  let output: OutputID
}

/// A reference to an output in a node.
struct OutputUse {
  let fact: OutputFact
  let node: NodeID
  let reference: ReferenceID
}

/// An output with all references to it.
struct UsedOutput {
  let fact: OutputFact
  let uses: ArraySlice<OutputUse>
}

/// Which outcomes set which outputs, for as many outputs at once as an integer has bits.
///
/// What each node type's outcomes set is said by the catalogue. What a success of a StartConversation sets is set
/// after every later event too.
struct OutputFacts {
  /// How many outputs can be followed at once.
  static let width = UInt64.bitWidth

  /// The outputs that are followed, as bits.
  private(set) var all: UInt64 = 0
  private let edges: EdgeTable
  /// The outputs of the edge's node that every one of its outcomes sets.
  private var setByEdge: [UInt64]
  /// The outputs of the node that every one of its outcomes without a target sets.
  private var setByDefault: [UInt64]
  /// The nodes of the outputs that are followed.
  private var nodes: [NodeID] = []

  /// Prepares for following outputs of a graph. Complexity: linear in its size.
  init(_ graph: FlowGraph, edges: EdgeTable) {
    self.edges = edges
    setByEdge = Array(repeating: 0, count: edges.count)
    setByDefault = Array(repeating: 0, count: graph.nodes.count)
  }

  /// Follows outputs, no more than `width`; their bits are in their order.
  mutating func follow(_ facts: [OutputFact], in graph: FlowGraph) {
    for node in nodes {
      for edge in edges.leaving(node) { setByEdge[edge] = 0 }
      setByDefault[node.index] = 0
    }
    nodes = facts.map(\.node)
    all = facts.count == Self.width ? .max : (1 << UInt64(facts.count)) - 1
    for (offset, fact) in facts.enumerated() {
      let node = graph.nodes[fact.node.index]
      let output = node.outputs[fact.output.index]
      let bit: UInt64 = 1 << UInt64(offset)
      var isTaken = Array(repeating: false, count: node.outcomes.count)
      let outcomes = node.outcomes
      for edge in edges.leaving(fact.node) {
        if let index = edges.outcomeIndex(of: edge, in: graph) {
          isTaken[index] = true
          if output.isSet(by: outcomes[index]) { setByEdge[edge] |= bit }
        } else {
          for index in node.outcomeIndicesLeft { isTaken[index] = true }
          if node.indicesTakingOtherwise.allSatisfy({ output.isSet(by: outcomes[$0]) }) {
            setByEdge[edge] |= bit
          }
        }
      }
      if outcomes.indices.allSatisfy({ isTaken[$0] || output.isSet(by: outcomes[$0]) }) {
        setByDefault[fact.node.index] |= bit
      }
    }
  }

  /// The outputs that the outcomes set that take an edge.
  func set(by edge: Int) -> UInt64 { setByEdge[edge] }

  /// The outputs that a node's outcomes without a target set; all where it has none.
  func setByDefaults(of node: NodeID) -> UInt64 {
    edges.hasDefault(node) ? setByDefault[node.index] : all
  }
}

extension Output {
  /// Whether the output is always set after an outcome of its node.
  fileprivate func isSet(by outcome: Outcome) -> Bool {
    setBy.contains(outcome.name)
      || outcome.followsSuccess && setBy.contains(ConversationOutcome.success.name)
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

extension FlowNode {
  /// The outcomes that really take the edge of `otherwise`, by their indices.
  ///
  /// Where a StartConversation lists `onInvalidChoice`, no failure that is not listed comes to `otherwise`.
  var indicesTakingOtherwise: [Int] {
    let left = outcomeIndicesLeft
    guard type == .startConversation,
      listings.contains(where: { $0.key == ConversationOutcome.invalidChoice.name })
    else { return left }
    let taking = left.filter { outcomes[$0].followsSuccess }
    return taking.isEmpty ? left : taking
  }
}
