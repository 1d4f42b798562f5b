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
      help: "It is skipped here, but not by every tool. Save the file as UTF-8 without one.")
  }

  static func invalidJSON(_ error: JSONSyntaxError) -> Finding {
    Finding(
      .invalidJSON, error.message, at: SourcePlace(error.range, element: 0),
      help:
        "The file must be strict JSON (RFC 8259) in UTF-8: no comments, no trailing commas. Nothing else is judged until it can be read."
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
    Finding(
      .unsupportedFormatVersion, "this version of the format is not supported", at: written.place,
      help:
        "The only version is \(known): write `\"formatVersion\": \(known)`. Nothing else of the file is judged."
    )
  }

  static func unknownField(_ key: JSONNode, of object: String, nearest: String?) -> Finding {
    Finding(
      .unknownField, "\(object) has no field \(key.quoted)\(suggesting(nearest))", at: key.place,
      help:
        "Nothing would read it. In a flow, keys that begin with `x-` are free for other tools, at the top level and in nodes."
    )
  }

  static func fieldOfOtherConfiguration(_ key: JSONNode, of object: String, condition: Field.Condition)
    -> Finding
  {
    Finding(
      .unknownField,
      "\(object) has no field \(key.quoted) as it is configured: it goes \(condition.description)",
      at: key.place, help: "Remove the field, or what excludes it.")
  }

  static func customAttribute(_ key: JSONNode, nearest: String?, condition: Field.Condition?) -> Finding {
    let reason = condition.map { " as it is configured: it goes \($0.description)" } ?? ""
    return Finding(
      .customAttributeNotSupported,
      "a StartConversation has no input \(key.quoted)\(reason)\(suggesting(nearest))", at: key.place,
      help:
        "The node sends its own inputs and nothing else: a custom attribute would never reach the agent. Remove it."
    )
  }

  static func missingField(_ name: String, in object: JSONNode, called objectName: String, summary: String)
    -> Finding
  {
    Finding(
      .missingField, "\(objectName) needs the field `\(name)`", at: object.place, help: "\(summary)")
  }

  static func missingAlternative(_ names: [String], in object: JSONNode, called objectName: String) -> Finding
  {
    Finding(
      .missingField,
      "\(objectName) needs one of the fields \(names.map { "`\($0)`" }.joined(separator: " or "))",
      at: object.place, help: "Exactly one of them must be there.")
  }

  static func excludedField(_ member: JSONMember, by other: String, in objectName: String) -> Finding {
    Finding(
      .invalidValue, "\(objectName) cannot have both `\(other)` and `\(member.name)`", at: member.value.place,
      help: "The two exclude each other. Remove one.")
  }

  static func wrongType(_ value: JSONNode, wanted: String, subject: String) -> Finding {
    Finding(
      .wrongType, "\(subject) must be \(wanted), not \(value.kindName)", at: value.place,
      help: "Write \(wanted) here.")
  }

  static func invalidValue(_ problem: String, at place: SourcePlace, help: String) -> Finding {
    Finding(.invalidValue, problem, at: place, help: help)
  }

  static func unknownNodeType(_ value: JSONNode, nearest: String?) -> Finding {
    Finding(
      .unknownNodeType, "there is no node type \(value.quoted)\(suggesting(nearest))", at: value.place,
      help:
        "The types are \(NodeType.allCases.map(\.name).joined(separator: ", ")). Nothing else of this node is judged."
    )
  }

  static func unknownOutcome(
    _ key: JSONNode, of type: NodeType, outcomes: [Outcome], nearest: String?
  ) -> Finding {
    let names = outcomes.prefix(20).map(\.name).joined(separator: ", ") + (outcomes.count > 20 ? ", …" : "")
    return Finding(
      .unknownOutcome,
      "a \(type.name) node, as configured, has no outcome \(key.quoted)\(suggesting(nearest))",
      at: key.place,
      help:
        "This way would never be taken. The node's outcomes are \(names); `otherwise` stands for those not listed."
    )
  }
}

extension Field.Condition {
  /// When the field is there: `with ...`, `without ...`.
  fileprivate var description: String {
    switch self {
    case .field(let name, let values): "with `\(name)` \(values.map { "`\($0)`" }.joined(separator: ", "))"
    case .without(let name): "without `\(name)`"
    }
  }
}

extension JSONNode {
  /// A string of the file as messages show it.
  var quoted: String { (string ?? "").quoted }
}
