public import FlowModel

/// A message from a customer.
public struct InboundMessage: Sendable, Hashable {
  /// The channel it came on.
  public let channel: Channel
  /// Who wrote it: a phone number, or a page-scoped id.
  public let from: CustomerAddress
  /// What was written to: a number of the business, or a Messenger app; nil where it is not known.
  public let to: BusinessAddress?
  /// What was written.
  public let text: String
  /// The customer's name, as Messenger knows it.
  public let name: String?
  /// The platform's id of the message.
  public let transactionID: String
  /// How many attachments it had, which are left out: a message is taken as its text.
  public let media: Int

  /// Creates a message.
  public init(
    channel: Channel, from: CustomerAddress, to: BusinessAddress?, text: String, name: String? = nil,
    transactionID: String, media: Int = 0
  ) {
    self.channel = channel
    self.from = from
    self.to = to
    self.text = text
    self.name = name
    self.transactionID = transactionID
    self.media = media
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

  /// The address on a channel; nil on another one than the customer's: a number and a page-scoped id that are spelt alike
  /// are two customers'.
  func address(on channel: Channel) -> CustomerAddress? { channel == self.channel ? address : nil }
}

extension InboundMessage {
  /// Who wrote it.
  public var customer: Customer { Customer(channel: channel, address: from) }
}
