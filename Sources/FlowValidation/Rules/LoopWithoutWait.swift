import Diagnostics
import FlowModel

/// RF206: every loop waits somewhere.
struct LoopWithoutWait: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let edges = context.edges
    let components = StronglyConnectedComponents(edges, nodeCount: graph.nodes.count)
    let loops = firstEdges(within: components, of: edges)
    guard !loops.isEmpty else { return [] }
    var branching: Set<Int> = []
    for branch in context.lists.branchings {
      if let component = components.componentOfNode[branch.id.index] { branching.insert(component) }
    }
    var search = BreadthFirstSearch(nodeCount: graph.nodes.count)
    return loops.map { component, edge in
      let cycle = shortestCycle(through: edge, within: components, over: edges, search: &search)
      let path = edges.path(over: cycle, in: graph)
      return Finding(
        .loopWithoutWait, severity: branching.contains(component) ? .warning : .error,
        "nothing waits in the loop \(wayInWords(path))", at: edges.written(edge, in: graph).place, path: path,
        help: """
          It runs without a pause until the limit of node executions ends the session, and uses up concurrency. Lead \
          out of it, or put a Delay or a Receive into it.
          """)
    }
  }

  /// The first edge, in file order, within each component that has one, by the component's number.
  private func firstEdges(
    within components: StronglyConnectedComponents, of edges: EdgeTable
  ) -> [(component: Int, edge: Int)] {
    var isFound = Array(filledWith: false, count: components.count)
    var found: [(component: Int, edge: Int)] = []
    for edge in 0..<edges.count {
      guard case .node(let target) = edges[edge].target,
        let component = components.componentOfNode[edges[edge].source.index], !isFound[component],
        components.componentOfNode[target.index] == component
      else { continue }
      isFound[component] = true
      found.append((component, edge))
    }
    return found
  }

  /// The edges of a shortest cycle that begins with an edge.
  private func shortestCycle(
    through first: Int, within components: StronglyConnectedComponents, over edges: EdgeTable,
    search: inout BreadthFirstSearch
  ) -> [Int] {
    let source = edges[first].source
    let component = components.componentOfNode[source.index]
    search.begin()
    if case .node(let target) = edges[first].target { search.reach(target, by: first) }
    while !search.hasReached(source), let node = search.next() {
      for edge in edges.leaving(node) {
        guard case .node(let target) = edges[edge].target,
          components.componentOfNode[target.index] == component
        else { continue }
        search.reach(target, by: edge)
      }
    }
    return search.way(to: source, from: first, over: edges)
  }

  let code = RuleCode.loopWithoutWait

  var page: RulePage {
    RulePage(.loopWithoutWait, markdown: PackageResources.RF206_md)
  }
}
