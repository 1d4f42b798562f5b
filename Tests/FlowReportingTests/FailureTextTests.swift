import Diagnostics
import FlowModel
import FlowSimulation
import JSONSyntax
import Testing

@testable import FlowReporting

@Suite("What a failed step is told by")
struct FailureTextTests {
  /// What is shown side by side.
  private static func comparison(of expected: String, with actual: String?) throws -> [String] {
    let table = RecordComparison(
      of: try JSON(parsing: expected), with: try actual.map { try JSON(parsing: $0) })
    return table.lines(width: 80, style: TerminalStyle(isColored: false))
  }

  static let cases: [(expected: String, actual: String?, lines: String)] = [
    (
      #"{"messageSent":{"to":"+1","text":"Hi"}}"#, #"{"messageSent":{"seq":7,"to":"+1","text":"Ho"}}"#,
      """
      messageSent  expected | record 7
        to         "+1"     | "+1"
      ≠ text       "Hi"     | "Ho"
      """
    ),
    // Members of objects one by one, arrays whole, numbers by value; what is not there is none.
    (
      #"{"conversationRequested":{"input":{"key":"a","n":1.0,"l":[1,2]},"node":"open"}}"#,
      #"{"conversationRequested":{"seq":3,"input":{"key":"b","n":1,"l":[2]}}}"#,
      """
      conversationRequested  expected | record 3
      ≠ input.key            "a"      | "b"
        input.n              1.0      | 1
      ≠ input.l              [1,2]    | [2]
      ≠ node                 "open"   | none
      """
    ),
    (
      #"{"not":{"ended":{"result":"error"}}}"#, #"{"not":{"ended":{"seq":9,"result":"error","code":102}}}"#,
      """
      not ended  expected | record 9
        result   "error"  | "error"
      """
    ),
    (
      #"{"waitingAt":"open"}"#, #"{"waitingAt":null}"#,
      """
      waitingAt  expected | actual
      ≠          "open"   | null
      """
    ),
    // With nothing to compare there is nothing to mark.
    (
      #"{"ended":{"result":"success"}}"#, nil,
      """
      ended     expected  | no such record
        result  "success" |
      """
    ),
    (
      #"{"ended":{}}"#, nil,
      """
      ended  expected | no such record
             {}       |
      """
    ),
    // What is too long begins shortly before the difference; wide characters take two columns, and control
    // characters are shown as escapes.
    (
      #"{"messageSent":{"text":"\#(String(repeating: "a", count: 60))b\#(String(repeating: "c", count: 60))"}}"#,
      #"{"messageSent":{"seq":7,"text":"\#(String(repeating: "a", count: 60))d"}}"#,
      """
      messageSent  expected                         | record 7
      ≠ text       …aaaaaaaaaabccccccccccccccccccc… | …aaaaaaaaaad"
      """
    ),
    (
      #"{"variables":{"日本":"\u001b"}}"#, #"{"variables":{"日本":null,"b":1}}"#,
      """
      variables  expected | actual
      ≠ 日本     "\\u001b" | null
      """
    ),
  ]

  @Test("Expected and actual members stand side by side", arguments: cases)
  func sideBySide(expected: String, actual: String?, lines: String) throws {
    #expect(try Self.comparison(of: expected, with: actual).joined(separator: "\n") == lines)
  }

  @Test("However long names and values are, no line is wider than the table")
  func width() throws {
    let long = String(repeating: "名前", count: 400)
    for actual in [#"{"a":{"\#(long)":"\#(long)!"}}"#, #"{"a":{"\#(long)":{}}}"#, nil] {
      for line in try Self.comparison(of: #"{"a":{"\#(long)":"\#(long)"}}"#, with: actual) {
        #expect(line.displayWidth <= 80)
      }
    }
  }

  @Test("Of many records the latest are shown, each wrapped, a very long one cut")
  func records() throws {
    let source = MarkedSource(#"{ "steps": [ «{ "live": true }» ] }"#, path: "a.scenario.json")
    let long = JSON.object(["seq": 131, "text": .string(String(repeating: "word ", count: 1000))])
    let failure = ScenarioFailure(
      step: 1, place: source.places[0], reason: "no", expected: nil, actual: nil,
      unmatched: (32...130).map { JSON.object(["seq": .number($0)]) } + [long], unmatchedCount: 131, log: [],
      start: Timestamp(milliseconds: 0))
    #expect(failure.unmatched.count == 100 && failure.omitted == 31)
    let lines = FailureText(failure, in: source.file, of: "x", history: .records).lines
    #expect(
      lines.prefix(6) == [
        "a.scenario.json:1:14: step 1 of \"x\": no", #"  1 | { "steps": [ { "live": true } ] }"#, "",
        "  records since the last match:", "    … 111 earlier ones", #"    {"seq":112}"#,
      ])
    #expect(lines.count == 5 + 19 + 6)
    #expect(lines.allSatisfy { $0.displayWidth <= 120 } && lines.last?.hasSuffix("…") == true)
  }

  @Test("Records that would make the output too long are left out, the earliest first")
  func largeRecords() throws {
    let source = MarkedSource(#"{ "steps": [ «{ "live": true }» ] }"#, path: "a.scenario.json")
    let large = JSON.object(["text": .string(String(repeating: "x", count: 300_000))])
    let failure = ScenarioFailure(
      step: 1, place: source.places[0], reason: "no", expected: nil, actual: nil,
      unmatched: Array(repeating: large, count: 100), unmatchedCount: 2000, log: [],
      start: Timestamp(milliseconds: 0))
    #expect(failure.unmatched.count == 3 && failure.omitted == 1997)
  }
}
