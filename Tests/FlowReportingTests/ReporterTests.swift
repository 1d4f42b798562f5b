import Diagnostics
import FlowReporting
import JSONSyntax
import Testing

@Suite("Reporters")
struct ReporterTests {
  private static let branch = MarkedSource(
    """
    {
      "nodes": {
        "open": { "on": { "Message": «"relay"» } },
        "relay": {
          "on": { "onError": «"pause"» }
        },
        «"pause"»: {}
      }
    }
    """, path: "Flows/a.flow.json")

  private static func waiting(steps: Bool) -> LintReport {
    let source = branch
    let related = [
      RelatedPlace("the branch begins here", at: source.places[0]),
      RelatedPlace("this node waits", at: source.places[2]),
    ]
    let way = [
      RelatedPlace("`open` gets a Message: to `relay`", at: source.places[0]),
      RelatedPlace("`relay` leaves by onError: to `pause`", at: source.places[1]),
    ]
    let diagnostic = source.diagnostic(
      .waitingNodeOnIntermediateBranch, "`pause` is not processed", at: 1,
      path: ["open", "Message", "relay", "onError", "pause"], related: related, steps: steps ? way : [],
      help: "Go on with \"@resume\".")
    return LintReport(fileCount: 1, diagnostics: [diagnostic])
  }

  @Test("The text format shows related places, each with its line")
  func related() {
    #expect(
      ReportFormat.text.reporter().text(of: Self.waiting(steps: false)) == """
        Flows/a.flow.json:5:26: error: `pause` is not processed [RF301 waiting-node-on-intermediate-branch]
          5 |       "on": { "onError": "pause" }
            |                          ^^^^^^^
          note: the branch begins here
          3 |     "open": { "on": { "Message": "relay" } },
            |                                  ^^^^^^^
          note: this node waits
          7 |     "pause": {}
            |     ^^^^^^^
          help: Go on with "@resume".

        """)
  }

  @Test("The text format shows the way to a finding step by step where there is one")
  func steps() {
    #expect(
      ReportFormat.text.reporter().text(of: Self.waiting(steps: true)) == """
        Flows/a.flow.json:5:26: error: `pause` is not processed [RF301 waiting-node-on-intermediate-branch]
          5 |       "on": { "onError": "pause" }
            |                          ^^^^^^^
          1. `open` gets a Message: to `relay`
          3 |     "open": { "on": { "Message": "relay" } },
            |                                  ^^^^^^^
          2. `relay` leaves by onError: to `pause`
          5 |       "on": { "onError": "pause" }
            |                          ^^^^^^^
          help: Go on with "@resume".

        """)
  }

  @Test("Findings of the text format are separated by an empty line; one without help has no line for it")
  func several() {
    let source = MarkedSource("[«1», «2»]")
    let report = LintReport(
      fileCount: 1, diagnostics: [source.diagnostic(at: 1), source.diagnostic(help: "")])
    #expect(
      ReportFormat.text.reporter().text(of: report) == """
        a.flow.json:1:2: error: no such node [RF202 unknown-target]
          1 | [1, 2]
            |  ^

        a.flow.json:1:5: error: no such node [RF202 unknown-target]
          1 | [1, 2]
            |     ^
          help: Write one.

        """)
  }

  @Test("Colours are written only where they are asked for")
  func colors() {
    let report = LintReport(fileCount: 1, diagnostics: [MarkedSource("«1»").diagnostic(help: "h")])
    #expect(
      ReportFormat.text.reporter(colored: true).text(of: report) == """
        \u{1B}[1ma.flow.json:1:1:\u{1B}[0m \u{1B}[1;31merror:\u{1B}[0m no such node \
        \u{1B}[2m[RF202 unknown-target]\u{1B}[0m
          \u{1B}[2m1 |\u{1B}[0m 1
          \u{1B}[2m  |\u{1B}[0m \u{1B}[1;31m^\u{1B}[0m
          \u{1B}[1mhelp:\u{1B}[0m h

        """)
    for format in ReportFormat.allCases {
      #expect(!format.reporter().text(of: report).contains("\u{1B}"))
    }
    #expect(!ReportFormat.json.reporter(colored: true).text(of: report).contains("\u{1B}"))
  }

  @Test("The concise format is one line for each finding, whatever the message and the path hold")
  func concise() {
    let source = MarkedSource("[«1», «2»]", path: "a\nb\u{9B}.flow.json")
    let report = LintReport(
      fileCount: 1,
      diagnostics: [source.diagnostic(.byteOrderMark, "a\r\n\tb\u{1B}\u{202E}"), source.diagnostic(at: 1)])
    #expect(
      ReportFormat.concise.reporter().text(of: report) == """
        a\\nb\\u009B.flow.json:1:2: info: a\\r\\n\\tb\\u001B\\u202E [RF112 byte-order-mark]
        a\\nb\\u009B.flow.json:1:5: error: no such node [RF202 unknown-target]

        """)
  }

  @Test("The JSON format has every key in its place, and a path only where the rule has one")
  func json() throws {
    let source = MarkedSource("{ «\"a/é~\"»: «\"日\" » }")
    let related = [RelatedPlace("here", at: source.places[0])]
    let report = LintReport(
      fileCount: 2,
      diagnostics: [
        source.diagnostic(
          .unusedVariable, "no \"one\" uses it", path: ["a", "on"], related: related, help: ""),
        source.diagnostic(.invalidJSON, "x", at: 1),
      ])
    #expect(
      ReportFormat.json.reporter().text(of: report) == """
        {
          "version": 1,
          "files": 2,
          "summary": {
            "errors": 1,
            "warnings": 1,
            "infos": 0
          },
          "diagnostics": [
            {
              "code": "RF403",
              "rule": "unused-variable",
              "severity": "warning",
              "message": "no \\"one\\" uses it",
              "file": "a.flow.json",
              "range": {
                "start": {
                  "line": 1,
                  "column": 3,
                  "offset": 2
                },
                "end": {
                  "line": 1,
                  "column": 9,
                  "offset": 9
                }
              },
              "pointer": "/a~1é~0",
              "path": [
                "a",
                "on"
              ],
              "related": [
                {
                  "message": "here",
                  "pointer": "/a~1é~0",
                  "range": {
                    "start": {
                      "line": 1,
                      "column": 3,
                      "offset": 2
                    },
                    "end": {
                      "line": 1,
                      "column": 9,
                      "offset": 9
                    }
                  }
                }
              ],
              "help": ""
            },
            {
              "code": "RF101",
              "rule": "invalid-json",
              "severity": "error",
              "message": "x",
              "file": "a.flow.json",
              "range": {
                "start": {
                  "line": 1,
                  "column": 11,
                  "offset": 11
                },
                "end": {
                  "line": 1,
                  "column": 15,
                  "offset": 17
                }
              },
              "pointer": "",
              "related": [],
              "help": "Write one."
            }
          ]
        }

        """)
  }

  @Test("Without findings the text formats are empty, and the JSON format an object with an empty array")
  func nothing() throws {
    let report = LintReport(fileCount: 0, diagnostics: [])
    #expect(ReportFormat.text.reporter().text(of: report).isEmpty)
    #expect(ReportFormat.concise.reporter().text(of: report).isEmpty)
    let value = try JSON(parsing: ReportFormat.json.reporter().text(of: report))
    #expect(value["diagnostics"]?.array == [])
  }
}

