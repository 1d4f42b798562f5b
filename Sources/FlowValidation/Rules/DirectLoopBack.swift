import Diagnostics
import FlowModel

/// RF602: no node leads straight back to the one before it.
struct DirectLoopBack: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let edges = context.edges
    // The edges from a later node to an earlier one, in file order, by the earlier one: few in most flows.
    var backward: [(earlier: NodeID, edge: Int)] = []
    for edge in 0..<edges.count {
      if case .node(let target) = edges[edge].target, target.index < edges[edge].source.index {
        backward.append((target, edge))
      }
    }
    backward.sort { ($0.earlier.index, $0.edge) < ($1.earlier.index, $1.edge) }
    var findings: [Finding] = []
    // The nodes to which the earlier node leads and from which no way back has been found yet.
    var connected: Set<NodeID> = []
    var previous: NodeID?
    for (target, edge) in backward {
      if target != previous {
        connected = Set(edges.leaving(target).compactMap { edges[$0].node })
        previous = target
      }
      guard connected.remove(edges[edge].source) != nil else { continue }
      findings.append(
        Finding(
          .directLoopBack,
          "\(graph[edges[edge].source].id.quoted) leads straight back to \(graph[target].id.quoted)",
          at: edges.written(edge, in: graph).place,
          help: """
            The platform draws no connection straight back to the previous node. Put a node between the two, or \
            repeat the step in a node of its own.
            """))
    }
    return findings
  }

  let page = RulePage(
    .directLoopBack,
    what: "Finds pairs of nodes that lead to each other.",
    why: """
      The platform has no connection from a node straight back to the previous one, so the flow cannot be drawn \
      there as it is.
      """,
    bad: """
      {
        "formatVersion": 1,
        "name": "Order status",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "ORDER" },
            "on": { "onBegin": "askNumber" }
          },
          "askNumber": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "Please send us your order number.",
            "on": { "onSuccess": "number" }
          },
          "number": {
            "type": "Receive",
            "channels": { "sms": {} },
            "timeoutSeconds": 600,
            "on": { "sms.mo": "confirm", "onTimeout": "askNumber" }
          },
          "confirm": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "Thank you. We will look up $(number.receive.message).",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """,
    good: """
      {
        "formatVersion": 1,
        "name": "Order status",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "ORDER" },
            "on": { "onBegin": "askNumber" }
          },
          "askNumber": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "Please send us your order number.",
            "on": { "onSuccess": "number" }
          },
          "number": {
            "type": "Receive",
            "channels": { "sms": {} },
            "timeoutSeconds": 600,
            "on": { "sms.mo": "confirm", "onTimeout": "giveUp" }
          },
          "giveUp": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "We did not get a number. Please write ORDER to begin again.",
            "on": { "onSuccess": "@end:incomplete" }
          },
          "confirm": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "Thank you. We will look up $(number.receive.message).",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """)
}
