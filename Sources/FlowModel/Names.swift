import Diagnostics
public import JSONSyntax

/// What something is called: two names are the same where their bytes are.
///
/// `String` takes canonically equivalent texts for equal (`é` as one scalar and as two); whoever gave a name need not.
public protocol Name: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringInterpolation {
  /// The name as it is written.
  var text: String { get }

  /// The name that is written so.
  init(_ text: String)
}

extension Name {
  /// Whether two names have the same bytes.
  @inlinable public static func == (left: Self, right: Self) -> Bool { left.text.hasSameUTF8(as: right.text) }

  /// Feeds the name's bytes to `hasher`.
  @inlinable public func hash(into hasher: inout Hasher) { text.hashUTF8(into: &hasher) }

  /// The name in a message.
  package var quoted: String { text.quoted }

  /// The name as it is written.
  public var description: String { text }

  /// The name that a literal says.
  public init(stringLiteral text: String) { self.init(text) }
}

/// The id of a node, its key in `nodes`.
@frozen public struct NodeName: Name {
  public let text: String

  @inlinable public init(_ text: String) { self.text = text }
}

/// The id of a conversation, which ECE gives.
@frozen public struct ConversationID: Name {
  public let text: String

  @inlinable public init(_ text: String) { self.text = text }
}

/// The id of a webhook event, which ECE gives.
@frozen public struct EventID: Name {
  public let text: String

  @inlinable public init(_ text: String) { self.text = text }
}

/// What a customer is reached by on a channel: a phone number, or a page-scoped id.
@frozen public struct CustomerAddress: Name {
  public let text: String

  @inlinable public init(_ text: String) { self.text = text }
}

/// What a business is reached by on a channel, and writes from: a number, or a Messenger app.
@frozen public struct BusinessAddress: Name {
  public let text: String

  @inlinable public init(_ text: String) { self.text = text }
}

/// The id under which a gateway has taken a message.
@frozen public struct GatewayMessageID: Name {
  public let text: String

  @inlinable public init(_ text: String) { self.text = text }
}

/// A name of any other kind: of a variable, an outcome, a file.
@frozen public struct ExactText: Name {
  public let text: String

  @inlinable public init(_ text: String) { self.text = text }
}
