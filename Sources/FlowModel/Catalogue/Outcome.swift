package import JSONSyntax

/// One of the ways on from a node.
public struct Outcome: Sendable, Hashable {
  /// What an outcome is to its node, which decides where it goes when the author says nothing.
  public enum Class: String, Sendable {
    /// The node's normal way on; the author must say where it goes.
    case main
    /// The end of a conversation; the author must say where it goes.
    case closing
    /// Nothing came in time: `@end:incomplete` by default.
    case timeout
    /// Anything else went wrong: `@end:error` by default.
    case failure
    /// Something happened and the node goes on waiting: `@resume` by default.
    case intermediate
  }

  /// The outcome's name, as a key of `on`.
  public let name: String
  /// What it is to its node.
  public let `class`: Class
  /// When it is taken, in a few words.
  public let summary: String

  /// Creates an outcome.
  public init(_ name: String, _ class: Class, _ summary: String) {
    self.name = name
    self.class = `class`
    self.summary = summary
  }

  // By hand: a Branch's outcomes are what its author writes, and `==` of strings is not equality of bytes.

  /// Whether two outcomes have the same name, byte for byte, and class.
  public static func == (left: Outcome, right: Outcome) -> Bool {
    left.class == right.class && left.isNamed(right.name)
  }

  /// Whether the outcome has a name, byte for byte.
  public func isNamed(_ other: String) -> Bool {
    ExactText(name) == ExactText(other)
  }

  /// Feeds the name's bytes to `hasher`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactText(name))
  }
}

/// The outcomes of a node as it is configured.
///
/// It never changes, and is a class: but for Branches, nodes that are configured alike share one, by which what is worked
/// out for one of them is found again. Their outputs are set alike.
public final class OutcomeList: Sendable {
  /// The outcomes, in the order of the language reference.
  public let outcomes: [Outcome]
  /// Whether the configuration has an error that hides outcomes, so that an unknown name may be right.
  public let isUncertain: Bool

  /// The names of the outcomes.
  package let names: KnownTexts
  /// What each outcome is, for analyses of many nodes.
  package let bits: OutcomeBits

  /// Creates a list.
  public init(_ outcomes: [Outcome], isUncertain: Bool = false) {
    self.outcomes = outcomes
    self.isUncertain = isUncertain
    names = KnownTexts(outcomes.lazy.map(\.name))
    bits = OutcomeBits(outcomes)
  }
}

/// The outputs of a node as it is configured. It never changes, and is a class: nodes that are configured alike share one.
public final class OutputList: Sendable {
  /// The outputs, in the order of the language reference.
  public let outputs: [Output]
  /// The names of the outputs.
  package let names: KnownTexts

  /// Creates a list.
  public init(_ outputs: [Output]) {
    self.outputs = outputs
    names = KnownTexts(outputs.lazy.map(\.name))
  }

  /// No outputs.
  public static let none = OutputList([])
}

/// A value that a node leaves behind for templates: `$(node.output)`.
public struct Output: Sendable, Hashable {
  /// The output's name, dots included: `send.gatewayTid`.
  public let name: String
  /// Another spelling that the platform publishes for the same output.
  public let alias: String?
  /// Whether `.key` and `[index]` walk into it.
  public let holdsJSON: Bool
  /// The name of the output of the same node that says of which media type the text is, where there is one.
  public let typedBy: String?
  /// Where its value comes from.
  public let origin: Origin
  /// The names of the outcomes that always set it (it may be set after others).
  public let setBy: [String]
  /// The way into another output of the node that holds the same on the platform, which does not have this one; nil where
  /// the platform has it.
  public let wayOnPlatform: String?
  /// What it holds, in a few words.
  public let summary: String

  /// Creates an output.
  public init(
    _ name: String, from origin: Origin, setBy: [String], holdsJSON: Bool = false, typedBy: String? = nil,
    onPlatform wayOnPlatform: String? = nil, _ summary: String
  ) {
    self.name = name
    self.origin = origin
    self.setBy = setBy
    self.holdsJSON = holdsJSON
    self.typedBy = typedBy
    self.wayOnPlatform = wayOnPlatform
    self.summary = summary
    alias = name.hasSuffix(".transId") ? "\(name.dropLast(7))transid" : nil
  }
}
