public import Diagnostics
import JSONSyntax

/// A string that may hold references: `Your order $(orderNumber) is on its way.`
///
/// References are numbers into `FlowGraph.references`, where each stands with its place and what it refers to.
public enum Template: Sendable, Hashable {
  /// Text without a reference.
  case literal(String)
  /// One reference without a filter and nothing else, which keeps its value's type when it is assigned.
  case lone(ReferenceID)
  /// Text and references in turn.
  case composed([Part])

  /// A piece of a template.
  public enum Part: Sendable, Hashable {
    case literal(String)
    case reference(ReferenceID)
  }

  /// The text, if there is no reference in it.
  public var literal: String? { if case .literal(let text) = self { text } else { nil } }

  /// The pieces, in order.
  public var parts: [Part] {
    switch self {
    case .literal(let text): text.isEmpty ? [] : [.literal(text)]
    case .lone(let reference): [.reference(reference)]
    case .composed(let parts): parts
    }
  }

  /// The references, in order.
  public var references: [ReferenceID] {
    switch self {
    case .literal: []
    case .lone(let reference): [reference]
    case .composed(let parts):
      parts.compactMap { part in if case .reference(let reference) = part { reference } else { nil } }
    }
  }
}

/// The number of a reference in its graph.
public struct ReferenceID: Sendable, Hashable {
  /// The index into `FlowGraph.references`.
  public let index: Int

  /// Creates a number.
  public init(_ index: Int) { self.index = index }
}

/// A reference in a template, `$(name)`, `$(node.output)`, `$(env.name)` or `$(secret.name)`, perhaps with filters:
/// `$(node.output | trim)`.
public struct Reference: Sendable {
  /// A step from an object or an array to a value within it.
  public enum Step: Sendable, Hashable {
    case key(String)
    case index(Int)
  }

  /// What a reference refers to.
  public enum Subject: Sendable, Hashable {
    /// A custom variable.
    case variable(VariableID)
    /// An output of a node, as the node is configured, and the way into it.
    case output(OutputID, of: NodeID, path: [Step])
    /// A value of the project's environment, `$(env.NAME)`, that is not put in.
    case environmentValue(String)
    /// A secret of the live service, `$(secret.NAME)`: no flow and no simulation knows its text.
    case secret(String)
    /// Something that an error elsewhere hides, such as an output of a node whose type is unknown.
    case uncertain
    /// Nothing that there is (RF401).
    case undefined
  }

  /// The name before that of a value of the project's environment.
  package static let environmentName = "env"
  /// The name before that of a secret.
  package static let secretName = "secret"
  /// Names that no node and no custom variable may have: `$(env.NAME)` and `$(secret.NAME)` are values of a project.
  static let reservedNames = [environmentName, secretName]
  private static let knownReservedNames = KnownTexts(reservedNames)

  /// The reserved name that some bytes are; nil where they are none.
  package static func reservedName(_ bytes: [UInt8], in range: Range<Int>) -> String? {
    knownReservedNames.index(of: bytes, in: range).map { reservedNames[$0] }
  }

  /// What stands between `$(` and `)`, filters aside.
  public let text: String
  /// What is done to the text of what is referred to, in order.
  public let filters: [TextFilter]
  /// How many bytes of it the name takes.
  package let nameLength: Int
  /// Where the reference stands, `$(` and `)` included.
  public let place: SourcePlace
  /// What is referred to.
  public package(set) var subject: Subject

  /// Creates a reference that is not resolved yet.
  package init(_ parsed: ParsedReference, place: SourcePlace) {
    text = parsed.text
    filters = parsed.filters
    nameLength = parsed.nameLength
    self.place = place
    subject = .undefined
  }

  /// Creates a reference that is written as another one is, and not resolved yet.
  package init(_ other: Reference, place: SourcePlace) {
    text = other.text
    filters = other.filters
    nameLength = other.nameLength
    self.place = place
    subject = .undefined
  }

  /// Whether it is to a value of the project's environment. No node and no custom variable has that name.
  package var isEnvironmentValue: Bool {
    nameLength == Self.environmentName.utf8.count && text.utf8.count > nameLength
      && text.utf8.starts(with: Self.environmentName.utf8)
  }

  /// The reference with its filters, as it stands between `$(` and `)` but for spaces.
  public var written: String { filters.reduce(text) { "\($0) | \($1.written)" } }

  /// Whether a `default` gives it a text where it has none.
  public var hasDefault: Bool {
    filters.contains { if case .defaultText = $0 { true } else { false } }
  }

  /// The name of a variable or a node.
  public var name: String { String(decoding: text.utf8.prefix(nameLength), as: UTF8.self) }

  /// What follows the name. Empty for a custom variable.
  public var steps: [Step] { Self.steps(of: text, after: nameLength) }

  /// What follows the name in the text of a reference.
  package static func steps(of text: String, after nameLength: Int) -> [Step] {
    TemplateParser.steps(of: text, after: nameLength)
  }
}

extension Reference.Subject {
  /// Whether it is something that a session holds, and so may differ from one state of it to the next.
  package var isOfSession: Bool {
    switch self {
    case .variable, .output: true
    case .environmentValue, .secret, .uncertain, .undefined: false
    }
  }
}
