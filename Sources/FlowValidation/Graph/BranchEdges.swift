import FlowModel

/// The edges that a session can take on intermediate branches, each once, in the order of a breadth-first search from all
/// intermediate outcomes at a time, over nodes that do not wait.
///
/// The search does not go on through the success of an EndConversation that is listed: behind it nothing of the
/// conversation can be lost.
struct BranchEdges: Sequence, IteratorProtocol {
  /// An edge, and the one that begins the branch on which it was met first.
  struct Element: Sendable {
    let edge: Int
    let origin: Int
  }

  private let graph: FlowGraph
  private let edges: EdgeTable
  private var search: BreadthFirstSearch
  /// The edge that begins the branch on which each node was reached first.
  private var origins: [Int]
  private var met: [Element] = []
  private var position = 0

  /// Begins the search. Complexity of the whole: linear in the graph's size.
  init(_ graph: FlowGraph, edges: EdgeTable) {
    self.graph = graph
    self.edges = edges
    search = BreadthFirstSearch(nodeCount: graph.nodes.count)
    origins = Array(filledWith: 0, count: graph.nodes.count)
    search.begin()
    for edge in 0..<edges.count where edges[edge].isIntermediate { meet(edge, from: edge) }
  }

  mutating func next() -> Element? {
    while position == met.count {
      guard let node = search.next() else { return nil }
      guard edges.passes(through: node) else { continue }
      for edge in edges.leaving(node) where !isEndOfConversation(edge) {
        meet(edge, from: origins[node.index])
      }
    }
    position += 1
    return met[position - 1]
  }

  private mutating func meet(_ edge: Int, from origin: Int) {
    met.append(Element(edge: edge, origin: origin))
    guard case .node(let target) = edges[edge].target, !search.hasReached(target) else { return }
    origins[target.index] = origin
    search.reach(target, by: edge)
  }

  private func isEndOfConversation(_ edge: Int) -> Bool {
    let node = graph.nodes[edges[edge].source.index]
    guard let end = node.type?.description.endOfConversation,
      let outcome = edges.outcomeIndex(of: edge, in: graph)
    else { return false }
    return node.outcomes[outcome] == end
  }
}
