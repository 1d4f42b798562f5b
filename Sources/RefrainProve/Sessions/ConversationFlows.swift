/// The simulated flows that hold conversations, begun by what a customer writes.
extension SimulatedFlows {
  /// An SMS conversation: messages are passed on both ways, other events are told of, and the goodbye waits for its receipt.
  static let support = #"""
    {
      "formatVersion": 1,
      "name": "Support",
      "settings": { "expiresAfterSeconds": 3600 },
      "variables": { "conversationId": null, "failure": null },
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "+15555550100", "keyword": "*" },
          "on": { "onBegin": "point" }
        },
        "point": {
          "type": "EntrypointConfiguration",
          "authorization": "ece-main",
          "timeoutSeconds": 5,
          "entryPointId": "1001",
          "on": { "onEntryPointConfigSuccess": "slots", "otherwise": "slots" }
        },
        "slots": {
          "type": "AgentAvailability",
          "authorization": "ece-main",
          "timeoutSeconds": 5,
          "entryPointId": "1001",
          "method": "capacity",
          "on": {
            "SlotAvailable": "open", "MaximumLoad/NoAgent": "open", "onInvalidChoice": "open", "otherwise": "open"
          }
        },
        "open": {
          "type": "StartConversation",
          "method": "sms",
          "authorization": "ece-main",
          "timeoutSeconds": 20,
          "forwardCustomerMessages": true,
          "input": {
            "key": "mobile.phone",
            "entryPointId": "1001",
            "lastModifiedDate": "2026-01-15T09:30:00Z",
            "isRichTextSupported": false,
            "transactionId": "$(start.sms.transId)",
            "firstName": "Customer",
            "phoneNumber": "$(start.sms.senderNumber)",
            "countryCode": "1",
            "clusterId": "c1",
            "conversationId": "$(conversationId)"
          },
          "onLeave": { "set": { "conversationId": "$(open.conversationId)", "failure": "$(open.code)" } },
          "on": {
            "onStartConversationSuccess": "hello",
            "Assigned": "assigned",
            "Message": "relay",
            "PagePush": "note",
            "Transfer": "transferred",
            "UploadAttachment": "relay",
            "Complete": "goodbye",
            "otherwise": "sorry"
          }
        },
        "hello": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "An agent will be with you.",
          "on": { "onSuccess": "@resume" }
        },
        "assigned": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "You are talking to $(open.event.content).",
          "on": { "onSuccess": "@resume", "otherwise": "@resume" }
        },
        "relay": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "$(open.event.content)",
          "expirySeconds": 15,
          "on": { "onSuccess": "@resume", "onError": "apology", "otherwise": "@resume" }
        },
        "apology": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "One message could not be passed on.",
          "on": { "onSuccess": "@resume", "otherwise": "@resume" }
        },
        "transferred": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "You are being transferred.",
          "on": { "onSuccess": "hangUp", "otherwise": "@resume" }
        },
        "note": {
          "type": "SendMessage",
          "authorization": "ece-main",
          "timeoutSeconds": 10,
          "conversationId": "$(open.conversationId)",
          "message": "<p>The customer gets $(open.event.content)</p>",
          "format": "html",
          "on": { "onSendMessageSuccess": "relay", "otherwise": "relay" }
        },
        "hangUp": {
          "type": "EndConversation",
          "authorization": "ece-main",
          "timeoutSeconds": 10,
          "conversationId": "$(open.conversationId)",
          "on": { "onEndConversationSuccess": "@resume", "Conversation ID Does Not Exist": "@resume" }
        },
        "goodbye": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "Thank you. This chat is closed.",
          "waitFor": "deliveryReport",
          "expirySeconds": 30,
          "on": { "onDRSuccess": "@end", "otherwise": "@end:incomplete" }
        },
        "sorry": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "We cannot connect you: $(failure).",
          "on": { "onSuccess": "@end:error", "otherwise": "@end:error" }
        }
      }
    }
    """#

  /// A conversation at the entry point that the customer names, which may not exist, be forbidden or have been modified;
  /// one that fails is requested again after a pause, until the session has executed too many nodes.
  static let desk = #"""
    {
      "formatVersion": 1,
      "name": "Desk",
      "settings": { "nodeExecutionLimit": 24, "expiresAfterSeconds": 7200 },
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
          "authorization": "ece-desk",
          "input": {
            "key": "mobile.phone",
            "entryPointId": "$(start.sms.message)",
            "lastModifiedDate": "2026-01-15T09:30:00Z",
            "isRichTextSupported": "true",
            "transactionId": "$(start.sms.transid)",
            "firstName": "Customer",
            "phoneNumber": "$(start.sms.senderNumber)",
            "countryCode": "1",
            "clusterId": "c1"
          },
          "on": {
            "onTimeout": "pause",
            "Internal server error": "pause",
            "Unauthorized": "pause",
            "Bad Request": "@end:error",
            "Message": "relay",
            "AcceptAttachment": "relay",
            "RejectAttachment": "relay",
            "Complete": "@end",
            "onInvalidChoice": "@end:incomplete"
          }
        },
        "pause": { "type": "Delay", "seconds": 30, "on": { "onTimeout": "tellAgain", "onError": "@end:error" } },
        "tellAgain": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "We are trying again.",
          "on": { "onSuccess": "open", "otherwise": "open" }
        },
        "relay": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "$(open.event.content)",
          "on": { "onSuccess": "@resume", "otherwise": "@resume" }
        }
      }
    }
    """#

  /// A Messenger conversation that the customer may take up again when it is over.
  static let messenger = #"""
    {
      "formatVersion": 1,
      "name": "Messenger",
      "settings": { "nodeExecutionLimit": 80 },
      "variables": { "conversationId": null },
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "messenger", "appId": "app-1" },
          "on": { "onBegin": "free" }
        },
        "free": {
          "type": "AgentAvailability",
          "authorization": "ece-main",
          "timeoutSeconds": 3,
          "entryPointId": "1001",
          "on": { "AgentAvailable": "open", "NoAgentAvailable": "open", "otherwise": "open" }
        },
        "open": {
          "type": "StartConversation",
          "method": "messenger",
          "authorization": "ece-main",
          "timeoutSeconds": 30,
          "forwardCustomerMessages": true,
          "input": {
            "key": "custom.facebookpsid",
            "entryPointId": "1001",
            "lastModifiedDate": "2026-01-15T09:30:00Z",
            "isRichTextSupported": true,
            "transactionId": "$(start.messenger.transId)",
            "firstName": "$(start.messenger.name)",
            "clusterId": "c1",
            "facebookPsid": "$(start.messenger.psId)",
            "conversationId": "$(conversationId)"
          },
          "onLeave": { "set": { "conversationId": "$(open.conversationId)" } },
          "on": {
            "Message": "relay",
            "PagePush": "relay",
            "Complete": "ask",
            "onTimeout": "rest",
            "onInvalidChoice": "rest",
            "otherwise": "@end:error"
          }
        },
        "rest": { "type": "Delay", "seconds": 200, "on": { "onTimeout": "@end:error", "onError": "@end:error" } },
        "relay": {
          "type": "SendMessenger",
          "destination": "$(start.messenger.psId)",
          "message": "$(open.event.content)",
          "on": { "onSuccess": "@resume", "otherwise": "@resume" }
        },
        "ask": {
          "type": "SendMessenger",
          "destination": "$(start.messenger.psId)",
          "message": "Was that all? Write again to go on.",
          "on": { "onSuccess": "more", "otherwise": "@end:incomplete" }
        },
        "more": {
          "type": "Receive",
          "channels": { "messenger": {} },
          "timeoutSeconds": 60,
          "on": { "messenger.mo": "open", "onTimeout": "@end", "onError": "@end:error" }
        }
      }
    }
    """#
}
