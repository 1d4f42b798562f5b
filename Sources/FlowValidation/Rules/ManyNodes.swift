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

  let code = RuleCode.manyNodes

  var page: RulePage {
    RulePage(
      .manyNodes, markdown: PackageResources.RF601_md,
      bad: { _ in Self.flow(messages: 150) }, good: { Self.flow(messages: 2) })
  }

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
