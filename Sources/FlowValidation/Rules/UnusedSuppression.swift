import Diagnostics

/// RF001: every suppression suppresses something. It is judged after the rules, on what they found.
enum UnusedSuppression {
  static let page = RulePage(
    .unusedSuppression,
    what: "Finds codes in `lintIgnore` that suppress nothing, in the node or the file in which they stand.",
    why: """
      What was suppressed has been mended, or the code is not the one that was meant. Left there, it would hide the \
      next finding of that rule, which nobody has looked at.
      """,
    bad: """
      {
        "formatVersion": 1,
        "name": "Opening hours",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "HOURS" },
            "on": { "onBegin": "reply" }
          },
          "reply": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "We are open from 9 to 17.",
            "lintIgnore": { "RF306": "our gateway takes national numbers too" },
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """,
    good: """
      {
        "formatVersion": 1,
        "name": "Opening hours",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": { "channel": "sms", "number": "+15550100", "keyword": "HOURS" },
            "on": { "onBegin": "reply" }
          },
          "reply": {
            "type": "SendSMS",
            "destination": "$(start.sms.senderNumber)",
            "from": "+15550100",
            "message": "We are open from 9 to 17.",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """)
}
