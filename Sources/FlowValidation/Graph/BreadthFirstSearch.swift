import FlowModel

/// The bookkeeping of breadth-first searches over one graph: which nodes have been reached, and by which edge.
///
/// Whoever searches says where to begin and which edges to take. Beginning a new search costs nothing, whatever
/// the size of the graph.
struct BreadthFirstSearch {
  /// How a node was reached first.
  private struct Arrival {
    /// The search that reached it.
    var search: Int32 = 0
    /// The edge by which it was reached; -1 where the search began with it.
    var edge: Int32 = -1
    /// The number of edges of the way to it.
    var depth: Int32 = 0
  }

  private var searchNumber: Int32 = 0
  private var arrivals: [Arrival]
  private var queue: [NodeID] = []
  private var position = 0

  /// Prepares searches over a graph of so many nodes.
  init(nodeCount: Int) {
    arrivals = Array(filledWith: Arrival(), count: nodeCount)
  }

  /// Begins a new search, in which no node has been reached.
  mutating func begin() {
    searchNumber += 1
    queue.removeAll(keepingCapacity: true)
    position = 0
  }

  /// Reaches a node by an edge from the node that is searched from, or as a beginning of the search.
  ///
  /// Does nothing where it has been reached before.
  mutating func reach(_ node: NodeID, by edge: Int?) {
    guard !hasReached(node) else { return }
    let depth = edge == nil ? 0 : (current.map { arrivals[$0.index].depth } ?? 0) + 1
    arrivals[node.index] = Arrival(search: searchNumber, edge: edge.map { Int32($0) } ?? -1, depth: depth)
    queue.append(node)
  }

  /// The next node to search from, in the order in which they were reached.
  mutating func next() -> NodeID? {
    guard position < queue.count else { return nil }
    position += 1
    return current
  }

  /// The node that is searched from.
  private var current: NodeID? { position > 0 ? queue[position - 1] : nil }

  /// Whether this search has reached a node.
  func hasReached(_ node: NodeID) -> Bool { arrivals[node.index].search == searchNumber }

  /// The edge by which a node that has been reached was reached first.
  func arrival(at node: NodeID) -> Int? {
    let edge = arrivals[node.index].edge
    return edge < 0 ? nil : Int(edge)
  }

  /// The number of edges of the way that was found first to a node that has been reached.
  func depth(of node: NodeID) -> Int { Int(arrivals[node.index].depth) }

  /// The edges of the way that was found first to a node that has been reached.
  /// - Parameter first: The edge with which the search began; a way goes back to it, or to a beginning without an edge.
  func way(to node: NodeID, from first: Int? = nil, over edges: EdgeTable) -> [Int] {
    var way: [Int] = []
    var node = node
    while let edge = arrival(at: node) {
      way.append(edge)
      if edge == first { break }
      node = edges[edge].source
    }
    way.reverse()
    return way
  }
}
