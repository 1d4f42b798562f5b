import Diagnostics
import FlowModel

/// RF203: there is a way from the Start to every node.
struct UnreachableNode: Rule {
  func isJudged(in context: RuleContext) -> Bool {
    context.start != nil && !context.stands(.unknownTarget) && !context.hidesParts
  }

  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let order = context.order
    return graph.nodeIDs.filter { !order.contains($0) }.map { node in
      Finding(
        .unreachableNode, "no way leads from the Start to \(graph[node].id.quoted)", at: graph[node].idPlace,
        help: "The node is never entered. Make it the target of an outcome, or remove it.")
    }
  }

  let page = RulePage(
    .unreachableNode,
    what: "Finds nodes to which no way leads from the Start.",
    why: """
      Such a node never runs. It is left over from an earlier version, or an outcome that should lead to it leads \
      elsewhere, and what it was to do is silently not done.
      """,
    bad: """
      {
        "formatVersion": 1,
        "name": "Opening hours",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "HOURS" },
            "on": { "onBegin": "reply" }
          },
          "reply": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "We are open from 9 to 17.",
            "on": { "onSuccess": "@end" }
          },
          "holidays": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "We are closed on public holidays.",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """,
    good: """
      {
        "formatVersion": 1,
        "name": "Opening hours",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "HOURS" },
            "on": { "onBegin": "reply" }
          },
          "reply": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "We are open from 9 to 17.",
            "on": { "onSuccess": "holidays" }
          },
          "holidays": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "We are closed on public holidays.",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """)
}
