import Diagnostics
import FlowModel

/// RF308: what the customer writes reaches the agent.
struct CustomerNotHeard: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let isHeard =
      context.membership.map { $0.index != nil && $0.project.flows.contains(where: \.tellsAgents) } ?? false
    guard !isHeard, !graph.tellsAgentsWhatCustomersWrite(context.lists.services) else { return [] }
    return context.lists.conversations.map { graph[$0] }.filter { !$0.forwardsCustomerMessages }.map {
      node in
      Finding(
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
