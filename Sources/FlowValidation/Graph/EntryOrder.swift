import FlowModel

/// The nodes that can be entered, each after those from which it is entered, but for the ways back of loops:
/// the reverse postorder of a depth-first search.
struct EntryOrder: Sendable {
  /// The nodes, in order.
  let nodes: [NodeID]
  /// The index of each node in `nodes`, or -1 where it cannot be entered.
  private let positions: [Int]

  /// Searches from the nodes with which a session may begin. Complexity: linear in the graph's size.
  init(from roots: some Sequence<NodeID>, over edges: EdgeTable, nodeCount: Int) {
    var isEntered = Array(filledWith: false, count: nodeCount)
    var left: [NodeID] = []
    // The nodes on the way that is being searched, each with the edges that have not been followed.
    var way: [(node: NodeID, edges: Range<Int>)] = []

    func enter(_ node: NodeID) {
      guard !isEntered[node.index] else { return }
      isEntered[node.index] = true
      way.append((node, edges.leaving(node)))
    }

    for root in roots {
      enter(root)
      while let last = way.indices.last {
        guard let edge = way[last].edges.popFirst() else {
          left.append(way.removeLast().node)
          continue
        }
        if case .node(let target) = edges[edge].target { enter(target) }
      }
    }
    nodes = left.reversed()
    var positions = Array(filledWith: -1, count: nodeCount)
    for (position, node) in nodes.enumerated() { positions[node.index] = position }
    self.positions = positions
  }

  /// Whether a node can be entered.
  func contains(_ node: NodeID) -> Bool { positions[node.index] >= 0 }

  /// The index of a node in `nodes`; it must be one that can be entered.
  func position(of node: NodeID) -> Int { positions[node.index] }
}

/// The nodes that an analysis still has to look at, taken in their order or against it, so that what comes to a node
/// from several sides is passed on at once.
struct PendingNodes {
  private let order: EntryOrder
  /// A bit for each position.
  private var words: [UInt64]
  /// A bit for each word that is not 0.
  private var summary: [UInt64]

  /// Creates an empty collection of nodes of an order.
  init(in order: EntryOrder) {
    self.order = order
    words = Array(filledWith: 0, count: order.nodes.count / 64 + 1)
    summary = Array(filledWith: 0, count: words.count / 64 + 1)
  }

  /// Adds a node that can be entered; does nothing where it is there.
  mutating func insert(_ node: NodeID) {
    let position = order.position(of: node)
    words[position / 64] |= 1 << UInt64(position % 64)
    summary[position / 4096] |= 1 << UInt64(position / 64 % 64)
  }

  /// Takes the first node out. Complexity: a look at each 4096 positions.
  mutating func popFirst() -> NodeID? {
    guard let block = summary.firstIndex(where: { $0 != 0 }) else { return nil }
    let word = block * 64 + summary[block].trailingZeroBitCount
    return remove(word * 64 + words[word].trailingZeroBitCount)
  }

  /// Takes the last node out. Complexity: a look at each 4096 positions.
  mutating func popLast() -> NodeID? {
    guard let block = summary.lastIndex(where: { $0 != 0 }) else { return nil }
    let word = block * 64 + 63 - summary[block].leadingZeroBitCount
    return remove(word * 64 + 63 - words[word].leadingZeroBitCount)
  }

  private mutating func remove(_ position: Int) -> NodeID {
    words[position / 64] &= ~(1 << UInt64(position % 64))
    if words[position / 64] == 0 { summary[position / 4096] &= ~(1 << UInt64(position / 64 % 64)) }
    return order.nodes[position]
  }
}
