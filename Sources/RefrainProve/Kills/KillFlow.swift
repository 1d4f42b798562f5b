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

  /// The number by which customers come to what only listens to them.
  static let listeningNumber = BusinessAddress("+15555550101")

  /// - Parameters:
  ///   - seconds: How long a session lives at most.
  ///   - isEdited: Whether its last question is an edited one.
  static func project(
    expiringAfter seconds: Int64 = expiryMilliseconds / 1_000, isEdited: Bool = false
  ) throws -> ServiceProject {
    let text = text.replacing("\"expiresAfterSeconds\": 300", with: "\"expiresAfterSeconds\": \(seconds)")
    let edited = isEdited ? text.replacing("How was it?", with: "How did we do?") : text
    return ServiceProject(
      try [("kill.flow.json", edited), ("listening.flow.json", listening)].map { name, text in
        let file = Array(text.utf8)
        return ServiceProject.Flow(
          path: name, service: "care", program: try FlowProgram(file: file, named: name),
          source: FlowSource(file: file))
      })
  }

  /// Takes three messages more, and asks the world for nothing.
  private static let listening = #"""
    {
      "formatVersion": 1,
      "name": "Listening",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "+15555550101", "onlyWithoutLiveSession": true },
          "on": { "onBegin": "first" }
        },
        "first": {
          "type": "Receive", "channels": { "sms": {} }, "timeoutSeconds": 60,
          "on": { "sms.mo": "second", "onTimeout": "@end", "onError": "@end:error" }
        },
        "second": {
          "type": "Receive", "channels": { "sms": {} }, "timeoutSeconds": 60,
          "on": { "sms.mo": "third", "onTimeout": "@end", "onError": "@end:error" }
        },
        "third": {
          "type": "Receive", "channels": { "sms": {} }, "timeoutSeconds": 60,
          "on": { "sms.mo": "@end", "onTimeout": "@end", "onError": "@end:error" }
        }
      }
    }
    """#

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
