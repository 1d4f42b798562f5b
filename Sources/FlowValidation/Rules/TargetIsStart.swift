import Diagnostics
import FlowModel

/// RF205: nothing leads to a Start.
struct TargetIsStart: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    guard !context.edges.deadEnds.isEmpty else { return [] }
    let ids = context.names
    return context.edges.deadEnds.compactMap { deadEnd in
      let listing = graph[deadEnd.node].listings[deadEnd.listing]
      guard case .node(let name)? = WrittenTarget(listing.written), let start = ids[name],
        graph[start].type == .start
      else { return nil }
      return Finding(
        .targetIsStart, "\(listing.key.quoted) leads to the Start node \(name.quoted)",
        at: listing.targetPlace,
        help: """
          A session enters its Start once, with the customer's message. Lead to the node after it, or to a Receive \
          to wait for another message.
          """)
    }
  }

  let page = RulePage(
    .targetIsStart,
    what: "Finds targets that are a Start node.",
    why: """
      A Start is entered by a customer's message and by nothing else: the platform has no connection back to it. \
      To wait for another message there is Receive.
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
            "on": { "onSuccess": "start" }
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
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """)
}
