import RefrainKit
import ServiceCore

/// The flows that the simulation runs. They are written for coverage: together they have every node type, every outcome of
/// a conversation, questions to ECE before it and on its branches, forwarding, receipts, timers, retries, an expiry and an
/// execution limit; and sessions that webhooks begin.
enum SimulatedFlows {
  /// The flows' files with the services that they belong to. `support` and `desk` share a number, and so does `notice`,
  /// which is of another service: what reaches it reaches `support` as well.
  private static let files: [(name: String, service: String, content: String)] = [
    ("support", "contact", support), ("desk", "contact", desk),
    ("messenger", "contact", messenger), ("booking", "booking", booking), ("notice", "notices", notice),
    ("reminder", "reminders", reminder), ("bell", "bells", bell),
  ]

  /// The flows, ready to run.
  static func project() throws(UnrunnableFlow) -> FlowProject { try serviceProject().routed }

  /// The flows, ready to run, with their files.
  static func serviceProject() throws(UnrunnableFlow) -> ServiceProject {
    var flows: [ServiceProject.Flow] = []
    for file in files {
      let source = Array(file.content.utf8)
      flows.append(
        ServiceProject.Flow(
          path: file.name, service: file.service, program: try FlowProgram(file: source, named: file.name),
          source: FlowSource(file: source)))
    }
    return ServiceProject(flows)
  }

  /// A lookup, a question with retries, and a choice between answers.
  private static let booking = #"""
    {
      "formatVersion": 1,
      "name": "Booking",
      "settings": {
        "nodeExecutionLimit": 60,
        "expiresAfterSeconds": 900,
        "results": { "cancelled": { "code": 140, "status": "success" } }
      },
      "variables": { "slot": null },
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "+15555550200", "keyword": "*" },
          "on": { "onBegin": "lookUp" }
        },
        "lookUp": {
          "type": "HTTPRequest",
          "method": "GET",
          "url": "https://example.com/slots?from=$(start.sms.senderNumber)",
          "timeoutSeconds": 5,
          "onLeave": { "set": { "slot": "$(lookUp.http.responseBody.slot)" } },
          "on": { "onSuccess": "choose", "onTimeout": "later", "onError": "later" }
        },
        "choose": {
          "type": "Branch",
          "branches": [
            { "name": "free", "all": [{ "value": "$(slot)", "operator": "startsWith", "operand": "free" }] },
            {
              "name": "full",
              "any": [
                { "value": "$(slot)", "operator": "equals", "operand": "full" },
                { "value": "$(lookUp.http.statusCode)", "operator": "greaterThanOrEquals", "operand": "500" }
              ]
            }
          ],
          "on": { "free": "ask", "full": "later", "none": "@end:error" }
        },
        "later": { "type": "Delay", "seconds": "12.5", "on": { "onTimeout": "lookUp", "onError": "@end:error" } },
        "ask": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550200",
          "message": "Is $(slot) all right? YES or NO",
          "on": { "onSuccess": "confirmation", "onTimeout": "confirmation", "otherwise": "@end:incomplete" }
        },
        "confirmation": {
          "type": "Receive",
          "channels": { "sms": { "number": "+15555550200" } },
          "timeoutSeconds": 120,
          "on": { "sms.mo": "answer", "onTimeout": "ask", "onError": "@end:error" }
        },
        "answer": {
          "type": "Branch",
          "branches": [
            {
              "name": "yes",
              "any": [
                {
                  "value": "$(confirmation.receive.message)", "operator": "equalsIgnoreCase", "operand": "yes"
                },
                { "value": "$(confirmation.receive.message)", "operator": "in", "operand": ["ok", "sure"] }
              ]
            },
            {
              "name": "no",
              "any": [
                {
                  "value": "$(confirmation.receive.message)", "operator": "containsIgnoreCase", "operand": "no"
                }
              ]
            }
          ],
          "on": { "yes": "booked", "no": "@end:cancelled", "none": "lookUp" }
        },
        "booked": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550200",
          "message": "Booked: $(slot).",
          "waitFor": "deliveryReport",
          "expirySeconds": 10,
          "on": { "onDRSuccess": "@end", "onTimeout": "@end:incomplete", "otherwise": "@end:error" }
        }
      }
    }
    """#

  /// A notice that is sent again until it is delivered, and then awaits a word, from one stranger too; a customer may have
  /// several such sessions at a time.
  private static let notice = #"""
    {
      "formatVersion": 1,
      "name": "Notice",
      "settings": { "nodeExecutionLimit": 9 },
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": {
            "channel": "sms", "number": "+15555550100", "keyword": "INFO", "onlyWithoutLiveSession": false
          },
          "on": { "onBegin": "wait" }
        },
        "wait": {
          "type": "Delay",
          "until": "2026-01-01T00:20:00Z",
          "on": { "onTimeout": "send", "onError": "@end:error" }
        },
        "send": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "Here is what you asked for.",
          "waitFor": "deliveryReport",
          "expirySeconds": 20,
          "on": { "onDRSuccess": "thanks", "onPolicyFail": "@end:error", "otherwise": "again" }
        },
        "thanks": {
          "type": "Receive",
          "channels": { "sms": {}, "messenger": { "from": "psid-1" } },
          "timeoutSeconds": 300,
          "on": { "sms.mo": "@end", "messenger.mo": "@end", "onTimeout": "@end:incomplete" }
        },
        "again": { "type": "Delay", "seconds": 0.5, "on": { "onTimeout": "check", "onError": "@end:error" } },
        "check": {
          "type": "HTTPRequest",
          "method": "POST",
          "url": "https://example.com/may-send",
          "body": "{\"number\":\"$(start.sms.senderNumber)\"}",
          "on": { "onSuccess": "send", "onTimeout": "send", "onError": "@end:incomplete" }
        }
      }
    }
    """#
}
