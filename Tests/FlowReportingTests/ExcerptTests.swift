import Diagnostics
import FlowReporting
import Testing

/// A source with a mark, and how the text reporter shows it.
struct ExcerptCase: CustomTestStringConvertible, Sendable {
  let name: String
  let source: String
  let excerpt: String

  var testDescription: String { name }

  static let all = [
    ExcerptCase(
      name: "a mark within a line",
      source: "{\n  \"on\": { \"onBegin\": «\"paus\"» }\n}",
      excerpt: """
          2 |   "on": { "onBegin": "paus" }
            |                      ^^^^^^
        """),
    ExcerptCase(
      name: "tabs are shown as four spaces",
      source: "\t\"a\":\t«1»,",
      excerpt: """
          1 |     "a":    1,
            |             ^
        """),
    ExcerptCase(
      name: "ideographs take two columns",
      source: "\"日本語\": «\"值\"», 1",
      excerpt: """
          1 | "日本語": "值", 1
            |           ^^^^
        """),
    ExcerptCase(
      name: "joined emoji, flags and skin tones take two columns",
      source: "\"👩‍👩‍👧\" \"🇫🇷🇩🇪\" \"👍🏽\" «1»",
      excerpt: """
          1 | "👩‍👩‍👧" "🇫🇷🇩🇪" "👍🏽" 1
            |                  ^
        """),
    ExcerptCase(
      name: "an emoji made of a text character takes two columns",
      source: "☎️«1» ☎«2»",
      excerpt: """
          1 | ☎️1 ☎2
            |   ^
        """),
    ExcerptCase(
      name: "combining marks take none",
      source: "\"e\u{301}e\u{301}\" «1»",
      excerpt: """
          1 | "e\u{301}e\u{301}" 1
            |      ^
        """),
    ExcerptCase(
      name: "a carriage return before the line feed is not shown",
      source: "{\r\n «\"a\"»\r\n}",
      excerpt: """
          2 |  "a"
            |  ^^^
        """),
    ExcerptCase(
      name: "a carriage return alone ends no line",
      source: "1\r«2»",
      excerpt: """
          1 | 1␍2
            |   ^
        """),
    ExcerptCase(
      name: "a byte order mark takes no column",
      source: "\u{FEFF}{«\"a\"»",
      excerpt: """
          1 | {"a"
            |  ^^^
        """),
    ExcerptCase(
      name: "an accent stands on the character before it",
      source: "[\"a«\u{301}»b\"]",
      excerpt: "  1 | [\"a\u{301}b\"]\n    |   ^"),
    ExcerptCase(
      name: "an empty mark has one caret",
      source: "[1 §2]",
      excerpt: """
          1 | [1 2]
            |    ^
        """),
    ExcerptCase(
      name: "the end of the text",
      source: "[\n§",
      excerpt: """
          2 |
            | ^
        """),
    ExcerptCase(
      name: "an empty text",
      source: "§",
      excerpt: """
          1 |
            | ^
        """),
    ExcerptCase(
      name: "a line break that is marked",
      source: "\"a«\n»\"",
      excerpt: """
          1 | "a
            |   ^
        """),
    ExcerptCase(
      name: "two lines are both shown",
      source: "  \"a\": «{\n  }»,",
      excerpt: """
          1 |   "a": {
            |        ^
          2 |   },
            |   ^
        """),
    ExcerptCase(
      name: "of more lines the first and the last are shown",
      source: String(repeating: "\n", count: 8) + "\"a\": «{ \"b\": [\n1,\n2\n] }»",
      excerpt: """
           9 | "a": { "b": [
             |      ^^^^^^^^
          ... |
          12 | ] }
             | ^^^
        """),
    ExcerptCase(
      name: "what a terminal would obey is not sent to it",
      source: "\u{1B}[2J\u{7F}\u{202E}\u{9B}«1»",
      excerpt: """
          1 | ␛[2J␡\u{FFFD}\u{FFFD}1
            |        ^
        """),
    ExcerptCase(
      name: "a long line with the mark at its beginning",
      source: "«\"a\"»: \"" + String(repeating: "x", count: 200) + "\"",
      excerpt: """
          1 | "a": "\(String(repeating: "x", count: 94))…
            | ^^^
        """),
    ExcerptCase(
      name: "a long line with the mark in its middle",
      source: String(repeating: "x", count: 500) + "«ab»" + String(repeating: "y", count: 500),
      excerpt: """
          1 | …\(String(repeating: "x", count: 32))ab\(String(repeating: "y", count: 66))…
            |  \(String(repeating: " ", count: 32))^^
        """),
    ExcerptCase(
      name: "a long line with the mark at its end",
      source: String(repeating: "x", count: 500) + "«ab»",
      excerpt: """
          1 | …\(String(repeating: "x", count: 98))ab
            |  \(String(repeating: " ", count: 98))^^
        """),
    ExcerptCase(
      name: "a mark longer than what is shown of its line",
      source: String(repeating: "x", count: 500) + "«" + String(repeating: "日", count: 500) + "»",
      excerpt: """
          1 | …\(String(repeating: "x", count: 32))\(String(repeating: "日", count: 34))…
            |  \(String(repeating: " ", count: 32))\(String(repeating: "^", count: 68))
        """),
  ]
}

@Suite("The lines of a text report and their carets")
struct ExcerptTests {
  @Test("Carets stand under what is marked", arguments: ExcerptCase.all)
  func excerpt(_ example: ExcerptCase) {
    #expect(MarkedSource(example.source).excerpt == example.excerpt)
  }

  @Test("Bytes that are no UTF-8 are shown as replacement characters, one for each sequence")
  func illFormed() {
    let source: [UInt8] = Array("[«".utf8) + [0xFF] + Array("» ".utf8) + [0xE2, 0x82] + Array("]".utf8)
    #expect(
      MarkedSource(bytes: source).excerpt == """
          1 | [\u{FFFD} \u{FFFD}]
            |  ^
        """)
  }

  @Test("A line of megabytes costs no more for each finding than a short one", .timeLimit(.minutes(10)))
  func manyFindingsOnOneLine() {
    let source = MarkedSource("[" + String(repeating: "\u{301}1,", count: 100_000) + "§]")
    let last = source.places[0].range.lowerBound
    let diagnostics = (0..<2000).map { index in
      Diagnostic(
        Finding(.unknownTarget, "m", at: SourcePlace(last - index..<last, element: 0), help: ""),
        in: source.file)
    }
    let text = ReportFormat.text.reporter().text(of: LintReport(fileCount: 1, diagnostics: diagnostics))
    #expect(text.utf8.count < 2000 * 1000)
  }
}
