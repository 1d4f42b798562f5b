import Diagnostics
import FlowModel

/// RF303: `@resume` stands on intermediate branches only.
struct ResumeOutsideIntermediateBranch: Rule {
  func isJudged(in context: RuleContext) -> Bool { context.start != nil }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let start = context.start else { return [] }
    let graph = context.graph
    let edges = context.edges
    var findings: [Finding] = []
    var search = BreadthFirstSearch(nodeCount: graph.nodes.count)
    search.begin()
    search.reach(start, by: nil)
    while let node = search.next() {
      for edge in edges.leaving(node) where !edges[edge].isIntermediate {
        switch edges[edge].target {
        case .end: break
        case .node(let target): search.reach(target, by: edge)
        case .resume:
          let written = edges.written(edge, in: graph)
          findings.append(
            Finding(
              .resumeOutsideIntermediateBranch,
              """
              \(written.name.quoted) of \(graph[node].id.quoted) resumes a conversation, but can be taken outside of \
              an intermediate branch
              """,
              at: written.place,
              help: """
                There is no StartConversation to come back to: the session would end with an error. End with `@end`; \
                where a branch leads here too, give the branch a node of its own.
                """))
        }
      }
    }
    return findings
  }

  let page = RulePage(
    .resumeOutsideIntermediateBranch,
    what: """
      Finds `@resume` where the flow can come to it otherwise than through an intermediate branch, for instance \
      after `Complete`.
      """,
    why: """
      `@resume` is the break point of an intermediate branch: the StartConversation that the branch came from goes \
      on waiting. Elsewhere there is none, and the session ends with an error.
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
            "on": { "Message": "relay", "Complete": "goodbye", "otherwise": "@end:error" }
          },
          "relay": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "$(open.event.content)",
            "on": { "onSuccess": "@resume" }
          },
          "goodbye": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "Thank you. This chat is closed.",
            "on": { "onSuccess": "@resume" }
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
            "on": { "Message": "relay", "Complete": "goodbye", "otherwise": "@end:error" }
          },
          "relay": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "$(open.event.content)",
            "on": { "onSuccess": "@resume" }
          },
          "goodbye": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "Thank you. This chat is closed.",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """)
}
