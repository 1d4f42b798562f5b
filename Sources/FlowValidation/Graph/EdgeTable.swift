import FlowModel

/// The edges of a graph in one array, in file order, as the rules search them.
///
/// An edge is known by its number; what the file says of it is in its node. The table never changes, and is a class: each
/// analysis keeps it.
final class EdgeTable: Sendable {
  /// Where an edge leads.
  enum Destination: Sendable, Equatable {
    case node(NodeID)
    case end
    case resume
  }

  /// One edge.
  struct Row: Sendable {
    /// The node that it leaves.
    let source: NodeID
    /// Where it leads.
    let target: Destination
    /// Whether it begins an intermediate branch.
    let isIntermediate: Bool
    /// The member of `on` that says it: an index into its node's `listings`.
    let listing: Int32

    /// The node to which it leads, if it leads to one.
    var node: NodeID? { if case .node(let node) = target { node } else { nil } }
  }

  private let rows: [Row]
  /// The number of each node's first edge, and at the end the number of edges.
  private let firstEdges: [Int]
  /// Whether a branch that comes to the node goes on through it.
  private let passing: [Bool]
  private let waiting: [Bool]
  /// Whether the node has an outcome without a target.
  private let defaulting: [Bool]
  /// The members of `on` whose targets have an error, but those under a key that is no outcome of the node (RF108).
  let deadEnds: [DeadEnd]

  /// A member of `on` whose target has an error.
  struct DeadEnd: Sendable {
    let node: NodeID
    /// An index into the node's `listings`.
    let listing: Int
  }

  /// Collects the edges of a graph. Complexity: linear in its size.
  init(_ graph: FlowGraph) {
    var rows: [Row] = []
    rows.reserveCapacity(2 * graph.nodes.count)
    var firstEdges: [Int] = []
    firstEdges.reserveCapacity(graph.nodes.count + 1)
    var deadEnds: [DeadEnd] = []
    var defaulting = Array(filledWith: false, count: graph.nodes.count)
    var passing = defaulting
    var waiting = defaulting
    for (index, node) in graph.nodes.enumerated() {
      passing[index] = node.passesBranches
      waiting[index] = node.waits
      firstEdges.append(rows.count)
      var taken = 0
      for listing in node.listings.indices {
        switch node.listings[listing].target {
        case nil:
          let written = node.listings[listing]
          guard node.isUncertain || written.outcomeIndex != nil || written.isOtherwise else { continue }
          deadEnds.append(DeadEnd(node: NodeID(index), listing: listing))
        case .node(let target)?: add(.node(target), listing)
        case .end?: add(.end, listing)
        case .resume?: add(.resume, listing)
        }
      }

      defaulting[index] = taken < node.outcomes.count

      func add(_ target: Destination, _ listing: Int) {
        let outcome = node.listings[listing].outcomeClass
        let taking = outcome != nil ? 1 : node.listings[listing].isOtherwise ? node.countOfOutcomesLeft : 0
        guard taking > 0 else { return }
        taken += taking
        rows.append(
          Row(
            source: NodeID(index), target: target, isIntermediate: outcome == .intermediate,
            listing: Int32(listing)))
      }
    }
    firstEdges.append(rows.count)
    self.rows = rows
    self.firstEdges = firstEdges
    self.deadEnds = deadEnds
    self.defaulting = defaulting
    self.passing = passing
    self.waiting = waiting
  }

  /// The number of edges.
  var count: Int { rows.count }

  /// The edge with a number.
  subscript(edge: Int) -> Row { rows[edge] }

  /// The numbers of a node's edges, in the order in which they are written.
  func leaving(_ node: NodeID) -> Range<Int> { firstEdges[node.index]..<firstEdges[node.index + 1] }

  /// Whether a node is known not to wait, so that a branch goes on through it.
  func passes(through node: NodeID) -> Bool { passing[node.index] }

  /// Whether a node is known to wait.
  func waits(at node: NodeID) -> Bool { waiting[node.index] }

  /// Whether a node has an outcome without a target.
  func hasDefault(_ node: NodeID) -> Bool { defaulting[node.index] }

  /// What the file says of an edge.
  func written(_ edge: Int, in graph: FlowGraph) -> Edge {
    guard let written = graph[rows[edge].source].edge(at: Int(rows[edge].listing)) else {
      preconditionFailure("An edge of the table is one of its node.")
    }
    return written
  }

  /// The outcome that takes an edge, by its index among those of the edge's node; nil for `otherwise`.
  func outcomeIndex(of edge: Int, in graph: FlowGraph) -> Int? {
    graph[rows[edge].source].listings[Int(rows[edge].listing)].outcomeIndex
  }

  /// A way as a finding's `path` tells it: node ids and outcomes in turn, from the first edge's node to where
  /// the last edge leads.
  func path(over way: [Int], in graph: FlowGraph) -> [String] {
    var path: [String] = []
    for edge in way {
      if path.isEmpty { path.append(graph[rows[edge].source].id.text) }
      path.append(written(edge, in: graph).name)
      if case .node(let node) = rows[edge].target { path.append(graph[node].id.text) }
    }
    return path
  }
}
