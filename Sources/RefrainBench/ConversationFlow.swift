import RefrainKit

/// The conversation that is measured: an intermediate event runs a branch of two nodes, one that renders a template to
/// decide and one that renders its message and sends it; the closing event does the same.
enum ConversationFlow {
  static let file = """
    {
      "formatVersion": 1,
      "name": "Benchmark",
      "variables": { "conversationId": null },
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "+15555550100", "onlyWithoutLiveSession": false },
          "on": { "onBegin": "open" }
        },
        "open": {
          "type": "StartConversation", "method": "sms", "authorization": "ece-main",
          "input": {
            "key": "mobile.phone", "entryPointId": "1001", "lastModifiedDate": "2026-01-15T09:30:00Z",
            "isRichTextSupported": false, "transactionId": "$(start.sms.transId)", "firstName": "Customer",
            "phoneNumber": "5555550142", "countryCode": "1", "clusterId": "c1",
            "conversationId": "$(conversationId)"
          },
          "on": { "Message": "sort", "Complete": "last", "otherwise": "@end:error" }
        },
        "sort": {
          "type": "Branch",
          "branches": [
            { "name": "late", "all": [{ "value": "$(open.event.content)", "operator": "startsWith", "operand": "Re:" }] }
          ],
          "on": { "late": "@resume", "none": "relay" }
        },
        "relay": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
          "message": "Agent: $(open.event.content)",
          "on": { "onSuccess": "@resume", "otherwise": "@resume" }
        },
        "last": {
          "type": "Branch",
          "branches": [
            { "name": "late", "all": [{ "value": "$(start.sms.message)", "operator": "startsWith", "operand": "Re:" }] }
          ],
          "on": { "late": "@end", "none": "goodbye" }
        },
        "goodbye": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
          "message": "Thank you, $(start.sms.senderNumber). This chat is closed.",
          "on": { "onSuccess": "@end", "otherwise": "@end:error" }
        }
      }
    }
    """

  /// The flow's machine.
  static func machine() throws -> FlowMachine {
    // Every message takes the branch of two nodes, so the limit of executions must not end the longest conversation.
    let text = file.replacing(
      "\"variables\"", with: "\"settings\": { \"nodeExecutionLimit\": 1000000 }, \"variables\"")
    return FlowMachine(try FlowProgram(file: Array(text.utf8), named: "benchmark.flow.json"))
  }

  /// What the customer of a session writes.
  static func message(session: Int = 0) -> InboundMessage {
    InboundMessage(
      channel: .sms, from: "+1555\(5_550_000 + session)", to: "+15555550100",
      // As a text from outside is: in memory of its own, where it is too long for a string's own bytes.
      text: String(decoding: "Where is my order?".utf8, as: UTF8.self),
      transactionID: "transaction-\(session)")
  }

  /// The service's answer to a session's request, with a body such as the service's.
  static func answer(session: Int = 0) -> ConversationAnswer {
    let (id, caseID, activityID) = ("conversation-\(session)", "case-\(session)", "activity-\(session)")
    return .started(
      status: 200,
      StartedConversation(
        id: ConversationID(id), caseID: caseID, activityID: activityID,
        body: ["id": .string(id), "caseId": .string(caseID), "activityId": .string(activityID)]))
  }

  /// The agent's messages in a session's conversation.
  static func events(_ count: Int, session: Int = 0) -> [WebhookEvent] {
    (0..<count).map { event("event-\(session)-\($0)", session: session) }
  }

  /// One of the agent's messages.
  static func event(_ id: EventID, session: Int) -> WebhookEvent {
    WebhookEvent(
      id: id, conversationID: "conversation-\(session)", type: "Message",
      content: "Your order left the depot this morning.", sender: "user", timeStamp: 1_767_225_600_000)
  }

  /// The end of a session's conversation.
  static func closing(session: Int = 0) -> WebhookEvent {
    WebhookEvent(
      id: "closing-\(session)", conversationID: "conversation-\(session)", type: "Complete", sender: "system",
      timeStamp: 1_767_225_600_000)
  }
}
