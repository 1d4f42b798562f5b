import Diagnostics
import FlowModel

/// RF601: a flow is small enough to be understood.
struct ManyNodes: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let count = context.graph.nodes.count
    guard count > Limits.recommendedNodes, let place = context.graph.nodesPlace else { return [] }
    return [
      Finding(
        .manyNodes, "the flow has \(count) nodes, more than the recommended \(Limits.recommendedNodes)",
        at: place,
        help: "The platform recommends fewer: large flows open slowly and are hard to review. Split the flow."
      )
    ]
  }

  let page = RulePage(
    .manyNodes,
    what: "Finds flows of more than 150 nodes.",
    why:
      "The platform recommends to stay below: a larger flow is slow to edit, and nobody can review it as a whole.",
    bad: RuleExample(flow(messages: 150), shown: "A Start, and 150 SendSMS nodes one after the other"),
    good: RuleExample(flow(messages: 2), shown: "A Start, and 2 SendSMS nodes one after the other"))

  private static func flow(messages: Int) -> String {
    let nodes = (1...messages).map { number in
      """
          "tip\(number)": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "Tip \(number): look both ways.",
            "on": { "onSuccess": "\(number < messages ? "tip\(number + 1)" : "@end")" }
          }
      """
    }
    return """
      {
        "formatVersion": 1,
        "name": "Tips",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "TIPS" },
            "on": { "onBegin": "tip1" }
          },
      \(nodes.joined(separator: ",\n"))
        }
      }
      """
  }
}
