import FlowModel

/// The edges of a graph in one array, in file order, as the rules search them.
///
/// An edge is known by its number; what the file says of it is in its node.
struct EdgeTable: Sendable {
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
  }

  private let rows: [Row]
  /// The number of each node's first edge, and at the end the number of edges.
  private let firstEdges: [Int]
  /// Whether a branch that comes to the node goes on through it.
  private let passing: [Bool]

  /// Collects the edges of a graph. Complexity: linear in its size.
  init(_ graph: FlowGraph) {
    var rows: [Row] = []
    var firstEdges: [Int] = []
    firstEdges.reserveCapacity(graph.nodes.count + 1)
    for (index, node) in graph.nodes.enumerated() {
      firstEdges.append(rows.count)
      for edge in node.edges {
        let target: Destination =
          switch edge.target {
          case .node(let node): .node(node)
          case .end: .end
          case .resume: .resume
          }
        rows.append(Row(source: NodeID(index), target: target, isIntermediate: edge.isIntermediate))
      }
    }
    firstEdges.append(rows.count)
    self.rows = rows
    self.firstEdges = firstEdges
    passing = graph.nodes.map { $0.type != nil && !$0.waits && !$0.hidesWhetherItWaits }
  }

  /// The number of edges.
  var count: Int { rows.count }

  /// The edge with a number.
  subscript(edge: Int) -> Row { rows[edge] }

  /// The numbers of a node's edges, in the order in which they are written.
  func leaving(_ node: NodeID) -> Range<Int> { firstEdges[node.index]..<firstEdges[node.index + 1] }

  /// Whether a node is known not to wait, so that a branch goes on through it.
  func passes(through node: NodeID) -> Bool { passing[node.index] }

  /// What the file says of an edge.
  func written(_ edge: Int, in graph: FlowGraph) -> Edge {
    let source = rows[edge].source
    return graph.nodes[source.index].edges[edge - firstEdges[source.index]]
  }

  /// A way as a finding's `path` tells it: node ids and outcomes in turn, from the first edge's node to where
  /// the last edge leads.
  func path(over way: [Int], in graph: FlowGraph) -> [String] {
    var path: [String] = []
    for edge in way {
      if path.isEmpty { path.append(graph.nodes[rows[edge].source.index].id) }
      path.append(written(edge, in: graph).name)
      if case .node(let node) = rows[edge].target { path.append(graph.nodes[node.index].id) }
    }
    return path
  }
}

extension FlowNode {
  /// Whether an error in `waitFor` hides whether the node waits.
  fileprivate var hidesWhetherItWaits: Bool { type == .sendSMS && isUncertain }
}
