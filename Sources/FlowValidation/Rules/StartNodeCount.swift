import Diagnostics
import FlowModel

/// RF201: a flow begins at exactly one Start.
struct StartNodeCount: Rule {
  /// A node whose type cannot be read may be the Start that is missing.
  func isJudged(in context: RuleContext) -> Bool {
    !context.graph.starts.isEmpty || context.graph.nodes.allSatisfy { $0.type != nil }
  }

  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    guard let first = graph.starts.first else {
      guard let place = graph.nodesPlace else { return [] }
      return [
        Finding(
          .startNodeCount, "the flow has no Start node", at: place,
          help: "No message from a customer could begin a session. Add a node of type Start with a trigger.")
      ]
    }
    return graph.starts.dropFirst().map { further in
      Finding(
        .startNodeCount,
        "\(graph[further].id.quoted) is a further Start node: the flow begins at \(graph[first].id.quoted)",
        at: graph[further].idPlace,
        related: [RelatedPlace("the first Start node", at: graph[first].idPlace)],
        help: "A flow has one trigger. Remove this node, or make a flow of its own of what it begins.")
    }
  }

  let page = RulePage(
    .startNodeCount,
    what: "Finds a flow that has no Start node, and every Start node after the first.",
    why: """
      The Start node's trigger decides which messages begin a session. Without one the flow never runs; with two \
      it would not be defined where a session begins.
      """,
    bad: """
      {
        "formatVersion": 1,
        "name": "Opening hours",
        "nodes": {
          "hours": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "HOURS" },
            "on": { "onBegin": "reply" }
          },
          "anything": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100" },
            "on": { "onBegin": "reply" }
          },
          "reply": {
            "type": "SendSMS",
            "destination": "+14155550123",
            "from": "+15550100",
            "message": "We are open from 9 to 17.",
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
          "hours": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "HOURS" },
            "on": { "onBegin": "reply" }
          },
          "reply": {
            "type": "SendSMS",
            "destination": "+14155550123",
            "from": "+15550100",
            "message": "We are open from 9 to 17.",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """)
}
