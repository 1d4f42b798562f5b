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

  let code = RuleCode.reservedName

  var page: RulePage {
    RulePage(.reservedName, markdown: PackageResources.RF404_md)
  }
}
