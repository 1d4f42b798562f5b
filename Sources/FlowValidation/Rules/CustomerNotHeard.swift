import Diagnostics
import FlowModel

/// RF308: what the customer writes reaches the agent.
struct CustomerNotHeard: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let isHeard =
      context.membership.map { $0.index != nil && $0.project.flows.contains(where: \.tellsAgents) } ?? false
    let senders = context.lists.services.lazy.map(\.node).filter { $0.type == .sendMessage }
    guard !isHeard, !graph.mayTellAgentsWhatCustomersWrite(senders) else { return [] }
    return context.lists.conversations.filter { !$0.written.forwardsCustomerMessages }.map { listed in
      let node = graph[listed.id]
      return Finding(
        .customerNotHeard, "what the customer writes during \(node.id.quoted) never reaches the agent",
        at: node.idPlace,
        help: """
          The agent would write to somebody who seems to be silent. Write `"forwardCustomerMessages": true`, \
          or tell the agent with a SendMessage.
          """)
    }
  }

  let code = RuleCode.customerNotHeard

  var page: RulePage {
    RulePage(.customerNotHeard, markdown: PackageResources.RF308_md)
  }
}
