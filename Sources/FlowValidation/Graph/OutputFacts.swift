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
  private var outcomes: SettingOutcomes
  /// The outputs of the edge's node that every one of its outcomes sets.
  private var setByEdge: [UInt64]
  /// The outputs of the node that every one of its outcomes without a target sets.
  private var setByDefault: [UInt64]
  /// Whether no outcome takes the edge, though some are left to its `otherwise`.
  private var isUntaken: [Bool]
  /// The nodes of the outputs that are followed.
  private var nodes: [NodeID] = []

  /// Prepares for following outputs of a graph. Complexity: linear in its size.
  /// - Parameter requesting: The nodes that ask ECE something: `onInvalidChoice` may leave nothing to their `otherwise`.
  init(
    _ graph: FlowGraph, edges: EdgeTable, requesting: [NodeID]
  ) {
    self.edges = edges
    outcomes = SettingOutcomes(graph)
    isUntaken = Array(filledWith: false, count: edges.count)
    for node in requesting {
      guard let outcomes = graph.nodes[node.index].outcomeBits else { continue }
      for edge in edges.leaving(node) {
        isUntaken[edge] = outcomes.taking(Int(edges[edge].listing), in: graph.nodes[node.index]) == 0
      }
    }
    setByEdge = Array(filledWith: 0, count: edges.count)
    setByDefault = Array(filledWith: 0, count: graph.nodes.count)
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
      let setting = self.outcomes.setting(fact)
      guard let outcomes = node.outcomeBits else { continue }
      let bit: UInt64 = 1 << UInt64(offset)
      var left = outcomes.all & ~outcomes.replaced(in: node)
      for edge in edges.leaving(fact.node) {
        let listing = Int(edges[edge].listing)
        let isOtherwise = node.listings[listing].isOtherwise
        let taking = outcomes.taking(listing, in: node)
        left &= isOtherwise ? ~outcomes.left(in: node) : ~taking
        if taking & ~setting == 0 { setByEdge[edge] |= bit }
      }
      if left & ~setting == 0 { setByDefault[fact.node.index] |= bit }
    }
  }

  /// The outputs that the outcomes set that take an edge: all where none does.
  func set(by edge: Int) -> UInt64 { isUntaken[edge] ? all : setByEdge[edge] }

  /// The outputs that a node's outcomes without a target set; all where it has none.
  func setByDefaults(of node: NodeID) -> UInt64 {
    edges.hasDefault(node) ? setByDefault[node.index] : all
  }
}
