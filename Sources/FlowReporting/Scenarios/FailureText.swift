import Diagnostics
public import FlowSimulation
import JSONSyntax

/// A failed step for people: where it stands, what was expected beside what there is, and the records since the last
/// match.
///
///     Flows/a.scenario.json:10:5: step 4 of "an agent answers": no record since the last match fits
///       10 | { "expect": { "messageSent": { "to": "+15555550142", "text": "Hi!" } } },
///
///       messageSent  expected        | actual
///         to         "+15555550142"  | "+15555550142"
///       ≠ text       "Hi!"           | "Hi, Maya here."
public struct FailureText: Sendable {
  private static let width = 100
  /// How many records are shown; the latest ones tell most.
  private static let shownRecords = 20
  /// How wide a record's lines are: most records fit in one.
  private static let recordWidth = 108
  /// How many lines of a record are shown.
  private static let recordLines = 6

  private let failure: ScenarioFailure
  private let source: SourceFile
  private let name: String
  private let style: TerminalStyle

  /// Creates a text.
  /// - Parameters:
  ///   - source: The scenario's file.
  ///   - name: The scenario's name.
  public init(
    _ failure: ScenarioFailure, in source: SourceFile, of name: String,
    style: TerminalStyle = TerminalStyle(isColored: false)
  ) {
    self.failure = failure
    self.source = source
    self.name = name
    self.style = style
  }

  /// The text's lines, the first of them without the word for a failure.
  public var lines: [String] {
    let start = failure.start(in: source)
    let place = style.strong("\(source.path.printable):\(start.line):\(start.column):")
    return [
      "\(place) step \(failure.step) of \"\(name.printable)\": \(failure.reason.printable)",
      "  " + style.faint("\(start.line) |") + " " + sourceLine(start.line),
    ] + comparison + records
  }

  private func sourceLine(_ line: Int) -> String {
    let text = String(decoding: source.bytes[source.lines.bytes(ofLine: line)].prefix(400), as: UTF8.self)
    return String(text.drop(while: \.isWhitespace)).printable.shortened(to: Self.width)
  }

  // MARK: Side by side

  private var comparison: [String] {
    guard let expected = failure.expected else { return [] }
    let rows = RecordComparison(of: expected, with: failure.actual)
    return [""] + rows.lines(width: Self.width - 2, style: style).map { "  " + $0 }
  }

  // MARK: Records

  private var records: [String] {
    let shown = failure.unmatched.suffix(Self.shownRecords)
    let omitted = failure.omitted + failure.unmatched.count - shown.count
    guard !shown.isEmpty else { return ["", "  no records since the last match"] }
    var lines = ["", "  records since the last match:"]
    if omitted > 0 { lines.append("    … \(omitted) earlier ones") }
    for record in shown {
      let text = record.compact.printable.lines(ofWidth: Self.recordWidth, limit: Self.recordLines)
      lines += text.enumerated().map { index, line in (index == 0 ? "    " : "        ") + line }
    }
    return lines
  }
}
