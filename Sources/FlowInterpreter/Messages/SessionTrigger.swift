import FlowModel
public import JSONSyntax

/// A webhook that may begin sessions.
public struct InboundWebhook: Sendable, Hashable {
  /// Its name, which triggers name.
  public let event: String
  /// What it brings.
  public let payload: JSON
  /// The platform's id of it.
  public let transactionID: String

  /// Creates a webhook.
  public init(event: String, payload: JSON, transactionID: String) {
    self.event = event
    self.payload = payload
    self.transactionID = transactionID
  }
}

/// What may begin a session. It is kept apart: most turns have none.
public indirect enum SessionTrigger: Sendable, Hashable {
  /// A customer's message.
  case message(InboundMessage)
  /// A webhook.
  case webhook(InboundWebhook)
}

extension NodeConfiguration.Start {
  /// Whether something triggers the flow. A webhook that does so may still lack its customer's address.
  func admits(_ trigger: SessionTrigger) -> Bool {
    switch (trigger, self.trigger) {
    case (.message(let message), .message(let wanted)): wanted.admits(message)
    case (.webhook(let webhook), .webhook(let wanted)): webhook.event.hasSameUTF8(as: wanted.event)
    case (.message, .webhook), (.webhook, .message): false
    }
  }

  /// Whose session something begins; nil where it is a webhook without the customer's address.
  func customer(of trigger: SessionTrigger) -> Customer? {
    switch (trigger, self.trigger) {
    case (.message(let message), _): message.customer
    case (.webhook(let webhook), .webhook(let wanted)): wanted.customer(of: webhook)
    case (.webhook, .message): nil
    }
  }
}

extension NodeConfiguration.Start.MessageTrigger {
  /// Whether a message begins a session. A message whose app is not known is taken for the flow's.
  package func admits(_ message: InboundMessage) -> Bool {
    guard message.channel == channel, keywords.admits(message.text) else { return false }
    return switch channel {
    case .sms: message.to == address
    case .messenger: address == nil || message.to == nil || message.to == address
    }
  }
}

extension NodeConfiguration.Start.WebhookTrigger {
  /// The customer whom a webhook names: by a number in E.164's form, or by a page-scoped id that is not empty.
  fileprivate func customer(of webhook: InboundWebhook) -> Customer? {
    guard let address = webhook.payload[addressMember]?.string else { return nil }
    let isAddress =
      switch channel {
      case .sms: address.isE164
      case .messenger: !address.isEmpty
      }
    return isAddress ? Customer(channel: channel, address: CustomerAddress(address)) : nil
  }
}
