public import FlowInterpreter
public import FlowModel
public import JSONSyntax

/// What is written down of what begins sessions, before it does: whoever plays it gives it its id.
extension InboundMessage {
  /// The message with the id that a simulation gives the one with a number among all messages and webhooks, from 1.
  func numbered(_ number: Int) -> InboundMessage {
    InboundMessage(
      channel: channel, from: from, to: to, text: text, name: name, transactionID: "transaction-\(number)")
  }

  /// A message of which the id is not known yet.
  public static func scripted(
    _ text: String, on channel: Channel, from: CustomerAddress, to: BusinessAddress? = nil,
    name: String? = nil
  ) -> InboundMessage {
    InboundMessage(channel: channel, from: from, to: to, text: text, name: name, transactionID: "")
  }
}

extension InboundWebhook {
  /// A webhook of which the id is not known yet.
  public static func scripted(_ event: String, payload: JSON) -> InboundWebhook {
    InboundWebhook(event: event, payload: payload, transactionID: "")
  }
}
