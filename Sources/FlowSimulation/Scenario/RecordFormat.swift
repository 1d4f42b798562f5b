import FlowInterpreter
import FlowModel

/// The records of a trace, as an expectation may describe them: every member is optional.
enum RecordFormat {
  /// The members of every record.
  static let common: [Field] = [
    number("seq"), number("at"), text("type"), text("session"),
  ]

  /// The types of records and their further members, in the order of the language reference.
  static let types: [(name: String, fields: [Field])] = [
    ("sessionStarted", [text("flow"), text("channel"), text("from")]),
    ("nodeEntered", [text("node"), text("nodeType")]),
    ("variableSet", [text("name"), anything("value")]),
    ("referenceEmpty", [text("node"), text("reference")]),
    ("messageSent", [text("node"), text("channel"), text("to"), text("from"), text("text")]),
    ("messageForwarded", [text("node"), text("text")]),
    ("messageReceived", [text("node"), text("channel"), text("text")]),
    ("answerReceived", [text("node"), number("status"), text("fail")]),
    ("conversationRequested", [text("node"), members("input")]),
    ("httpRequested", [text("node"), text("method"), text("url")]),
    ("waiting", [text("node"), text("for"), number("until")]),
    ("eventReceived", [text("event"), text("id")]),
    ("eventHeld", [text("event"), text("id"), text("reason")]),
    ("eventDiscarded", [text("event"), text("id"), text("reason")]),
    ("messageUnhandled", [text("channel"), text("from")]),
    ("outcome", [text("node"), text("outcome"), text("target")]),
    ("branchEnded", [text("node"), text("outcome")]),
    ("waitingNodeSkipped", [text("node"), text("branch"), text("outcome")]),
    ("ended", [text("result"), number("code"), text("reason")]),
  ]

  private static func text(_ name: String) -> Field {
    .optional(name, .text(.any), "A member of the record.")
  }

  private static func number(_ name: String) -> Field {
    .optional(name, .number(.notNegative(upTo: .greatestFiniteMagnitude)), "A member of the record.")
  }

  private static func anything(_ name: String) -> Field {
    .optional(name, .anything, "A member of the record.")
  }

  private static func members(_ name: String) -> Field {
    .optional(name, .map(keys: .any, values: .anything), "Members of the object in the record.")
  }
}
