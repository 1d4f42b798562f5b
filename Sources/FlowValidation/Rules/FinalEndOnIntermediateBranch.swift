import Diagnostics
import FlowModel

/// RF302: no intermediate branch ends the session.
struct FinalEndOnIntermediateBranch: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let edges = context.edges
    guard !context.lists.conversations.isEmpty else { return [] }
    return context.branchEdges.filter { edges[$0.edge].target == .end }.map {
      finding($0.edge, from: $0.origin, over: edges, in: graph)
    }
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
