import RefrainKit
import ServiceCore

/// The flows that are killed: every message of a customer is taken by some session, and every text that is sent is known again.
enum CrashFlows {
  static let number = "+15555550100"

  private static let files: [(name: String, content: String)] = [
    ("desk.flow.json", desk), ("hello.flow.json", hello),
  ]

  /// The flows, ready to run.
  static func project() throws(UnrunnableFlow) -> ServiceProject {
    var flows: [ServiceProject.Flow] = []
    for file in files {
      let source = Array(file.content.utf8)
      flows.append(
        ServiceProject.Flow(
          path: file.name, service: "care", program: try FlowProgram(file: source, named: file.name),
          source: FlowSource(file: source)))
    }
    return ServiceProject(flows)
  }

  /// A conversation with an agent: texts go both ways, and the goodbye waits for its receipt.
  private static let desk = #"""
    {
      "formatVersion": 1,
      "name": "Desk",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": {
            "channel": "sms", "number": "+15555550100", "keyword": "DESK", "onlyWithoutLiveSession": false
          },
          "on": { "onBegin": "open" }
        },
        "open": {
          "type": "StartConversation",
          "method": "sms",
          "authorization": "ece-main",
          "timeoutSeconds": 20,
          "forwardCustomerMessages": true,
          "input": {
            "key": "mobile.phone", "entryPointId": "1001", "lastModifiedDate": "2026-01-15T09:30:00Z",
            "isRichTextSupported": false, "transactionId": "$(start.sms.transId)", "firstName": "Ana",
            "phoneNumber": "4155550123", "countryCode": "1", "clusterId": "c1"
          },
          "on": { "Message": "relay", "Complete": "bye", "otherwise": "sorry" }
        },
        "relay": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
          "message": "$(open.event.content)", "on": { "otherwise": "@resume" }
        },
        "bye": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
          "message": "Goodbye.", "waitFor": "deliveryReport", "expirySeconds": 30,
          "on": { "onDRSuccess": "@end", "otherwise": "@end:incomplete" }
        },
        "sorry": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
          "message": "Nobody can help now.", "on": { "otherwise": "@end:error" }
        }
      }
    }
    """#

  /// A question with an answer that is waited for, and a word a while later.
  private static let hello = #"""
    {
      "formatVersion": 1,
      "name": "Hello",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": {
            "channel": "sms", "number": "+15555550100", "keyword": "*", "onlyWithoutLiveSession": false
          },
          "on": { "onBegin": "ask" }
        },
        "ask": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
          "message": "What about $(start.sms.message)?", "expirySeconds": 30,
          "on": { "onSuccess": "answer", "otherwise": "@end:error" }
        },
        "answer": {
          "type": "Receive", "channels": { "sms": {} }, "timeoutSeconds": 40,
          "on": { "sms.mo": "pause", "onTimeout": "@end:incomplete", "onError": "@end:error" }
        },
        "pause": { "type": "Delay", "seconds": 25, "on": { "onTimeout": "later" } },
        "later": {
          "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
          "message": "Was it $(answer.receive.message)?", "on": { "otherwise": "@end" }
        }
      }
    }
    """#
}
