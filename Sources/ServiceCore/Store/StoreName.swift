public import FlowHosting
public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// What rows are found and locked by: the names of the router's keys, and sessions.
///
/// Locks are taken in their order: customers before conversations before receivers before receipts, each in the order of
/// their bytes.
public struct StoreName: Sendable, Hashable {
  /// What has the name. A number is never given to another kind: stores write it.
  public enum Kind: Int, Sendable, Hashable, CaseIterable {
    /// A customer, under whom their live sessions are found.
    case customer = 1
    /// A conversation, under which the sessions are found that have, have had or have asked for it.
    case conversation = 2
    /// A customer for whose messages sessions of others wait.
    case receiver = 3
    /// A gateway's id of a message whose receipt a session waits for.
    case receipt = 4
    /// A session. It is not locked itself: its customer is.
    case session = 5
  }

  /// What has the name.
  public let kind: Kind
  /// The name.
  public let text: String

  /// Creates a name.
  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  /// The name of a customer.
  public static func customer(_ customer: Customer) -> StoreName { StoreName(.customer, customer.storedText) }

  /// The name of a conversation.
  public static func conversation(_ id: ConversationID) -> StoreName { StoreName(.conversation, id.text) }

  /// The name of a customer for whose messages sessions of others wait.
  public static func receiver(_ customer: Customer) -> StoreName { StoreName(.receiver, customer.storedText) }

  /// The name of a message, by the gateway's id.
  public static func receipt(_ id: GatewayMessageID) -> StoreName { StoreName(.receipt, id.text) }

  /// The name of a session.
  public static func session(_ key: SessionKey) -> StoreName { StoreName(.session, key.text) }
}

extension StoreName: Comparable {
  public static func == (left: StoreName, right: StoreName) -> Bool {
    left.kind == right.kind && left.text.hasSameUTF8(as: right.text)
  }

  public static func < (left: StoreName, right: StoreName) -> Bool {
    guard left.kind == right.kind else { return left.kind.rawValue < right.kind.rawValue }
    return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Feeds the name's bytes to `hasher`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(ExactText(text))
  }
}

extension Customer {
  /// The customer as one text, by which stores know them: `sms:+15555550142`.
  public var storedText: String { "\(channel.rawValue):\(address.text)" }

  /// Reads what `storedText` gives; nil for any other text.
  public init?(storedText text: String) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
      let channel = Channel(rawValue: String(text[..<colon]))
    else { return nil }
    self.init(channel: channel, address: CustomerAddress(String(text[text.index(after: colon)...])))
  }
}

extension RoutingKeys {
  /// The names under which the store finds the sessions that these keys name, in the order of locking.
  public var storeNames: [StoreName] {
    switch self {
    case .none, .session: []
    case .sender(let customer): [.customer(customer), .receiver(customer)]
    case .customers(let customers): customers.map(StoreName.customer).sorted()
    case .conversation(let id, _): [.conversation(id)]
    case .gatewayID(let id): [.receipt(id)]
    }
  }
}
