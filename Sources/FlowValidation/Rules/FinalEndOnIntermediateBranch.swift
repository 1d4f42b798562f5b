import Diagnostics
import FlowModel

/// RF302: no intermediate branch ends the session.
struct FinalEndOnIntermediateBranch: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let edges = context.edges
    var findings: [Finding] = []
    var search = BreadthFirstSearch(nodeCount: graph.nodes.count)
    // The edge that begins the branch on which each node was reached first.
    var origins = Array(repeating: 0, count: graph.nodes.count)

    func follow(_ edge: Int, from origin: Int) {
      switch edges[edge].target {
      case .resume: break
      case .end: findings.append(finding(edge, from: origin, over: edges, in: graph))
      case .node(let target) where search.hasReached(target): break
      case .node(let target):
        origins[target.index] = origin
        search.reach(target, by: edge)
      }
    }

    search.begin()
    for edge in 0..<edges.count where edges[edge].isIntermediate { follow(edge, from: edge) }
    while let node = search.next() {
      guard edges.passes(through: node) else { continue }
      for edge in edges.leaving(node) { follow(edge, from: origins[node.index]) }
    }
    return findings
  }

  private func finding(_ edge: Int, from origin: Int, over edges: EdgeTable, in graph: FlowGraph) -> Finding {
    let end = edges.written(edge, in: graph)
    let event = edges.written(origin, in: graph).name
    let conversation = graph[edges[origin].source].id
    return Finding(
      .finalEndOnIntermediateBranch,
      """
      \(end.listing.written.quoted) ends the whole session on the branch of \(event.quoted) of \(conversation.quoted)
      """,
      at: end.place,
      help: "What the agent writes after that is lost. Write `@resume` to end the branch and go on listening."
    )
  }

  let page = RulePage(
    .finalEndOnIntermediateBranch,
    what: "Finds final ends (`@end`, `@end:…`) on the branch of an intermediate event, such as `Message`.",
    why: """
      A final end terminates the whole session, not the branch: the conversation is cut off in the middle, and the \
      agent's later messages are lost. An intermediate branch ends with the break point, `@resume`.
      """,
    bad: """
      {
        "formatVersion": 1,
        "name": "SMS support",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100" },
            "on": { "onBegin": "open" }
          },
          "open": {
            "type": "StartConversation",
            "method": "sms",
            "authorization": "ece-main",
            "input": {
              "key": "mobile.phone",
              "entryPointId": "1001",
              "lastModifiedDate": "2026-01-15T09:30:00Z",
              "isRichTextSupported": false,
              "transactionId": "$(start.sms.transId)",
              "firstName": "Customer",
              "phoneNumber": "4155550123",
              "countryCode": "1",
              "clusterId": "c1"
            },
            "on": { "Message": "relay", "Complete": "@end", "otherwise": "@end:error" }
          },
          "relay": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "$(open.event.content)",
            "on": { "onSuccess": "@resume", "onError": "@end:error" }
          }
        }
      }
      """,
    good: """
      {
        "formatVersion": 1,
        "name": "SMS support",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100" },
            "on": { "onBegin": "open" }
          },
          "open": {
            "type": "StartConversation",
            "method": "sms",
            "authorization": "ece-main",
            "input": {
              "key": "mobile.phone",
              "entryPointId": "1001",
              "lastModifiedDate": "2026-01-15T09:30:00Z",
              "isRichTextSupported": false,
              "transactionId": "$(start.sms.transId)",
              "firstName": "Customer",
              "phoneNumber": "4155550123",
              "countryCode": "1",
              "clusterId": "c1"
            },
            "on": { "Message": "relay", "Complete": "@end", "otherwise": "@end:error" }
          },
          "relay": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "$(open.event.content)",
            "on": { "onSuccess": "@resume", "onError": "@resume" }
          }
        }
      }
      """)
}
