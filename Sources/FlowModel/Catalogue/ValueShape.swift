public import JSONSyntax

/// What a value in a flow or scenario file may be.
///
/// A file's format is said once, in these terms; loading, completion and the schemas' tests read it from here.
public indirect enum ValueShape: Sendable {
  /// Any JSON value, kept as it is.
  case anything
  /// A string of a certain form.
  case text(TextForm)
  /// A string of a certain form, or `$(env.NAME)` alone, for which a string of that form is put in.
  case textOrEnvironmentValue(TextForm)
  /// One of several strings.
  case choice([String])
  /// `true` or `false`.
  case boolean
  /// `null`.
  case null
  /// A number within a range.
  case number(NumberRange)
  /// A number without a fraction, however it is written.
  case integer(ClosedRange<Int>)
  /// A string that may hold references: `$(name)` or `$(node.output)`.
  case template
  /// A string that may hold references, to secrets too: `$(secret.NAME)`.
  case headerValue
  /// Any JSON value, in whose strings, but for the names of members, references may stand.
  case json
  /// An object with known members.
  case object(ObjectShape)
  /// An object whose keys the author chooses, of a certain form, with values that are all alike.
  case map(keys: TextForm, values: ValueShape)
  /// An array of so many values that are all alike.
  case list(ValueShape, count: ClosedRange<Int>, distinct: Distinction? = nil)
  /// A value of the first alternative that its JSON type fits.
  case either([ValueShape])
  /// `on`: outcomes to targets, which depend on the node.
  case outcomes
  /// `lintIgnore`: rule codes to reasons.
  case suppressions
  /// `nodes`: node ids to nodes.
  case nodes
}

extension ValueShape {
  /// What no two elements of an array may have in common.
  public enum Distinction: Sendable {
    /// The text of a member that all of them have.
    case member(String)
    /// Their being one keyword.
    case keyword
  }

  /// The keywords of a Start or a Receive.
  static let keywords = ValueShape.either([
    .text(.keyword), .list(.text(.keywordWord), count: Keywords.count, distinct: .keyword),
  ])
}

/// The members that an object may have.
///
/// It never changes, and is a class as its fields are: reading a file hands shapes on for every value.
public final class ObjectShape: Sendable {
  /// The members, in the order of the language reference. A name may stand twice, with different conditions.
  public let fields: [Field]
  /// The members by their names, each name once, in the order in which they first stand.
  package let namedFields: [NamedFields]
  /// The names of `namedFields`.
  package let names: KnownTexts
  /// A bit for each of `namedFields` of which a field must be there.
  package let requiredNames: UInt64
  /// Names of which exactly one must be there: two that are both there exclude each other.
  public let exactlyOneOf: [[String]]
  /// Names of which one at most may be there.
  public let atMostOneOf: [[String]]
  /// Whether there must be at least one member.
  public let needsMember: Bool
  /// Whether the object takes any key that begins with `x-`, for other tools.
  public let takesExtensions: Bool
  /// Whether an unknown member is one that the platform has no room for, rather than a mistake (RF110, not RF103).
  public let refusesCustomAttributes: Bool
  /// Whether such an object is a node: its first name is the type, the last ones are those of the common fields.
  package let isNode: Bool
  /// What such an object is called in a message: `a Delay node`.
  public let name: String

  /// Groups of names that exclude each other.
  public let alternatives: [[String]]

