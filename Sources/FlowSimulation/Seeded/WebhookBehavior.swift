public import FlowModel
public import JSONSyntax

/// What a simulated system does that begins sessions by webhooks: which it posts, with what, and when.
public struct WebhookBehavior: Sendable {
  /// The webhook's name.
  public var event: String
  /// The channel that its customers are written to on.
  public var channel: Channel
  /// The payload's member that holds the customer's address.
  public var addressMember: String
  /// What it brings besides, one of these.
  public var payloads: [JSONObject]
  /// How probable it is that it names no customer.
  public var anonymousProbability = 0.05
  /// How many milliseconds pass until another webhook comes.
  public var gap: ClosedRange<Int64> = 1_000...60_000

  /// Creates a behavior.
  public init(event: String, channel: Channel, addressMember: String, payloads: [JSONObject]) {
    self.event = event
    self.channel = channel
    self.addressMember = addressMember
    self.payloads = payloads
  }

  /// The address of a customer, from 1: as `CustomerBehavior` has it, a phone number with its country code.
  func address(of number: Int) -> CustomerAddress {
    let address = CustomerBehavior.address(of: number, on: channel)
    return switch channel {
    case .sms: CustomerAddress("+1\(address)")
    case .messenger: address
    }
  }
}
