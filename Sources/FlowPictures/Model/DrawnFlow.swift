import FlowModel

/// The nodes and ways that are drawn, of one flow or of two versions of one together.
struct DrawnFlow {
  /// A node, in the version of the flow that it is drawn as.
  struct Node {
    let node: FlowNode
    let graph: FlowGraph
    var change: FlowChange?
  }

  /// Where a way leads.
  enum Target: Hashable {
    /// To a node, by its place in `nodes`.
    case node(Int)
    case end(FlowResult)
    case resume
  }

  /// A member of `on` that is a way.
  struct Way {
    /// The place of its node in `nodes`.
    let source: Int
    let edge: Edge
    let target: Target
    var change: FlowChange?
  }

  /// The flow's name.
  let name: String
  var nodes: [Node]
  /// The ways, node by node.
  var ways: [Way]

  /// A flow as it is.
  init(_ graph: FlowGraph) {
    name = graph.name ?? ""
    nodes = graph.nodes.map { Node(node: $0, graph: graph) }
    ways = graph.nodes.enumerated().flatMap { index, node in
      node.edges.map { edge in
        let target: Target =
          switch edge.target {
          case .node(let node): .node(node.index)
          case .end(let result): .end(result)
          case .resume: .resume
          }
        return Way(source: index, edge: edge, target: target)
      }
    }
  }

  /// Nodes and ways that were put together elsewhere.
  init(name: String, nodes: [Node], ways: [Way]) {
    self.name = name
    self.nodes = nodes
    self.ways = ways
  }
}
