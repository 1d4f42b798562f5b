import Diagnostics
import FlowInterpreter
import JSONSyntax

/// What was expected beside what there is: a row for each expected member, those that differ marked with `≠`.
struct RecordComparison {
  /// A member of what was expected, by its way through the objects: `input.phoneNumber`.
  private struct Row {
    let name: String
    let expected: String
    let actual: String
    let isDifferent: Bool
    /// Where both are texts that look alike: the code points in which they differ.
    let codePoints: (expected: String, actual: String)?
  }

  /// How wide names may be.
  private static let nameWidth = 32
  /// How many members are shown.
  private static let shownRows = 50

  /// What is compared: a record's type, or what else an expectation may speak of.
  private let title: String
  /// What the other side is.
  private let actualTitle: String
  private let rows: [Row]

  /// Compares an expectation, an object with one member, with something of the same shape.
  init(of expected: JSON, with actual: JSON?) {
    var (expected, actual, titles) = (expected, actual, [String]())
    // `messageSent`, or `not messageSent`.
    while titles.count < 2, let field = expected.object?.first, titles.isEmpty || titles == ["not"] {
      titles.append(field.key)
      (expected, actual) = (field.value, actual?[field.key])
    }
    title = titles.joined(separator: " ")
    let number = actual?[RecordMember.seq.rawValue]?.number.map { "record \($0.text)" }
    actualTitle = number ?? (actual == nil ? "no such record" : "actual")
    rows = Self.rows(of: expected, with: actual)
  }

  /// The rows, in the order of what was expected. Where there is nothing to compare with, there is no difference to
  /// mark.
  private static func rows(of expected: JSON, with whole: JSON?) -> [Row] {
    var rows: [Row] = []
    var pending = [(name: "", expected: expected, actual: whole)]
    while let (name, expected, actual) = pending.popLast(), rows.count <= shownRows {
      if let fields = expected.object, !fields.isEmpty {
        for field in fields.prefix(shownRows + 1).reversed() {
          pending.append(
            (name.isEmpty ? field.key : "\(name).\(field.key)", field.value, actual?[field.key]))
        }
      } else {
        rows.append(
          Row(
            name: name, expected: expected.compact.printable,
            actual: actual?.compact.printable ?? (whole == nil ? "" : "none"),
            isDifferent: whole != nil && actual?.contains(expected) != true,
            codePoints: LookAlikes.difference(of: expected.string, and: actual?.string)))
      }
    }
    return rows
  }

  // MARK: Layout

  /// The table, a line for each row and one for the titles.
  func lines(width: Int, style: TerminalStyle) -> [String] {
    let shown = rows.prefix(Self.shownRows)
    let names = min(
      Self.nameWidth, max(title.displayWidth, (shown.map { $0.name.displayWidth + 2 }.max() ?? 0)))
    let free = width - names - 5
    let codePoints = shown.compactMap { $0.isDifferent ? $0.codePoints : nil }
    let wanted =
      (shown.map(\.expected) + codePoints.map(\.expected) + ["expected"]).map(\.displayWidth).max() ?? 0
    let other =
      (shown.map(\.actual) + codePoints.map(\.actual) + [actualTitle]).map(\.displayWidth).max() ?? 0
    // One side may take what the other does not need.
    let left = min(wanted, max(free / 2, free - other))
    let right = free - left
    func row(_ name: String, _ expected: String, _ actual: String) -> String {
      "\(name.shortened(to: names).padded(to: names))  \(expected.padded(to: left)) | \(actual)".trimmed
    }
    var lines = [style.strong(row(title.printable, "expected", actualTitle))]
    for member in shown {
      let (expected, actual) = Self.excerpts(member.expected, left, member.actual, right)
      let line = row((member.isDifferent ? "≠ " : "  ") + member.name.printable, expected, actual)
      lines.append(member.isDifferent ? style.severity(line, .error) : line)
      if member.isDifferent, let (expected, actual) = member.codePoints {
        lines.append(row("    they look alike", expected, actual))
      }
    }
    if rows.count > shown.count { lines.append("  …") }
    return lines
  }

  /// Both texts, each no wider than its column. Where that cuts them, what is shown begins shortly before the first
  /// difference, if there is one.
  private static func excerpts(
    _ expected: String, _ left: Int, _ actual: String, _ right: Int
  ) -> (expected: String, actual: String) {
    guard expected.displayWidth > left || actual.displayWidth > right else { return (expected, actual) }
    let same = zip(expected.unicodeScalars, actual.unicodeScalars).prefix { $0 == $1 }.count
    let counts = (expected.unicodeScalars.count, actual.unicodeScalars.count)
    let isDifferent = same < max(counts.0, counts.1)
    // Not further on than where both ends are shown.
    let start = min(same - min(left, right) / 3, max(counts.0 - left, counts.1 - right) + 1)
    func excerpt(_ text: String, _ width: Int) -> String {
      guard isDifferent, start > 0 else { return text.shortened(to: width) }
      let tail = text.unicodeScalars.dropFirst(start)
      return tail.reduce(into: "…") { $0.unicodeScalars.append($1) }.shortened(to: width)
    }
    return (excerpt(expected, left), excerpt(actual, right))
  }
}
