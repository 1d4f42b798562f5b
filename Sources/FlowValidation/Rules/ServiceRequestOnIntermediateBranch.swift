import Diagnostics
import FlowModel

/// RF307: what is asked of ECE on an intermediate branch may not be asked on the platform.
struct ServiceRequestOnIntermediateBranch: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let edges = context.edges
    guard !context.lists.services.isEmpty, !context.lists.conversations.isEmpty else { return [] }
    return context.branchEdges.compactMap { met in
      guard let target = edges[met.edge].node, let service = graph[target].type?.description.service else {
        return nil
      }
      return finding(at: graph[target], about: service.subject, met, over: edges, in: graph)
    }
  }

  private func finding(
    at node: FlowNode, about subject: ServiceDescription.Subject, _ met: BranchEdges.Element,
    over edges: EdgeTable, in graph: FlowGraph
  ) -> Finding {
    let event = edges.written(met.origin, in: graph).name
    let conversation = graph[edges[met.origin].source].id
    let advice =
      switch subject {
      case .conversation: "Try it there before you rely on it."
      case .entryPoint: "Ask before the conversation, or after `Complete`."
      }
    return Finding(
      .serviceRequestOnIntermediateBranch, severity: subject == .conversation ? .info : nil,
      """
      \(node.id.quoted) is \(node.kindInWords), on the branch of \(event.quoted) of \(conversation.quoted)
      """,
      at: edges.written(met.edge, in: graph).place,
      help: """
        It awaits an answer of ECE, and whether the platform processes such a node on an intermediate branch is \
        documented nowhere. \(advice)
        """)
  }

  let code = RuleCode.serviceRequestOnIntermediateBranch

  var page: RulePage {
    RulePage(.serviceRequestOnIntermediateBranch, markdown: PackageResources.RF307_md)
  }
}
