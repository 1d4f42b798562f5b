public import FlowModel

/// A message from a customer.
public struct InboundMessage: Sendable, Hashable {
  private struct Parts: Sendable, Hashable {
    let channel: Channel
    let from: String
    let to: String?
    let text: String
    let name: String?
    let transactionID: String
  }

  private let parts: Boxed<Parts>

  /// The channel it came on.
  public var channel: Channel { parts.value.channel }
  /// Who wrote it: a phone number, or a page-scoped id.
  public var from: String { parts.value.from }
  /// What was written to: a number of the business, or a Messenger app; nil where it is not known.
  public var to: String? { parts.value.to }
  /// What was written.
  public var text: String { parts.value.text }
  /// The customer's name, as Messenger knows it.
  public var name: String? { parts.value.name }
  /// The platform's id of the message.
  public var transactionID: String { parts.value.transactionID }

  /// Creates a message.
  public init(
    channel: Channel, from: String, to: String?, text: String, name: String? = nil, transactionID: String
  ) {
    parts = Boxed(
      Parts(channel: channel, from: from, to: to, text: text, name: name, transactionID: transactionID))
  }

  /// Whether the message has a keyword: any has `*`; another one is the first word, in any case.
  func matches(keyword: String) -> Bool {
    keyword == "*" || firstWord.lowercased() == keyword.lowercased()
  }

  /// The keyword and the text as a template sees them: with `*` the whole text, else the first word and the rest.
  func split(by keyword: String) -> (keyword: String, text: String) {
    if keyword == "*" { return ("*", text) }
    let trimmed = text.drop(while: \.isWhitespace)
    let word = trimmed.prefix { !$0.isWhitespace }
    return (String(word), String(trimmed[word.endIndex...].drop(while: \.isWhitespace)))
  }

  private var firstWord: Substring {
    text.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
  }
}

/// A customer on a channel.
public struct Customer: Sendable, Hashable {
  /// The channel that the session began on.
  public let channel: Channel
  /// A phone number, or a page-scoped id.
  public let address: String

  /// Creates a customer.
  public init(channel: Channel, address: String) {
    self.channel = channel
    self.address = address
  }
}

extension InboundMessage {
  /// Who wrote it.
  public var customer: Customer { Customer(channel: channel, address: from) }
}
