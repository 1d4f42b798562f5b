import Diagnostics
import FlowModel

/// RF308: what the customer writes reaches the agent.
struct CustomerNotHeard: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    guard !context.lists.services.contains(where: { graph.tellsWhatCustomersWrite($0) }) else { return [] }
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

extension FlowGraph {
  /// Whether a node is a SendMessage that tells the agent what a customer has written.
  fileprivate func tellsWhatCustomersWrite(_ node: NodeID) -> Bool {
    guard self[node].type == .sendMessage, let message = self[node].template("message") else { return false }
    return message.template.references.contains { reference in
      guard case .output(let output, of: let source, _) = references[reference.index].subject else {
        return false
      }
      return ["sms.message", "messenger.message", "receive.message"].contains(
        self[source].outputs[output.index].name)
    }
  }
}
