import FlowModel

/// The bookkeeping of breadth-first searches over one graph: which nodes have been reached, and by which edge.
///
/// Whoever searches says where to begin and which edges to take. Beginning a new search costs nothing, whatever
/// the size of the graph.
struct BreadthFirstSearch {
  private var searchNumber = 0
  /// The number of the last search that reached each node.
  private var reachedIn: [Int]
  /// The edge by which that search first reached each node.
  private var arrivals: [Int?]
  private var queue: [NodeID] = []
  private var position = 0

  /// Prepares searches over a graph of so many nodes.
  init(nodeCount: Int) {
    reachedIn = Array(repeating: 0, count: nodeCount)
    arrivals = Array(repeating: nil, count: nodeCount)
  }

  /// Begins a new search, in which no node has been reached.
  mutating func begin() {
    searchNumber += 1
    queue.removeAll(keepingCapacity: true)
    position = 0
  }

  /// Reaches a node by an edge, or as a beginning of the search; does nothing where it has been reached before.
  mutating func reach(_ node: NodeID, by edge: Int?) {
    guard !hasReached(node) else { return }
    reachedIn[node.index] = searchNumber
    arrivals[node.index] = edge
    queue.append(node)
  }

  /// The next node to search from, in the order in which they were reached.
  mutating func next() -> NodeID? {
    guard position < queue.count else { return nil }
    position += 1
    return queue[position - 1]
  }

  /// Whether this search has reached a node.
  func hasReached(_ node: NodeID) -> Bool { reachedIn[node.index] == searchNumber }

  /// The edges of the way that was found first to a node that has been reached.
  /// - Parameter first: The edge with which the search began; a way goes back to it, or to a beginning without an edge.
  func way(to node: NodeID, from first: Int? = nil, over edges: EdgeTable) -> [Int] {
    var way: [Int] = []
    var node = node
    while let edge = arrivals[node.index] {
      way.append(edge)
      if edge == first { break }
      node = edges[edge].source
    }
    way.reverse()
    return way
  }
}
