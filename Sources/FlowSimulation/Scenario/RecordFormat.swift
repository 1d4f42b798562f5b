import FlowInterpreter
import FlowModel

/// The records of a trace, as an expectation may describe them: every member is optional.
enum RecordFormat {
  /// The types of records with all their members, in the order of the language reference.
  static let types: [(type: RecordType, fields: [Field])] = RecordType.allCases.map { type in
    (type, (RecordMember.common + type.members).map(field))
  }

  private static func field(_ member: RecordMember) -> Field {
    let shape: ValueShape =
      switch member.kind {
      case .text: .text(.any)
      case .number: .number(.notNegative(upTo: .greatestFiniteMagnitude))
      case .object: .map(keys: .any, values: .anything)
      case .anything: .anything
      }
    let summary =
      member.kind == .object ? "Members of the object in the record." : "A member of the record."
    return .optional(member.rawValue, shape, summary)
  }
}
