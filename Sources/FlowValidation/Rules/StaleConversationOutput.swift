import Diagnostics
import FlowModel

/// RF409: on a conversation's branch its own events are read, not another conversation's.
struct StaleConversationOutput: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    guard context.lists.conversations.count > 1 else { return [] }
    let owners = BranchOwners(
      graph, edges: context.edges, conversations: context.lists.conversations.map(\.id))
    var findings: [Finding] = []
    for id in graph.nodeIDs where owners.isOnBranch(id) {
      for index in graph.nodes[id.index].references {
        guard case .output(let output, of: let conversation, _) = graph.references[index].subject,
          owners.hasOwner(of: id, otherThan: conversation),
          case .event = graph[conversation].outputs[output.index].origin,
          !context.speaks(.maybeUnsetReference, at: graph.references[index].place)
        else { continue }
        let reference = graph.references[index]
        findings.append(
          Finding(
            .staleConversationOutput,
            "`$(\(reference.text))` is of the last event of \(graph[conversation].id.quoted), not of the one that is dealt with here",
            at: reference.place,
            help: """
              On a branch of another conversation it is what was said last in the one that is over. Refer to the \
              conversation whose branch this is.
              """))
      }
    }
    return findings
  }

  let code = RuleCode.staleConversationOutput

  var page: RulePage {
    RulePage(.staleConversationOutput, markdown: PackageResources.RF409_md)
  }
}
