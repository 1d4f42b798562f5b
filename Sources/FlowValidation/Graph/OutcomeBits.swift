import FlowModel

extension FlowNode {
  /// The node's outcomes, as bits by their indices.
  var outcomeBits: OutcomeBits? { outcomeList?.bits }
}

extension OutcomeBits {
  /// The outcomes that are neither listed nor intermediate.
  func left(in node: FlowNode) -> UInt64 { all & ~intermediate & ~listed(in: node) }

  /// Those of the outcomes left that really take the edge of `otherwise`.
  ///
  /// Where a node that asks ECE something lists `onInvalidChoice`, no failure that is not listed comes to `otherwise`.
  func takingOtherwise(in node: FlowNode) -> UInt64 { left(in: node) & ~replaced(in: node) }

  /// The outcomes that are taken as `onInvalidChoice`, since that is listed and they are not.
  func replaced(in node: FlowNode) -> UInt64 {
    let listed = listed(in: node)
    return listed & invalidChoice == 0 ? 0 : failing & ~listed
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

/// After which outcomes the outputs of a graph's nodes are always set, as bits: worked out once for all nodes that are
/// configured alike.
struct SettingOutcomes {
  /// Nodes that are configured alike share the catalogue's list of outcomes, which the graph keeps alive.
  private struct Configuration: Hashable {
    let outcomes: ObjectIdentifier
    let output: OutputID
  }

  private let graph: FlowGraph
  private var bits: [Configuration: UInt64] = [:]

  /// Prepares for the nodes of a graph.
  init(_ graph: FlowGraph) { self.graph = graph }

  /// The outcomes after which an output is always set.
  mutating func setting(_ fact: OutputFact) -> UInt64 {
    let node = graph.nodes[fact.node.index]
    guard let outcomes = node.outcomeList else { return 0 }
    let configuration = Configuration(outcomes: ObjectIdentifier(outcomes), output: fact.output)
    if let known = bits[configuration] { return known }
    let setBy = node.outputs[fact.output.index].setBy
    // Most names differ in length, and need not be compared.
    func isSet(by name: String) -> Bool {
      let length = name.utf8.count
      return setBy.contains { $0.utf8.count == length && $0 == name }
    }
    var setting: UInt64 = 0
    for index in outcomes.outcomes.indices where isSet(by: outcomes.outcomes[index].name) {
      setting |= 1 << UInt64(index)
    }
    if isSet(by: ConversationOutcome.success.name) { setting |= outcomes.bits.followingSuccess }
    bits[configuration] = setting
    return setting
  }
}