  /// Creates a shape.
  public init(
    _ name: String, _ fields: [Field], exactlyOneOf: [[String]] = [], atMostOneOf: [[String]] = [],
    needsMember: Bool = false, takesExtensions: Bool = false, refusesCustomAttributes: Bool = false,
    isNode: Bool = false
  ) {
    self.isNode = isNode
    self.name = name
    self.fields = fields
    var namedFields: [NamedFields] = []
    for field in fields {
      if let index = namedFields.firstIndex(where: { $0.name == field.name }) {
        namedFields[index] = NamedFields(namedFields[index].fields + [field])
      } else {
        namedFields.append(NamedFields([field]))
      }
    }
    precondition(namedFields.count <= 64, "A reader keeps in the bits of a word which names it has seen.")
    self.namedFields = namedFields
    names = KnownTexts(namedFields.map(\.name))
    requiredNames = namedFields.indices.reduce(0) { names, index in
      namedFields[index].fields.contains(where: \.isRequired) ? names | 1 << UInt64(index) : names
    }
    self.exactlyOneOf = exactlyOneOf
    self.atMostOneOf = atMostOneOf
    alternatives = exactlyOneOf + atMostOneOf
    self.needsMember = needsMember
    self.takesExtensions = takesExtensions
    self.refusesCustomAttributes = refusesCustomAttributes
  }
}

/// The fields of one name. It never changes.
package final class NamedFields: Sendable {
  /// The key.
  package let name: String
  /// The fields, at least one.
  package let fields: [Field]
  /// The field, where an object has it however it is configured.
  package let onlyField: Field?

  fileprivate init(_ fields: [Field]) {
    name = fields[0].name
    self.fields = fields
    onlyField = fields[0].condition == nil ? fields[0] : nil
  }
}

/// One member of an object. It never changes.
public final class Field: Sendable {
  /// When an object has a field, which another field, of the object or of one around it, decides.
  public enum Condition: Sendable {
    /// Where the other field has one of some values.
    case field(String, isOneOf: [String])
    /// Where the other field is there.
    case with(String)
    /// Where the other field is not there.
    case without(String)
  }

  /// The key.
  public let name: String
  /// What its value may be.
  public let shape: ValueShape
  /// Whether it must be there, where the object has it at all.
  public let isRequired: Bool
  /// When the object has it; always where there is none.
  public let condition: Condition?
  /// What it means, in a sentence.
  public let summary: String
  /// What its value is called in a message.
  public let subject: String

  private init(
    _ name: String, _ shape: ValueShape, isRequired: Bool, condition: Condition?, summary: String
  ) {
    self.name = name
    self.shape = shape
    self.isRequired = isRequired
    self.condition = condition
    self.summary = summary
    subject = "`\(name)`"
  }

  /// A field that must be there.
  public static func required(
    _ name: String, _ shape: ValueShape, when condition: Condition? = nil, _ summary: String
  ) -> Field {
    Field(name, shape, isRequired: true, condition: condition, summary: summary)
  }

  /// A field that may be there.
  public static func optional(
    _ name: String, _ shape: ValueShape, when condition: Condition? = nil, _ summary: String
  ) -> Field {
    Field(name, shape, isRequired: false, condition: condition, summary: summary)
  }
}

extension Field.Condition {
  /// The condition that a field has a certain value.
  public static func field(_ name: String, is value: String) -> Field.Condition {
    .field(name, isOneOf: [value])
  }
}

/// The numbers from one to another.
public struct NumberRange: Sendable {
  /// The least number, inside unless `excludesLower`.
  public let lower: Double
  /// The greatest number, inside; infinite where there is none.
  public let upper: Double
  /// Whether `lower` itself is outside.
  public let excludesLower: Bool

  /// Whether the range holds a number, with each of its digits.
  public func contains(_ number: JSONNumber) -> Bool {
    let double = number.double
    // The nearest double is on the same side of a bound, or the bound itself.
    if double == lower {
      let bound = JSONNumber(lower).exact
      return excludesLower ? number.exact > bound : number.exact >= bound
    }
    return double > lower && (double == upper ? number.exact <= JSONNumber(upper).exact : double < upper)
  }

  /// More than nothing, and no more than `upper`.
  public static func positive(upTo upper: Double) -> NumberRange {
    NumberRange(lower: 0, upper: upper, excludesLower: true)
  }

  /// Nothing or more, and no more than `upper`.
  public static func notNegative(upTo upper: Double) -> NumberRange {
    NumberRange(lower: 0, upper: upper, excludesLower: false)
  }
}
