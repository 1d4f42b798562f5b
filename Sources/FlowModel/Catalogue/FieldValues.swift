public import Diagnostics

/// The members of an object as they were loaded, each with its place.
public struct FieldValues: Sendable {
  /// One member.
  public struct Entry: Sendable {
    /// The key.
    public let name: String
    /// The key's place.
    public let namePlace: SourcePlace
    /// The value.
    public let value: FieldValue

    /// Creates an entry.
    public init(name: String, namePlace: SourcePlace, value: FieldValue) {
      self.name = name
      self.namePlace = namePlace
      self.value = value
    }
  }

  /// The members, in file order. Of a doubled key only the first is here, of unknown ones none.
  public let entries: [Entry]

  /// Whether there are members that the object does not have (RF103), any of which may be a misspelt one.
  public let hasUnknownMembers: Bool

  /// Creates the members of an object.
  public init(_ entries: [Entry] = [], hasUnknownMembers: Bool = false) {
    self.entries = entries
    self.hasUnknownMembers = hasUnknownMembers
  }

  /// The value of a member. Complexity: linear in the number of members.
  public subscript(name: String) -> FieldValue? {
    entries.first { $0.name == name }?.value
  }

  /// Every template in these members, those of nested ones included, in file order.
  public var templates: [(template: Template, place: SourcePlace)] {
    entries.flatMap(\.value.templates)
  }
}

/// A value as it was loaded, with its place.
public struct FieldValue: Sendable {
  /// What the value is.
  public indirect enum Content: Sendable {
    /// A value with an error that has been reported: nothing is known of it.
    case invalid
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case template(Template)
    case object(FieldValues)
    case list([FieldValue])
    /// A value that is kept as it is (`x-…`), or that its own part of the loader judges.
    case unjudged
  }

  /// What the value is.
  public let content: Content
  /// Where it stands.
  public let place: SourcePlace

  /// Creates a value.
  public init(_ content: Content, at place: SourcePlace) {
    self.content = content
    self.place = place
  }

  /// Whether an error in the value itself has been reported.
  public var isInvalid: Bool { if case .invalid = content { true } else { false } }
  /// The string, if it is one.
  public var text: String? { if case .text(let text) = content { text } else { nil } }
  /// The number, if it is one.
  public var number: Double? { if case .number(let number) = content { number } else { nil } }
  /// The boolean, if it is one.
  public var boolean: Bool? { if case .boolean(let boolean) = content { boolean } else { nil } }
  /// The template, if it is one.
  public var template: Template? { if case .template(let template) = content { template } else { nil } }
  /// The members, if it is an object.
  public var object: FieldValues? { if case .object(let object) = content { object } else { nil } }
  /// The elements, if it is an array.
  public var list: [FieldValue]? { if case .list(let list) = content { list } else { nil } }

  /// Every template in the value, in file order. The nesting is that of a shape, a few levels.
  public var templates: [(template: Template, place: SourcePlace)] {
    switch content {
    case .template(let template): [(template, place)]
    case .object(let object): object.templates
    case .list(let list): list.flatMap(\.templates)
    case .invalid, .null, .boolean, .number, .text, .unjudged: []
    }
  }
}
