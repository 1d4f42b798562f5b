#if Service
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceProtocols

/// What an emulator answers to a call, and what comes of it.
struct Emulated {
  var reply: ServiceReply
  /// What has happened, for the log.
  var event: (name: String, fields: KeyValuePairs<String, JSON>)
  /// What agents are seen to do, in order.
  var messages: [WebhookEvent] = []
  /// What is posted to the program.
  var deliveries: [EmulatorDelivery] = []

  init(
    _ reply: ServiceReply, _ event: String, _ fields: KeyValuePairs<String, JSON> = [:],
    messages: [WebhookEvent] = [], deliveries: [EmulatorDelivery] = []
  ) {
    self.reply = reply
    self.event = (event, fields)
    self.messages = messages
    self.deliveries = deliveries
  }
}

/// An answer of JSON.
/// - Parameter challenge: What asks for credentials where it is 401: some clients show none before.
func json(_ status: Int, _ body: JSON, challenge: String? = nil) -> ServiceReply {
  let challenges = (status == 401 ? challenge : nil).map { ("WWW-Authenticate", $0) }
  return ServiceReply(
    status, "application/json", body.compact,
    headers: [challenges].compactMap(\.self).map { .init(name: $0.0, value: $0.1) })
}
#endif
