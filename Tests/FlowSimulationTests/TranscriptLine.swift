import JSONSyntax

/// A record as a line of a transcript: `[5000] session-2: outcome wait onTimeout @end:incomplete`.
///
/// Its type, then its values in the order of their keys. In front stand the time in milliseconds, where it is not 0, and
/// the session, where it is not `session-1`. A value that a record of that type need not have stands with its key:
/// `until=30000`. A string of letters, digits and a few signs stands without quotes.
enum TranscriptLine {
  private static let optional = ["until", "fail", "headers", "body"]

  static func text(of record: JSON, showsInput: Bool) -> String {
    guard let fields = record.object, let type = record["type"]?.string else { return record.compact }
    var words: [String] = []
    if let time = record["at"]?.number?.integer, time != 0 { words.append("[\(time)]") }
    switch record["session"]?.string {
    case "session-1"?: break
    case let session?: words.append(session + ":")
    case nil: words.append("-:")
    }
    words.append(type)
    for field in fields where !["seq", "at", "type", "session"].contains(field.key) {
      if field.key == "input", !showsInput { continue }
      let isOptional = optional.contains(field.key) || (type == "ended" && field.key == "reason")
      words.append((isOptional ? field.key + "=" : "") + text(of: field.value))
    }
    return words.joined(separator: " ")
  }

  private static func text(of value: JSON) -> String {
    guard let string = value.string, !string.isEmpty, string.utf8.allSatisfy(\.isPlain) else {
      return value.compact
    }
    // A text that reads like a number, `true` or `null` is told from one by its quotes.
    return (try? JSON(parsing: string)) == nil ? string : value.compact
  }
}

extension UInt8 {
  /// Whether a string with this byte can stand without quotes.
  fileprivate var isPlain: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "+-@:._/".utf8.contains(self)
    }
  }
}
