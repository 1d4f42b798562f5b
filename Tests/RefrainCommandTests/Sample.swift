@testable import RefrainCommand

/// A flow, its scenario, and what is printed of the two.
enum Sample {
  static let files = ["a.flow.json": flow, "a.scenario.json": scenario]

  static let flow = """
    {
      "formatVersion": 1,
      "name": "Support",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "+15555550100" },
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
            "clusterId": "c1",
            "phoneNumber": "5555550142",
            "countryCode": "1"
          },
          "on": { "Message": "relay", "Complete": "goodbye", "otherwise": "@end:error" }
        },
        "relay": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "$(open.event.content)",
          "on": { "onSuccess": "@resume" }
        },
        "goodbye": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "+15555550100",
          "message": "Thank you.",
          "waitFor": "deliveryReport",
          "on": { "onDRSuccess": "@end", "otherwise": "@end:incomplete" }
        }
      }
    }

    """

  static let scenario = """
    {
      "formatVersion": 1,
      "name": "an agent answers and closes",
      "flow": "a.flow.json",
      "startsAt": "2026-03-01T10:00:00Z",
      "steps": [
        { "sms": { "from": "+15555550142", "text": "my order is late" } },
        { "advance": 90.5 },
        { "event": { "type": "Message", "content": "Hi, Maya here." } },
        { "expect": { "messageSent": { "text": "Hi, Maya here." } } },
        { "event": { "type": "Complete" } },
        { "deliveryReport": "delivered" },
        { "expect": { "ended": { "result": "success" } } }
      ]
    }

    """

  static let transcript = """
    Support: an agent answers and closes

         0:00  customer  my order is late
         0:00            · a session of Support begins for +15555550142
         0:00            · open requests a conversation
         0:00            · open is answered 200
         0:00            · open: onStartConversationSuccess → @resume
     1:30.500  agent     Hi, Maya here.
     1:30.500            · open: Message → relay
     1:30.500  flow      Hi, Maya here.
     1:30.500  agent     [Complete]
     1:30.500            · open: Complete → goodbye
     1:30.500  flow      Thank you.
     1:30.500            · goodbye waits for the delivery report, until 2:30.500
     1:30.500            · goodbye: onDRSuccess → @end
     1:30.500            · the session ends: success (101)

    """

  /// What is printed where the agent's message is expected to be another one.
  static let failure = """
    a.scenario.json:10:5: step 4 of "an agent answers and closes": no record since the last match fits
      10 | { "expect": { "messageSent": { "text": "Hi!" } } },

      messageSent  expected | record 14
      ≠ text       "Hi!"    | "Hi, Maya here."

      records since the last match:
        {"seq":1,"at":0,"type":"sessionStarted","session":"session-1","flow":"Support","channel":"sms",
            "from":"+15555550142"}
        {"seq":2,"at":0,"type":"nodeEntered","session":"session-1","node":"start","nodeType":"Start"}
        {"seq":3,"at":0,"type":"outcome","session":"session-1","node":"start","outcome":"onBegin","target":"open"}
        {"seq":4,"at":0,"type":"nodeEntered","session":"session-1","node":"open","nodeType":"StartConversation"}
        {"seq":5,"at":0,"type":"conversationRequested","session":"session-1","node":"open",
            "input":{"key":"mobile.phone","entryPointId":"1001","lastModifiedDate":"2026-01-15T09:30:00Z",
            "isRichTextSupported":false,"transactionId":"transaction-1","firstName":"Customer",
            "phoneNumber":"5555550142","countryCode":"1","clusterId":"c1","conversationId":null}}
        {"seq":6,"at":0,"type":"waiting","session":"session-1","node":"open","for":"conversationAnswer",
            "until":30000}
        {"seq":7,"at":0,"type":"answerReceived","session":"session-1","node":"open","status":200}
        {"seq":8,"at":0,"type":"outcome","session":"session-1","node":"open","outcome":"onStartConversationSuccess",
            "target":"@resume"}
        {"seq":9,"at":0,"type":"branchEnded","session":"session-1","node":"open",
            "outcome":"onStartConversationSuccess"}
        {"seq":10,"at":0,"type":"waiting","session":"session-1","node":"open","for":"conversationEvent"}
        {"seq":11,"at":90500,"type":"eventReceived","session":"session-1","event":"Message","id":"event-1"}
        {"seq":12,"at":90500,"type":"outcome","session":"session-1","node":"open","outcome":"Message",
            "target":"relay"}
        {"seq":13,"at":90500,"type":"nodeEntered","session":"session-1","node":"relay","nodeType":"SendSMS"}
        {"seq":14,"at":90500,"type":"messageSent","session":"session-1","node":"relay","channel":"sms",
            "to":"+15555550142","from":"+15555550100","text":"Hi, Maya here."}
        {"seq":15,"at":90500,"type":"waiting","session":"session-1","node":"relay","for":"gatewayAnswer",
            "until":150500}
        {"seq":16,"at":90500,"type":"outcome","session":"session-1","node":"relay","outcome":"onSuccess",
            "target":"@resume"}
        {"seq":17,"at":90500,"type":"branchEnded","session":"session-1","node":"open","outcome":"Message"}
        {"seq":18,"at":90500,"type":"waiting","session":"session-1","node":"open","for":"conversationEvent"}

    """
}
