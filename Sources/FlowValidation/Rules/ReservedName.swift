import Diagnostics
import FlowModel

/// RF404: no custom variable has a name that the platform keeps for itself.
struct ReservedName: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    context.graph.variables.filter { Self.reserved.contains($0.name) }.map { variable in
      Finding(
        .reservedName, "the platform reserves the name \(variable.name.quoted)", at: variable.namePlace,
        help:
          "A custom variable of that name would be refused, or overwritten by the platform. Give it another name."
      )
    }
  }

  private static let reserved: Set<String> = [
    "ts", "servicekey", "key", "deliverychannel", "channels", "message", "destination", "appid", "notifyurl",
    "expiry", "payload", "senderid", "thread_id", "destinationType", "channelName", "identifier", "number",
    "country_code", "attachments", "template", "templateId", "contentType", "msisdn", "mid", "transid",
    "callbackdata", "evtid", "userid", "customerid", "otp", "srcreqorigintime",
  ]

  let page = RulePage(
    .reservedName,
    what: "Finds custom variables with a name that the platform reserves, such as `message` or `otp`.",
    why:
      "The platform uses these names itself. It refuses a custom variable of that name, or overwrites its value.",
    bad: """
      {
        "formatVersion": 1,
        "name": "Opening hours",
        "variables": { "message": "We are open from 9 to 17." },
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
            "message": "$(message)",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """,
    good: """
      {
        "formatVersion": 1,
        "name": "Opening hours",
        "variables": { "openingHours": "We are open from 9 to 17." },
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
            "message": "$(openingHours)",
            "on": { "onSuccess": "@end" }
          }
        }
      }
      """)
}
