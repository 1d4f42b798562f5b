import Diagnostics
import FlowModel

/// RF308: what the customer writes reaches the agent.
struct CustomerNotHeard: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    return context.lists.conversations.map { graph[$0] }.filter { !$0.forwardsCustomerMessages }.map {
      node in
      Finding(
        .customerNotHeard, "what the customer writes during \(node.id.quoted) never reaches the agent",
        at: node.idPlace,
        help: """
          The agent would write to somebody who seems to be silent. Write `"forwardCustomerMessages": true`.
          """)
    }
  }

  let code = RuleCode.customerNotHeard

  var page: RulePage {
    RulePage(.customerNotHeard, markdown: PackageResources.RF308_md)
  }
}
