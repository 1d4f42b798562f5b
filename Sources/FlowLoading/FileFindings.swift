import Diagnostics
import FlowModel
import JSONSyntax

/// The findings of the rules that judge the file itself (1xx), in the words in which they are reported.
extension Finding {
  static var fileTooLarge: Finding {
    Finding(
      .fileTooLarge, "the file is larger than \(Limits.fileSize / 1024 / 1024) MiB",
      at: SourcePlace(0..<0, element: 0),
      help: "The platform takes flows of up to 10 MB. Split the flow, or move long texts out of it.")
  }

  static func byteOrderMark(_ range: Range<Int>) -> Finding {
    Finding(
      .byteOrderMark, "the file begins with a byte order mark", at: SourcePlace(range, element: 0),
      help: "It is skipped here, but not by every tool. Save the file as UTF-8 without one.",
      fix: Fix("Take the byte order mark out", isSafe: true, [SourceEdit(range)]))
  }

  /// - Parameter kind: What the file is, where its first line tells that.
  static func invalidJSON(_ error: JSONSyntaxError, of kind: DocumentKind?) -> Finding {
    Finding(
      .invalidJSON, error.message, at: SourcePlace(error.cause ?? error.range, element: 0),
      help: kind.map { "This is \($0.name), a value on each line. \($0.usage)" }
        ?? "The file must be strict JSON (RFC 8259) in UTF-8: no comments, no trailing commas. Nothing else is judged until it can be read."
    )
  }

  static func duplicateKey(_ key: JSONNode, first: JSONNode?) -> Finding {
    Finding(
      .duplicateKey, "the key \(key.quoted) stands twice in this object", at: key.place,
      related: first.map { [RelatedPlace("the first one, which counts", at: $0.place)] } ?? [],
      help:
        "Tools disagree on which of the two counts, so the flow means different things to each. Remove one.")
  }

  static func unsupportedVersion(_ written: JSONNode, known: Int) -> Finding {
    let isNewer = written.number?.integer.map { $0 > known } ?? false
    let advice =
      isNewer
      ? "This Refrain knows version \(known), and the file says that it is of a newer one: take a newer Refrain."
      : "The only version is \(known): write `\"formatVersion\": \(known)`."
    return Finding(
      .unsupportedFormatVersion, "this version of the format is not supported", at: written.place,
      help: "\(advice) Nothing else of the file is judged.")
  }

  static func unknownField(
    _ key: JSONNode, of object: String, names: [String], takesExtensions: Bool, nearest: String?, isFree: Bool
  ) -> Finding {
    let extensions = takesExtensions ? " Keys that begin with `x-` are free for other tools." : ""
    return Finding(
      .unknownField, "\(object) has no field \(key.quoted)\(suggesting(nearest))", at: key.place,
      help: "Nothing would read it. The fields are \(listed(names, nearest: nearest)).\(extensions)",
      fix: isFree ? nearest.map { Fix(writing: $0, over: key) } : nil)
  }

  static func fieldOfOtherConfiguration(_ key: JSONNode, of object: String, condition: Field.Condition)
    -> Finding
  {
    Finding(
      .unknownField,
      "\(object) has no field \(key.quoted) as it is configured: it goes \(condition.description)",
      at: key.place, help: "Remove the field, or what excludes it.")
  }

  static func customAttribute(
    _ key: JSONNode, names: [String], nearest: String?, condition: Field.Condition?
  ) -> Finding {
    let reason = condition.map { " as it is configured: it goes \($0.description)" } ?? ""
    return Finding(
      .customAttributeNotSupported,
      "a StartConversation has no input \(key.quoted)\(reason)\(suggesting(nearest))", at: key.place,
      help: """
        The node sends its own inputs and nothing else: a custom attribute would never reach the agent. Remove it. The \
        inputs are \(listed(names, nearest: nearest)).
        """)
  }

  static func missingField(_ field: Field, in object: JSONNode, called objectName: String) -> Finding {
    let choices = if case .choice(let choices) = field.shape { choices } else { [String]() }
    let help = field.summary + (choices.isEmpty ? "" : " It is one of \(listed(choices, nearest: nil)).")
    return Finding(
      .missingField, "\(objectName) needs the field `\(field.name)`", at: object.place, help: help)
  }

  /// How many fields of which one is needed a message names; a longer list is the help's.
  private static let namedAlternatives = 3

  static func missingAlternative(_ names: [String], in object: JSONNode, called objectName: String) -> Finding
  {
    Finding(
      .missingField,
      names.count > namedAlternatives
        ? "\(objectName) needs one of its fields"
        : "\(objectName) needs one of the fields \(names.map { "`\($0)`" }.joined(separator: " or "))",
      at: object.place, help: "Exactly one of them must be there: \(listed(names, nearest: nil)).")
  }

  static func excludedField(_ member: JSONMember, by other: String, in objectName: String) -> Finding {
    Finding(
      .invalidValue, "\(objectName) cannot have both `\(other)` and `\(member.name)`", at: member.value.place,
      help: "The two exclude each other. Remove one.")
  }

  /// - Parameter exactly: What is wanted, exactly.
  static func wrongType(
    _ value: JSONNode, wanted: String, exactly: String? = nil, subject: ValueSubject
  ) -> Finding {
    Finding(
      .wrongType, "\(subject) must be \(wanted), not \(value.kindName)", at: value.place,
      help: "Write \(exactly ?? wanted) here.")
  }

  static func invalidValue(_ problem: String, at place: SourcePlace, help: String, fix: Fix? = nil) -> Finding
  {
    Finding(.invalidValue, problem, at: place, help: help, fix: fix)
  }

  static func unknownNodeType(_ value: JSONNode, nearest: String?) -> Finding {
    let types = listed(NodeType.allCases.map(\.name), nearest: nearest)
    return Finding(
      .unknownNodeType, "there is no node type \(value.quoted)\(suggesting(nearest))", at: value.place,
      help: "The types are \(types). Nothing else of this node is judged.",
      fix: nearest.map { Fix(writing: $0, over: value) })
  }

  static func unknownOutcome(
    _ key: JSONNode, of type: NodeType, names: [String], nearest: String?, isFree: Bool
  ) -> Finding {
    return Finding(
      .unknownOutcome,
      "a \(type.name) node, as configured, has no outcome \(key.quoted)\(suggesting(nearest))",
      at: key.place,
      help: """
        This way would never be taken. The node's outcomes are \(listed(names, nearest: nearest)); `otherwise` stands \
        for those not listed.
        """, fix: isFree ? nearest.map { Fix(writing: $0, over: key) } : nil)
  }
}

extension Fix {
  /// Writes a name in the place of a string, where that is probably what was meant.
  init(writing name: String, over text: JSONNode) {
    self.init("Write \(name.quoted)", [.string(name, at: text.range)])
  }
}

extension Field.Condition {
  /// When the field is there: `with ...`, `without ...`.
  fileprivate var description: String {
    switch self {
    case .field(let name, let values): "with `\(name)` \(values.map { "`\($0)`" }.joined(separator: ", "))"
    case .with(let name): "with `\(name)`"
    case .without(let name): "without `\(name)`"
    }
  }
}

extension JSONNode {
  /// A string of the file as messages show it.
  var quoted: String { (string ?? "").quoted }
}
