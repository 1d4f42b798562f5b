import FlowModel

/// One output of one node, of which it is asked whether it is set on every way to certain nodes.
struct OutputFact: Hashable {
  let node: NodeID
  let output: OutputID
}

/// Which outcomes set which outputs, for as many outputs at once as an integer has bits.
///
/// The language reference, Outputs: what each node type's outcomes set is said by the catalogue. What a success of a
/// StartConversation sets is set on every later branch of it too.
struct OutputFacts {
  /// How many outputs can be followed at once.
  static let width = UInt64.bitWidth

  /// What is asked of one node.
  private struct Asked {
    let bit: UInt64
    let setBy: [String]
  }

  /// The outputs that are followed, as bits.
  let all: UInt64
  private let askedByNode: [NodeID: [Asked]]

  /// - Parameter facts: The outputs to be followed, no more than `width`.
  init(_ facts: ArraySlice<OutputFact>, in graph: FlowGraph) {
    all = facts.count == Self.width ? .max : (1 << UInt64(facts.count)) - 1
    var askedByNode: [NodeID: [Asked]] = [:]
    for (offset, fact) in facts.enumerated() {
      let output = graph.nodes[fact.node.index].outputs[fact.output.index]
      askedByNode[fact.node, default: []].append(Asked(bit: 1 << UInt64(offset), setBy: output.setBy))
    }
    self.askedByNode = askedByNode
  }

  /// The bits of a node's own outputs that every one of some outcomes of it sets.
  func set(by outcomes: some Sequence<Outcome>, of node: NodeID) -> UInt64 {
    guard let asked = askedByNode[node] else { return 0 }
    return asked.reduce(0) { bits, asked in
      let isSet = outcomes.allSatisfy { outcome in
        asked.setBy.contains(outcome.name)
          || outcome.followsSuccess && asked.setBy.contains(ConversationOutcome.success.name)
      }
      return isSet ? bits | asked.bit : bits
    }
  }
}

extension Outcome {
  /// Whether this is an event of a conversation, which comes after the success of its request.
  var followsSuccess: Bool { isEvent && self != ConversationOutcome.success }

  private var isEvent: Bool { self.class == .intermediate || self.class == .closing }
}