@Suite("Places in a file")
struct PlaceTests {
  /// A text with one mark, and the line and column where it begins and ends.
  static let cases: [(source: String, start: [Int], end: [Int])] = [
    ("«a»", [1, 1], [1, 2]),
    ("é«é»", [1, 2], [1, 3]),
    ("e\u{301}«e\u{301}»", [1, 3], [1, 5]),
    ("👩‍👩‍👧«👩‍👩‍👧»", [1, 6], [1, 11]),
    ("日本\r\n𝄞«𝄞»", [2, 2], [2, 3]),
    ("\u{FEFF}«1»", [1, 2], [1, 3]),
    ("\r\r«1»", [1, 3], [1, 4]),
    ("\u{2028}«1»", [1, 2], [1, 3]),
    ("[\n«[\n\n]»", [2, 1], [4, 2]),
    ("\n\n§", [3, 1], [3, 1]),
    (String(repeating: "é", count: 5000) + "«x»", [1, 5001], [1, 5002]),
  ]

  @Test("Lines end at LF alone; columns count code points", arguments: cases)
  func positions(source: String, start: [Int], end: [Int]) {
    let diagnostic = MarkedSource(source).diagnostic()
    #expect([diagnostic.start.line, diagnostic.start.column] == start)
    #expect([diagnostic.end.line, diagnostic.end.column] == end)
  }
}

@Suite("Lint reports")
struct LintReportTests {
  @Test("Diagnostics are in the order of file, offset, code, path and message, all by bytes")
  func order() {
    let first = MarkedSource("«1» «2»", path: "B.flow.json")
    let second = MarkedSource("«1» «2»", path: "a.flow.json")
    let ordered = [
      first.diagnostic(at: 1),
      second.diagnostic(.invalidJSON, "z"),
      second.diagnostic(.unknownTarget, "z"),
      second.diagnostic(.unknownTarget, "a", path: ["a", "z"]),
      second.diagnostic(.unknownTarget, "\u{E9}", path: ["a\u{301}"]),
      second.diagnostic(.unknownTarget, "b", path: ["é"]),
      second.diagnostic(.unknownTarget, "é", path: ["é"]),
      second.diagnostic(.unknownTarget, "a", at: 1),
    ]
    func key(_ diagnostic: Diagnostic) -> [String] {
      let finding = diagnostic.finding
      return [diagnostic.file.path, "\(finding.place.range)", finding.code.rawValue, finding.message]
        + (finding.path ?? [])
    }
    for rotation in ordered.indices {
      let shuffled = Array(ordered[rotation...] + ordered[..<rotation]).reversed()
      let report = LintReport(fileCount: 2, diagnostics: Array(shuffled))
      #expect(report.diagnostics.map(key) == ordered.map(key))
    }
  }

  @Test(
    "A report says in a sentence how much was found",
    arguments: [
      ([], 1, "no findings in 1 file"),
      ([.error], 2, "1 error in 2 files"),
      ([.error, .warning, .error], 3, "2 errors, 1 warning in 3 files"),
      ([.info, .info], 1, "2 infos in 1 file"),
    ] as [([Severity], Int, String)])
  func sentence(severities: [Severity], files: Int, sentence: String) {
    let source = MarkedSource("«1»")
    let diagnostics = severities.map {
      Diagnostic(source.diagnostic().finding.with(severity: $0), in: source.file)
    }
    #expect(LintReport(fileCount: files, diagnostics: diagnostics).sentence == sentence)
  }
}
