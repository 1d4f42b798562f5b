import Diagnostics
import FlowModel

/// RF302: no intermediate branch ends the session.
struct FinalEndOnIntermediateBranch: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let edges = context.edges
    var findings: [Finding] = []
    var search = BreadthFirstSearch(nodeCount: graph.nodes.count)
    // The edge that begins the branch on which each node was reached first.
    var origins = Array(repeating: 0, count: graph.nodes.count)

    func follow(_ edge: Int, from origin: Int) {
      switch edges[edge].target {
      case .resume: break
      case .end: findings.append(finding(edge, from: origin, over: edges, in: graph))
      case .node(let target) where search.hasReached(target): break
      case .node(let target):
        origins[target.index] = origin
        search.reach(target, by: edge)
      }
    }

    search.begin()
    for edge in 0..<edges.count where edges[edge].isIntermediate { follow(edge, from: edge) }
    while let node = search.next() {
      guard edges.passes(through: node) else { continue }
      for edge in edges.leaving(node) { follow(edge, from: origins[node.index]) }
    }
    return findings
  }

  private func finding(_ edge: Int, from origin: Int, over edges: EdgeTable, in graph: FlowGraph) -> Finding {
    let end = edges.written(edge, in: graph)
    let event = edges.written(origin, in: graph).name
    let conversation = graph[edges[origin].source].id
    return Finding(
      .finalEndOnIntermediateBranch,
      """
      \(end.listing.written.quoted) ends the whole session on the branch of \(event.quoted) of \(conversation.quoted)
      """,
      at: end.place,
      help: "What the agent writes after that is lost. Write `@resume` to end the branch and go on listening."
    )
  }

  let code = RuleCode.finalEndOnIntermediateBranch

  var page: RulePage {
    RulePage(.finalEndOnIntermediateBranch, markdown: PackageResources.RF302_md)
  }
}
