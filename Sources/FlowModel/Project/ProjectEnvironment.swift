public import Diagnostics
public import JSONSyntax

/// Where a project's flows run: the values that are put in for `$(env.NAME)`.
public struct ProjectEnvironment: Sendable {
  /// What is put in for a reference.
  public enum Value: Sendable, Hashable {
    case text(String)
    case number(JSONNumber)
    case boolean(Bool)

    /// The value as it renders in a text.
    public var text: String {
      switch self {
      case .text(let text): text
      case .number(let number): number.text
      case .boolean(let boolean): boolean ? "true" : "false"
      }
    }
  }

  /// A value with its name and places.
  public struct Entry: Sendable {
    /// The name, as `$(env.NAME)` has it.
    public let name: String
    /// Where the name stands.
    public let namePlace: SourcePlace
    /// What is put in; nil where it has an error.
    public let value: Value?
    /// Where it stands.
    public let valuePlace: SourcePlace

    /// Creates an entry.
    package init(name: String, namePlace: SourcePlace, value: Value?, valuePlace: SourcePlace) {
      self.name = name
      self.namePlace = namePlace
      self.value = value
      self.valuePlace = valuePlace
    }
  }

  /// The environment's name.
  public let name: String
  /// Where the name stands.
  public let namePlace: SourcePlace
  /// The values, in file order.
  public let entries: [Entry]
  /// Whether no error hides which values it gives.
  public let givesKnownNames: Bool
  /// The live service of this environment; nil where it has none.
  public let live: LiveSettings?

  private let values: [ExactText: Value?]

  /// Creates an environment.
  package init(
    name: String, namePlace: SourcePlace, entries: [Entry], givesKnownNames: Bool = true, live: LiveSettings?
  ) {
    self.name = name
    self.namePlace = namePlace
    self.entries = entries
    self.givesKnownNames = givesKnownNames
    self.live = live
    values = Dictionary(
      entries.map { (ExactText($0.name), $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The value of a name; nil where the environment gives none that can be used.
  public subscript(name: String) -> Value? { values[ExactText(name)] ?? nil }

  /// Whether the environment gives a value of a name, be it one with an error.
  public func gives(_ name: String) -> Bool { values[ExactText(name)] != nil }
}
