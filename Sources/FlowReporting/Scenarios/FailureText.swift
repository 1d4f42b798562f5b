import Diagnostics
import FlowInterpreter
public import FlowSimulation
import JSONSyntax

/// A failed step for people: where it stands, what was expected beside what there is, and what was said and done since the
/// last match.
///
///     Flows/a.scenario.json:10:5: step 4 of "an agent answers": no record since the last match fits
///       10 | { "expect": { "messageSent": { "to": "+15555550142", "text": "Hi!" } } },
///
///       messageSent  expected        | actual
///         to         "+15555550142"  | "+15555550142"
///       ≠ text       "Hi!"           | "Hi, Maya here."
public struct FailureText: Sendable {
  /// What is told of the time since the last match.
  public enum History: Sendable {
    /// Nothing: it has been told already.
    case none
    /// What was said and done.
    case transcript
    /// The trace's records.
    case records
  }

  private static let width = 100
  /// How many lines of the transcript are shown; the latest ones tell most.
  private static let shownLines = 20
  /// How many records are shown; the latest ones tell most.
  private static let shownRecords = 20
  /// How wide a record's lines are: most records fit in one.
  private static let recordWidth = 108
  /// How many lines of a record are shown.
  private static let recordLines = 6

  private let failure: ScenarioFailure
  private let source: SourceFile
  private let name: String
  private let history: History
  private let paths: ReportPaths?
  private let style: TerminalStyle

  /// Creates a text.
  /// - Parameters:
  ///   - source: The scenario's file.
  ///   - name: The scenario's name.
  ///   - history: What is told of the time since the last match.
  ///   - paths: How the file's path is told; as it was given where this is nil.
  public init(
    _ failure: ScenarioFailure, in source: SourceFile, of name: String, history: History = .transcript,
    paths: ReportPaths? = nil,
    style: TerminalStyle = TerminalStyle(isColored: false)
  ) {
    self.failure = failure
    self.source = source
    self.name = name
    self.history = history
    self.paths = paths
    self.style = style
  }

  /// The text's lines, the first of them without the word for a failure.
  public var lines: [String] {
    let start = failure.start(in: source)
    let path = paths?.path(of: source) ?? source.path
    let place = style.strong("\(path.printable):\(start.line):\(start.column):")
    return [
      "\(place) step \(failure.step) of \"\(name.printable)\": \(failure.reason.printable)",
      "  " + style.faint("\(start.line) |") + " " + sourceLine(start.line),
    ] + comparison + told
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

  // MARK: Since the last match

  private var told: [String] {
    switch history {
    case .none: []
    case .transcript: transcript
    case .records: records
    }
  }

  private var transcript: [String] {
    let count = failure.omitted + failure.unmatched.count
    guard count > 0 else { return ["", "  nothing has happened since the last match"] }
    let lines = Transcript.lines(of: failure.log, startingAt: failure.start, style: style)
    let shown = lines.suffix(Self.shownLines)
    let records = count == 1 ? "the record" : "the \(count) records"
    let hint = style.faint("  ('--verbose' shows \(records) since then)")
    guard !shown.isEmpty else { return ["", "  nothing was said or done since the last match", hint] }
    let isCut = lines.count > shown.count || failure.log.count { $0.record != nil } < count
    return ["", "  since the last match:"] + (isCut ? ["    …"] : [])
      + shown.map { "  " + $0.shortened(to: Self.recordWidth) } + [hint]
  }

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
