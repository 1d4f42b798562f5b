import Diagnostics
import FlowReporting
import JSONSyntax
import Testing

/// The formats that the services read in which teams build and review: GitHub, GitLab, and whatever shows tests.
@Suite("Formats for continuous integration")
struct ContinuousIntegrationTests {
  private static let first = MarkedSource("[«1»,\n«\"<&]]>\"»]", path: "./a//b,c:d%\n\u{FFFE}\"é.flow.json")
  private static let second = MarkedSource("«[»", path: "z.flow.json")

  /// Findings of each severity in two files with a clean one between them.
  private static let report = LintReport(
    files: [second.file.path, "clean<1>.flow.json", first.file.path],
    diagnostics: [
      second.diagnostic(.invalidJSON, "100%: a, b\r\n\u{1B}\u{202E}::c", help: ""),
      first.diagnostic(.messageSegments, "two parts", at: 1, help: "Shorten\nit."),
      first.diagnostic(.unusedVariable, "unused"),
    ])

  @Test("GitHub: one workflow command for each finding, in which nothing ends a property or the line")
  func github() {
    #expect(
      ReportFormat.github.reporter().text(of: Self.report) == """
        ::warning file=a/b%2Cc%3Ad%25\\n\u{FFFE}"é.flow.json,line=1,col=2,endLine=1,endColumn=3,\
        title=RF403 unused-variable::unused%0AWrite one.
        ::notice file=a/b%2Cc%3Ad%25\\n\u{FFFE}"é.flow.json,line=2,col=1,endLine=2,endColumn=8,\
        title=RF502 message-segments::two parts%0AShorten\\nit.
        ::error file=z.flow.json,line=1,col=1,endLine=1,endColumn=2,\
        title=RF101 invalid-json::100%25: a, b\\r\\n\\u001B\\u202E::c

        """)
  }

  @Test("GitLab: an object for each finding, with lines, columns and a fingerprint")
  func gitlab() throws {
    let text = ReportFormat.gitlab.reporter().text(of: Self.report)
    #expect(
      try JSON(parsing: text)
        == JSON(
          parsing: """
            [
              {
                "description": "unused", "check_name": "RF403", "fingerprint": "da036a58654302c1", "severity": "minor",
                "location": {
                  "path": "a/b,c:d%\\n\u{FFFE}\\"é.flow.json", "lines": { "begin": 1, "end": 1 },
                  "positions": { "begin": { "line": 1, "column": 2 }, "end": { "line": 1, "column": 3 } }
                }
              },
              {
                "description": "two parts", "check_name": "RF502", "fingerprint": "6031bb879d2a7918", "severity": "info",
                "location": {
                  "path": "a/b,c:d%\\n\u{FFFE}\\"é.flow.json", "lines": { "begin": 2, "end": 2 },
                  "positions": { "begin": { "line": 2, "column": 1 }, "end": { "line": 2, "column": 8 } }
                }
              },
              {
                "description": "100%: a, b\\r\\n\\u001b\\u202E::c", "check_name": "RF101", "fingerprint": "ca3918da7084dd67",
                "severity": "major",
                "location": {
                  "path": "z.flow.json", "lines": { "begin": 1, "end": 1 },
                  "positions": { "begin": { "line": 1, "column": 1 }, "end": { "line": 1, "column": 2 } }
                }
              }
            ]
            """))
    #expect(ReportFormat.gitlab.reporter().text(of: LintReport(files: ["a"], diagnostics: [])) == "[]\n")
  }

  @Test(
    "JUnit: a suite for each file and a case for each finding; a clean file passes, and infos do not fail")
  func junit() {
    #expect(
      ReportFormat.junit.reporter().text(of: Self.report) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="refrain lint" tests="4" failures="2" errors="0" skipped="0">
          <testsuite name="a/b,c:d%\\n\u{FFFD}&quot;é.flow.json" tests="2" failures="1" errors="0" skipped="0">
            <testcase name="RF403 unused-variable (1:2)" classname="a/b,c:d%\\n\u{FFFD}&quot;é.flow.json" \
        file="a/b,c:d%\\n\u{FFFD}&quot;é.flow.json" line="1" column="2">
              <failure type="warning" message="unused">a/b,c:d%\\n\u{FFFD}&quot;é.flow.json:1:2: warning: unused \
        [RF403 unused-variable]
          1 | [1,
            |  ^
          help: Write one.
        </failure>
            </testcase>
            <testcase name="RF502 message-segments (2:1)" classname="a/b,c:d%\\n\u{FFFD}&quot;é.flow.json" \
        file="a/b,c:d%\\n\u{FFFD}&quot;é.flow.json" line="2" column="1">
              <system-out>a/b,c:d%\\n\u{FFFD}&quot;é.flow.json:2:1: info: two parts [RF502 message-segments]
          2 | &quot;&lt;&amp;]]&gt;&quot;]
            | ^^^^^^^
          help: Shorten\\nit.
        </system-out>
            </testcase>
          </testsuite>
          <testsuite name="clean&lt;1&gt;.flow.json" tests="1" failures="0" errors="0" skipped="0">
            <testcase name="no findings" classname="clean&lt;1&gt;.flow.json" file="clean&lt;1&gt;.flow.json"/>
          </testsuite>
          <testsuite name="z.flow.json" tests="1" failures="1" errors="0" skipped="0">
            <testcase name="RF101 invalid-json (1:1)" classname="z.flow.json" file="z.flow.json" line="1" column="1">
              <failure type="error" message="100%: a, b\\r\\n\\u001B\\u202E::c">z.flow.json:1:1: error: \
        100%: a, b\\r\\n\\u001B\\u202E::c [RF101 invalid-json]
          1 | [
            | ^
        </failure>
            </testcase>
          </testsuite>
        </testsuites>

        """)
  }

  @Test("All formats give the same lines and columns", arguments: PlaceTests.cases)
  func positions(source: String, start: [Int], end: [Int]) throws {
    let report = LintReport(files: [], diagnostics: [MarkedSource(source, path: "a").diagnostic()])
    func text(_ format: ReportFormat) -> String { format.reporter().text(of: report) }
    let (from, to) = ("\(start[0]):\(start[1])", "\(end[0]):\(end[1])")
    for format in [ReportFormat.text, .concise] { #expect(text(format).hasPrefix("a:\(from): ")) }
    #expect(
      text(.github).hasPrefix(
        "::error file=a,line=\(start[0]),col=\(start[1]),endLine=\(end[0]),endColumn=\(end[1]),"))
    #expect(text(.junit).contains("(\(from))") && text(.junit).contains(">a:\(from): "))
    let places = [
      try JSON(parsing: text(.json))["diagnostics"]?[0]?["range"].map { ($0["start"], $0["end"]) },
      try JSON(parsing: text(.gitlab))[0]?["location"]?["positions"].map { ($0["begin"], $0["end"]) },
    ]
    for place in places {
      #expect(
        place?.0?["line"] == JSON.number(start[0]) && place?.1?["line"] == .number(end[0]))
      #expect(
        place?.0?["column"] == .number(start[1]) && place?.1?["column"] == .number(end[1]))
    }
    let result = try JSON(parsing: text(.sarif))["runs"]?[0]?["results"]?[0]
    let region = result?["locations"]?[0]?["physicalLocation"]?["region"]
    let keys = ["startLine", "startColumn", "endLine", "endColumn"]
    #expect(keys.map { region?[$0]?.number?.integer } == start + end, "\(from) to \(to)")
  }
}
