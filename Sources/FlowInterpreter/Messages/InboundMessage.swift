public import FlowModel

/// A message from a customer.
///
/// A session keeps the one that began it, so its texts stand side by side in one block of memory: five strings would take
/// 80 bytes and, each that is longer than 15 bytes, a block of 64 or more of its own.
public struct InboundMessage: Sendable {
  /// The channel it came on.
  public var channel: Channel { parts.header.channel }
  /// Who wrote it: a phone number, or a page-scoped id.
  public var from: CustomerAddress { parts.header.from }
  /// What was written to: a number of the business, or a Messenger app; nil where it is not known.
  public var to: String? { parts[0] }
  /// What was written.
  public var text: String { parts[1] ?? "" }
  /// The customer's name, as Messenger knows it.
  public var name: String? { parts[2] }
  /// The platform's id of the message.
  public var transactionID: String { parts[3] ?? "" }

  private struct Header: Sendable {
    /// A text of its own: it is also the customer's address, and most of what is sent goes there.
    let from: CustomerAddress
    let channel: Channel
  }

  private let parts: PackedTexts<Header>

  /// Creates a message.
  public init(
    channel: Channel, from: CustomerAddress, to: String?, text: String, name: String? = nil,
    transactionID: String
  ) {
    parts = PackedTexts(Header(from: from, channel: channel), [to, text, name, transactionID])
  }

  /// All that there is, for comparisons byte for byte.
  private var texts: [ExactText?] {
    [from.text, to, text, name, transactionID].map { $0.map(ExactText.init) }
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

extension InboundMessage: Hashable {
  public static func == (left: InboundMessage, right: InboundMessage) -> Bool {
    left.channel == right.channel && left.texts == right.texts
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(channel)
    hasher.combine(texts)
  }
}

/// A customer on a channel.
public struct Customer: Sendable, Hashable {
  /// A phone number, or a page-scoped id.
  public let address: CustomerAddress
  /// The channel that the session began on.
  public let channel: Channel

  /// Creates a customer.
  public init(channel: Channel, address: CustomerAddress) {
    self.channel = channel
    self.address = address
  }
}

extension InboundMessage {
  /// Who wrote it.
  public var customer: Customer { Customer(channel: channel, address: from) }
}
