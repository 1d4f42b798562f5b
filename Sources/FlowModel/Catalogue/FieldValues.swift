public import Diagnostics
public import JSONSyntax

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

  /// A bit for the length of each name, modulo the bits that there are. Most look-ups are of names that are not here, and
  /// need not compare one.
  private let lengths: UInt32

  /// Creates the members of an object.
  public init(_ entries: [Entry] = [], hasUnknownMembers: Bool = false) {
    self.entries = entries
    self.hasUnknownMembers = hasUnknownMembers
    lengths = entries.reduce(0) { $0 | Self.bit(forLengthOf: $1.name) }
  }

  /// The value of a member. Complexity: linear in the number of members.
  public subscript(name: String) -> FieldValue? {
    guard lengths & Self.bit(forLengthOf: name) != 0 else { return nil }
    // Comparing strings takes long where they differ, and few are of the same length.
    let length = name.utf8.count
    for index in entries.indices
    where entries[index].name.utf8.count == length && entries[index].name == name {
      return entries[index].value
    }
    return nil
  }

  private static func bit(forLengthOf name: String) -> UInt32 { 1 << UInt32(name.utf8.count % 32) }
}

/// A value as it was loaded, with its place.
public struct FieldValue: Sendable {
  /// What the value is.
  public enum Content: Sendable {
    /// A value with an error that has been reported: nothing is known of it.
    case invalid
    case null
    case boolean(Bool)
    case number(JSONNumber)
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
  /// The nearest double of the number, if it is one.
  public var number: Double? { if case .number(let number) = content { number.double } else { nil } }
  /// The boolean, if it is one.
  public var boolean: Bool? { if case .boolean(let boolean) = content { boolean } else { nil } }
  /// The template, if it is one.
  public var template: Template? { if case .template(let template) = content { template } else { nil } }
  /// The members, if it is an object.
  public var object: FieldValues? { if case .object(let object) = content { object } else { nil } }
  /// The elements, if it is an array.
  public var list: [FieldValue]? { if case .list(let list) = content { list } else { nil } }
}
