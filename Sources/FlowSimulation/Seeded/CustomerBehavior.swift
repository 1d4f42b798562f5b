public import FlowModel

/// What simulated customers do: whom they write to, what they say, and when.
public struct CustomerBehavior: Sendable, Hashable {
  /// Whom a customer writes to first, and how.
  public struct Opening: Sendable, Hashable {
    /// The channel.
    public let channel: Channel
    /// A number of the business, or a Messenger app.
    public let to: BusinessAddress
    /// What the customer may write, one of these.
    public let texts: [String]

    /// Creates an opening.
    public init(channel: Channel, to: BusinessAddress, texts: [String]) {
      self.channel = channel
      self.to = to
      self.texts = texts
    }
  }

  /// How customers begin, one of these.
  public var openings: [Opening]
  /// What customers write after that, one of these.
  public var texts: [String]
  /// How many customers there are on each channel.
  public var population: Int
  /// How many milliseconds pass until another customer writes.
  public var arrivalGap: ClosedRange<Int64> = 100...4_000
  /// How many messages a customer writes without being asked, after the first.
  public var unaskedMessages: ClosedRange<Int64> = 0...3
  /// How probable it is that a customer answers a message.
  public var replyProbability = 0.4
  /// How many milliseconds pass until a customer answers, or writes again.
  public var pause: ClosedRange<Int64> = 500...240_000

  /// Creates customers.
  public init(openings: [Opening], texts: [String], population: Int) {
    self.openings = openings
    self.texts = texts
    self.population = population
  }

  /// The address of a customer on a channel, from 1: a phone number of ten digits without the country code, so that a
  /// flow can give it to a conversation request as it is, or a page-scoped id.
  public static func address(of number: Int, on channel: Channel) -> CustomerAddress {
    switch channel {
    case .sms: "\(4_155_500_000 + number)"
    case .messenger: "psid-\(number)"
    }
  }
}
