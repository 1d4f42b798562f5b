#if Service
import RefrainKit
import ServiceCore

/// The flow that the workers run: a conversation with messages both ways, a pause, and a goodbye.
enum KillFlow {
  /// How long the pause after a conversation is, in milliseconds.
  static let pauseMilliseconds: Int64 = 20_000
  /// How long a session lives at most, in milliseconds.
  static let expiryMilliseconds: Int64 = 300_000

  /// The number that customers write to.
  static let number = BusinessAddress("+15555550100")

  /// - Parameters:
  ///   - seconds: How long a session lives at most.
  ///   - isEdited: Whether its last question is an edited one.
  static func project(
    expiringAfter seconds: Int64 = expiryMilliseconds / 1_000, isEdited: Bool = false
  ) throws -> ServiceProject {
    let text = text.replacing("\"expiresAfterSeconds\": 300", with: "\"expiresAfterSeconds\": \(seconds)")
    let file = Array((isEdited ? text.replacing("How was it?", with: "How did we do?") : text).utf8)
    let program = try FlowProgram(file: file, named: "kill.flow.json")
    return ServiceProject([
      ServiceProject.Flow(
        path: "kill.flow.json", service: "care", program: program, source: FlowSource(file: file))
    ])
  }

  private static let text = #"""
    {
      "formatVersion": 1,
      "name": "Kill",
      "settings": { "expiresAfterSeconds": 300 },
      "variables": { "conversationId": null },
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "+15555550100", "onlyWithoutLiveSession": true },
          "on": { "onBegin": "open" }
        },
        "open": {
          "type": "StartConversation", "method": "sms", "authorization": "ece-main", "timeoutSeconds": 20,
          "forwardCustomerMessages": true,
          "input": {
            "key": "mobile.phone", "entryPointId": "1001", "lastModifiedDate": "2026-01-15T09:30:00Z",
            "isRichTextSupported": false, "transactionId": "$(start.sms.transId)", "firstName": "Customer",
            "phoneNumber": "5555550142", "countryCode": "1", "clusterId": "c1",
            "conversationId": "$(conversationId)"
          },
          "on": { "Message": "relay", "Complete": "goodbye", "otherwise": "sorry" }
        },
        "relay": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
          "message": "$(open.event.content)",
          "on": { "onSuccess": "@resume", "otherwise": "@resume" }
        },
        "goodbye": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
          "message": "This chat is closed.",
          "on": { "onSuccess": "pause", "otherwise": "pause" }
        },
        "pause": {
          "type": "Delay", "seconds": 20,
          "on": { "onTimeout": "survey" }
        },
        "survey": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
          "message": "How was it?",
          "on": { "onSuccess": "@end", "otherwise": "@end:error" }
        },
        "sorry": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
          "message": "No agent can be reached.",
          "on": { "onSuccess": "@end", "otherwise": "@end:error" }
        }
      }
    }
    """#
}
#endif
