import RefrainKit

/// Why a scenario failed, for people: the step and its line, what was expected, and what came instead.
struct FailureReport {
  /// How many records are shown; the latest ones tell most.
  private static let shownRecords = 40

  let failure: ScenarioResult.Failure
  let scenario: Scenario
  let source: SourceFile
  let start: Timestamp

  /// The report's lines, the first of them without the word for a failure.
  var lines: [String] {
    let position = source.lines.position(at: failure.place.range.lowerBound)
    var lines = [
      "\(source.path.printable):\(position.line):\(position.column): step \(failure.step) of "
        + "\"\(scenario.name.printable)\": \(failure.reason.printable)",
      "  \(sourceLine(position.line))",
    ]
    if let expected = failure.expected { lines.append("  expected: \(expected.compact.printable)") }
    let records = failure.unmatched.suffix(Self.shownRecords)
    let omitted = failure.unmatched.count - records.count
    lines.append(records.isEmpty ? "  no records since the last match" : "  records since the last match:")
    if omitted > 0 { lines.append("    … \(omitted) earlier ones") }
    lines += records.map { "    " + $0.json(traceStart: start).compact.printable }
    return lines
  }

  private func sourceLine(_ line: Int) -> String {
    let text = String(decoding: source.bytes[source.lines.bytes(ofLine: line)].prefix(400), as: UTF8.self)
    return "\(line) | \(text.drop(while: \.isWhitespace))".printable
  }
}
