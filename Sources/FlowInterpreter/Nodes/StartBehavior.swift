import FlowModel
import JSONSyntax

/// What a Start does: it takes what began the session.
enum StartBehavior: NodeBehavior {
  case message(Keywords, [MessageOutput])
  case webhook(NodeConfiguration.Start.WebhookTrigger, [WebhookOutput])

  init(_ configuration: NodeConfiguration.Start, of node: FlowNode) {
    switch configuration.trigger {
    case .message(let trigger): self = .message(trigger.keywords, node.outputs(as: MessageOutput.self))
    case .webhook(let trigger): self = .webhook(trigger, node.outputs(as: WebhookOutput.self))
    }
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    let now = execution.now
    switch (self, execution.trigger) {
    case (.message(let keywords, let outputs), .message(let message)?):
      execution.setOutputs(outputs) { $0.value(of: message, at: now, keywords: keywords) }
    case (.webhook(let trigger, let outputs), .webhook(let webhook)?):
      let customer = execution.session.value.customer
      execution.setOutputs(outputs) { $0.value(of: webhook, at: now, for: customer, number: trigger.number) }
    case (.message, _), (.webhook, _):
      preconditionFailure("a Start is entered in a session's first turn alone, with what its trigger admits")
    }
    return .leave(0)
  }
}

/// The outputs that a webhook has.
enum WebhookOutput: String {
  case event = "webhook.event"
  case payload = "webhook.payload"
  case timestamp = "webhook.timestamp"
  case transactionID = "webhook.transId"
  case senderNumber = "sms.senderNumber"
  case serviceNumber = "sms.serviceNumber"
  case psid = "messenger.psId"

  /// The output's value.
  /// - Parameter number: The business's number, where the trigger gives one.
  func value(of webhook: InboundWebhook, at time: Timestamp, for customer: Customer, number: BusinessAddress?)
    -> JSON
  {
    switch self {
    case .event: .string(webhook.event)
    case .payload: webhook.payload
    case .timestamp: .string(time.rfc3339)
    case .transactionID: .string(webhook.transactionID)
    case .senderNumber, .psid: .string(customer.address.text)
    case .serviceNumber: JSON(number?.text)
    }
  }
}

/// The outputs that a message from a customer has under Start and Receive.
enum MessageOutput: String {
  case smsKeyword = "sms.keyword"
  case smsMessage = "sms.message"
  case smsServiceNumber = "sms.serviceNumber"
  case smsSenderNumber = "sms.senderNumber"
  case smsTimestamp = "sms.timestamp"
  case smsTransactionID = "sms.transId"
  case smsMedia = "sms.media"
  case messengerMessage = "messenger.message"
  case messengerPSID = "messenger.psId"
  case messengerName = "messenger.name"
  case messengerAppID = "messenger.appId"
  case messengerTimestamp = "messenger.timestamp"
  case messengerTransactionID = "messenger.transId"
  case messengerMedia = "messenger.media"

  /// The output's value. A message of the other channel has none.
  func value(of message: InboundMessage, at time: Timestamp, keywords: Keywords) -> JSON? {
    guard message.channel == channel else { return nil }
    switch self {
    case .smsKeyword: return .string(keywords.split(message.text).keyword)
    case .smsMessage: return .string(keywords.split(message.text).text)
    case .messengerMessage: return .string(message.text)
    case .smsServiceNumber, .messengerAppID: return JSON(message.to?.text)
    case .smsSenderNumber, .messengerPSID: return .string(message.from.text)
    case .messengerName: return JSON(message.name)
    case .smsTimestamp, .messengerTimestamp: return .string(time.rfc3339)
    case .smsTransactionID, .messengerTransactionID: return .string(message.transactionID)
    case .smsMedia, .messengerMedia: return .number(message.media)
    }
  }

  private var channel: Channel {
    switch self {
    case .smsKeyword, .smsMessage, .smsServiceNumber, .smsSenderNumber, .smsTimestamp, .smsTransactionID,
      .smsMedia:
      .sms
    case .messengerMessage, .messengerPSID, .messengerName, .messengerAppID, .messengerTimestamp,
      .messengerTransactionID, .messengerMedia:
      .messenger
    }
  }
}
