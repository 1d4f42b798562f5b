/// The simulated flows that webhooks begin.
extension SimulatedFlows {
  /// A reminder that a webhook begins: the customer confirms it, or talks with an agent.
  static let reminder = #"""
    {
      "formatVersion": 1,
      "name": "Reminder",
      "settings": { "nodeExecutionLimit": 40, "expiresAfterSeconds": 1800 },
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": {
            "channel": "webhook", "event": "due",
            "customer": { "channel": "sms", "address": "phone", "number": "+15555550300" }
          },
          "on": { "onBegin": "remind" }
        },
        "remind": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "$(start.sms.serviceNumber)",
          "message": "$(start.webhook.payload.name | default:Customer), your visit is at $(start.webhook.payload.time).",
          "on": { "onSuccess": "reply", "otherwise": "@end:incomplete" }
        },
        "reply": {
          "type": "Receive",
          "channels": { "sms": { "number": "+15555550300" } },
          "timeoutSeconds": 200,
          "on": { "sms.mo": "open", "onTimeout": "@end:incomplete", "onError": "@end:error" }
        },
        "open": {
          "type": "StartConversation",
          "method": "sms",
          "authorization": "ece-main",
          "forwardCustomerMessages": true,
          "input": {
            "key": "mobile.phone",
            "entryPointId": "1001",
            "lastModifiedDate": "2026-01-15T09:30:00Z",
            "isRichTextSupported": false,
            "transactionId": "$(start.webhook.transId)",
            "firstName": "$(start.webhook.payload.name)",
            "phoneNumber": "$(start.sms.senderNumber | nationalNumber)",
            "countryCode": "$(start.sms.senderNumber | countryCode)",
            "clusterId": "c1"
          },
          "on": { "Message": "relay", "Complete": "@end", "otherwise": "@end:error" }
        },
        "relay": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550300",
          "message": "$(open.event.content)",
          "on": { "onSuccess": "@resume", "otherwise": "@resume" }
        }
      }
    }
    """#

  /// Another service's answer to the same webhook, which begins however many sessions a customer has.
  static let bell = #"""
    {
      "formatVersion": 1,
      "name": "Bell",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": {
            "channel": "webhook", "event": "due", "customer": { "channel": "messenger", "address": "psid" },
            "onlyWithoutLiveSession": false
          },
          "on": { "onBegin": "ring" }
        },
        "ring": {
          "type": "SendMessenger",
          "destination": "$(start.messenger.psId)",
          "message": "Your visit is at $(start.webhook.payload.time).",
          "on": { "onSuccess": "@end", "otherwise": "@end:incomplete" }
        }
      }
    }
    """#
}
