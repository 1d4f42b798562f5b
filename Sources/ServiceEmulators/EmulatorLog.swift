#if Service
import FlowModel
import JSONSyntax

/// What has happened at an emulator, in order: one line of JSON each, for people and for tests to read.
struct EmulatorLog: Sendable {
  /// How many lines are kept; older ones are forgotten.
  static let limit = 100_000

  private var lines: [String] = []
  private var count = 0

  /// Notes that something has happened.
  /// - Returns: The line.
  mutating func append(_ event: String, at now: Timestamp, _ fields: KeyValuePairs<String, JSON>) -> String {
    count += 1
    var object = JSONObject()
    object["seq"] = .number(count)
    object["at"] = .string(now.rfc3339)
    object["event"] = .string(event)
    for (name, value) in fields { object[name] = value }
    let text = JSON.object(object).compact
    lines.append(text)
    // In pieces: removing from the front moves all that is left.
    if lines.count >= 2 * Self.limit { lines.removeFirst(Self.limit) }
    return text
  }

  /// The latest lines behind one of a number, oldest first; no more than make `size` bytes.
  func latest(after number: Int, size: Int) -> [String] {
    var left = size
    let lines = lines.dropFirst(max(0, number - (count - lines.count)))
    return lines.reversed().prefix { line in
      left -= line.utf8.count
      return left >= 0
    }.reversed()
  }

  /// The lines behind one of a number, each with its end; no more than make `size` bytes, but one at least.
  func text(after number: Int, size: Int = 1 << 20) -> String {
    var text = ""
    let forgotten = count - lines.count
    for line in lines.dropFirst(max(0, number - forgotten)) {
      guard text.isEmpty || text.utf8.count + line.utf8.count < size else { break }
      text += line + "\n"
    }
    return text
  }
}
#endif
