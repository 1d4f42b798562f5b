/// The names of variables that the platform keeps for itself (RF404).
package enum PlatformNames {
  /// Whether no custom variable may have a name.
  package static func reserve(_ name: String) -> Bool { reserved.contains(name) }

  private static let reserved: Set<String> = [
    "ts", "servicekey", "key", "deliverychannel", "channels", "message", "destination", "appid", "notifyurl",
    "expiry", "payload", "senderid", "thread_id", "destinationType", "channelName", "identifier", "number",
    "country_code", "attachments", "template", "templateId", "contentType", "msisdn", "mid", "transid",
    "callbackdata", "evtid", "userid", "customerid", "otp", "srcreqorigintime",
  ]
}
