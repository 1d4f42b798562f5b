import Diagnostics
import FlowModel

/// RF303: `@resume` stands on intermediate branches only.
struct ResumeOutsideIntermediateBranch: Rule {
  func isJudged(in context: RuleContext) -> Bool { context.start != nil }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let start = context.start else { return [] }
    let graph = context.graph
    let edges = context.edges
    var findings: [Finding] = []
    var search = BreadthFirstSearch(nodeCount: graph.nodes.count)
    search.begin()
    search.reach(start, by: nil)
    while let node = search.next() {
      for edge in edges.leaving(node) where !edges[edge].isIntermediate {
        switch edges[edge].target {
        case .end: break
        case .node(let target): search.reach(target, by: edge)
        case .resume:
          let written = edges.written(edge, in: graph)
          findings.append(
            Finding(
              .resumeOutsideIntermediateBranch,
              """
              \(written.name.quoted) of \(graph[node].id.quoted) resumes a conversation, but can be taken outside of \
              an intermediate branch
              """,
              at: written.place,
              help: """
                There is no StartConversation to come back to: the session would end with an error. End with `@end`; \
                where a branch leads here too, give the branch a node of its own.
                """))
        }
      }
    }
    return findings
  }

  let code = RuleCode.resumeOutsideIntermediateBranch

  var page: RulePage {
    RulePage(.resumeOutsideIntermediateBranch, markdown: PackageResources.RF303_md)
  }
}
