import Diagnostics
import FlowReporting
import JSONSyntax
import Testing

@Suite("The SARIF format")
struct SARIFTests {
  private static let source = MarkedSource(
    """
    { "nodes": { "o": { "on": { "é": «"a"» } }, «"a"»: { "on": { "otherwise": «"o"» } },
      "lintIgnore": { «"RF203"»: "for \\"next\\" week" } } }
    """, path: "./Flows/a b:é%.flow.json")

  private static let tool = LintTool(
    version: "1.2.3",
    rules: [
      RulePage(.invalidJSON, what: "Is no JSON.", why: "Tools differ.", bad: "[", good: "[]"),
      RulePage(
        .waitingNodeOnIntermediateBranch, what: "Finds waits, e.g.Delay. All of them.", why: "They end it.",
        bad: RuleExample("long", shown: "short"), good: "{}"),
    ])

  private static func run(_ report: LintReport, by tool: LintTool = LintTool()) throws -> JSON {
    let log = try JSON(parsing: ReportFormat.sarif.reporter(by: tool).text(of: report))
    #expect(log["version"] == "2.1.0")
    #expect(log["runs"]?.array?.count == 1)
    return try #require(log["runs"]?[0])
  }

  @Test("The tool has its version and all rules, each with its help in plain text and in Markdown")
  func driver() throws {
    let driver = try Self.run(LintReport(files: [], diagnostics: []), by: Self.tool)["tool"]?["driver"]
    #expect(
      try driver
        == JSON(
          parsing: #"""
            {
              "name": "refrain", "version": "1.2.3", "semanticVersion": "1.2.3",
              "rules": [
                {
                  "id": "RF101", "name": "invalid-json",
                  "shortDescription": { "text": "Is no JSON." },
                  "fullDescription": { "text": "Is no JSON. Tools differ." },
                  "help": {
                    "text": "Is no JSON.\n\nWhy: Tools differ.\n\nBad:\n[\n\nGood:\n[]\n\nThe rule judges the file itself: `lintIgnore` cannot suppress its findings.",
                    "markdown": "Is no JSON.\n\n**Why.** Tools differ.\n\n**Bad**\n\n```json\n[\n```\n\n**Good**\n\n```json\n[]\n```\n\nThe rule judges the file itself: `lintIgnore` cannot suppress its findings."
                  },
                  "defaultConfiguration": { "level": "error" }
                },
                {
                  "id": "RF301", "name": "waiting-node-on-intermediate-branch",
                  "shortDescription": { "text": "Finds waits, e.g.Delay." },
                  "fullDescription": { "text": "Finds waits, e.g.Delay. All of them. They end it." },
                  "help": {
                    "text": "Finds waits, e.g.Delay. All of them.\n\nWhy: They end it.\n\nBad:\nshort\n\nGood:\n{}\n\nTo keep a finding from being reported, write `\"lintIgnore\": { \"RF301\": \"the reason\" }` in its node, or at the top level for the whole file.",
                    "markdown": "Finds waits, e.g.Delay. All of them.\n\n**Why.** They end it.\n\n**Bad**\n\n```json\nshort\n```\n\n**Good**\n\n```json\n{}\n```\n\nTo keep a finding from being reported, write `\"lintIgnore\": { \"RF301\": \"the reason\" }` in its node, or at the top level for the whole file."
                  },
                  "defaultConfiguration": { "level": "error" }
                }
              ]
            }
            """#))
  }

  @Test("A finding has its rule, its place in lines and bytes, its related places and a fingerprint")
  func result() throws {
    let source = Self.source
    let diagnostic = source.diagnostic(
      .waitingNodeOnIntermediateBranch, "it waits", at: 1,
      related: [RelatedPlace("here", at: source.places[0])],
      help: "Do not.")
    let run = try Self.run(LintReport(files: [], diagnostics: [diagnostic]), by: Self.tool)
    #expect(run["columnKind"] == "unicodeCodePoints")
    #expect(
      try run["results"]
        == JSON(
          parsing: """
            [
              {
                "ruleId": "RF301", "ruleIndex": 1, "level": "error",
                "message": { "text": "it waits", "markdown": "it waits\\n\\nDo not." },
                "locations": [
                  {
                    "physicalLocation": {
                      "artifactLocation": { "uri": "Flows/a%20b%3A%C3%A9%25.flow.json" },
                      "region": {
                        "startLine": 1, "startColumn": 43, "endLine": 1, "endColumn": 46, "byteOffset": 43,
                        "byteLength": 3
                      }
                    },
                    "logicalLocations": [{ "fullyQualifiedName": "/nodes/a" }]
                  }
                ],
                "relatedLocations": [
                  {
                    "id": 1,
                    "physicalLocation": {
                      "artifactLocation": { "uri": "Flows/a%20b%3A%C3%A9%25.flow.json" },
                      "region": {
                        "startLine": 1, "startColumn": 34, "endLine": 1, "endColumn": 37, "byteOffset": 34,
                        "byteLength": 3
                      }
                    },
                    "logicalLocations": [{ "fullyQualifiedName": "/nodes/o/on/é" }],
                    "message": { "text": "here" }
                  }
                ],
                "partialFingerprints": { "refrainFinding/v1": "edaa113daadbc607" },
                "suppressions": []
              }
            ]
            """))
  }

  @Test("A finding's fix is there with what it takes out and puts in")
  func fixes() throws {
    let source = Self.source
    let range = source.places[1].range
    let fix = Fix(
      "Rename it", [.string("b", at: range), SourceEdit(range.upperBound + 1..<range.upperBound + 2)])
    let finding = Finding(.unknownTarget, "it", at: source.places[1], help: "Do.", fix: fix)
    let report = LintReport(files: [], diagnostics: [Diagnostic(finding, in: source.diagnostic().file)])
    let region: JSON = [
      "startLine": 1, "startColumn": 43, "endLine": 1, "endColumn": 46, "byteOffset": 43, "byteLength": 3,
    ]
    let found = try #require(try Self.run(report)["results"]?[0]?["fixes"])
    #expect(found[0]?["description"] == ["text": "Rename it"])
    let change = found[0]?["artifactChanges"]?[0]
    #expect(change?["artifactLocation"] == ["uri": "Flows/a%20b%3A%C3%A9%25.flow.json"])
    #expect(
      change?["replacements"]?[0] == ["deletedRegion": region, "insertedContent": ["text": "\"b\""]])
    #expect(change?["replacements"]?[1]?["deletedRegion"]?["byteLength"] == 1)
    #expect(change?["replacements"]?[1]?["insertedContent"] == nil)
  }

  /// The steps of the code flow of a report's one finding: what is said of each, and its pointer.
  private static func codeFlow(_ diagnostic: Diagnostic) throws -> [[String?]] {
    let run = try run(LintReport(files: [], diagnostics: [diagnostic]))
    let flow = run["results"]?[0]?["codeFlows"]?[0]?["threadFlows"]?[0]?["locations"]?.array ?? []
    return flow.map { step in
      let location = step["location"]
      return [
        location?["message"]?["text"]?.string,
        location?["logicalLocations"]?[0]?["fullyQualifiedName"]?.string,
      ]
    }
  }

  @Test("Of a long way the beginning and the end are told, and how much is left out")
  func longCodeFlow() throws {
    let source = MarkedSource(#"{ "a": «1» }"#, path: "a.flow.json")
    let steps = (1...300).map { RelatedPlace("step \($0)", at: source.places[0]) }
    let told = try Self.codeFlow(source.diagnostic(steps: steps)).compactMap(\.first)
    #expect(told.count == 101)
    #expect(told[49...51] == ["step 50", "… 200 more steps", "step 251"])
    let text = ReportFormat.text.reporter().text(
      of: LintReport(files: ["a.flow.json"], diagnostics: [source.diagnostic(steps: steps)]))
    #expect(text.contains("  50. step 50\n") && text.contains("  … 200 more\n  251. step 251\n"))
  }

  @Test("A finding's way is its code flow: by its steps where it has them, else by looking its path up")
  func codeFlows() throws {
    let source = Self.source
    let path = ["o", "é", "a", "otherwise", "o"]
    let steps = [RelatedPlace("first", at: source.places[0]), RelatedPlace("last", at: source.places[1])]
    #expect(try Self.codeFlow(source.diagnostic()) == [])
    #expect(
      try Self.codeFlow(source.diagnostic(path: path, steps: steps)) == [
        ["first", "/nodes/o/on/é"], ["last", "/nodes/a"],
      ])
    #expect(
      try Self.codeFlow(source.diagnostic(path: path)) == [
        ["`é` of `o` leads to `a`", "/nodes/o/on/é"],
        ["`otherwise` of `a` leads to `o`", "/nodes/a/on/otherwise"],
        ["`o`", "/nodes/o"],
      ])
    // What is left out, or not there, has no place. An accent apart is another name.
    #expect(
      try Self.codeFlow(source.diagnostic(path: ["o", "e\u{301}", "…", "a"])) == [
        ["`e\u{301}` of `o` leads to `…`", nil], ["`a`", "/nodes/a"],
      ])
  }

  @Test("Suppressed findings are there in their order, each with what suppresses it; all others have none")
  func suppressions() throws {
    let source = Self.source
    let report = LintReport(
      files: [], diagnostics: [source.diagnostic(.byteOrderMark, at: 2)],
      suppressed: [
        SuppressedDiagnostic(
          source.diagnostic(.unreachableNode, at: 1),
          cause: .lintIgnore(reason: "for \"next\" week", place: source.places[3])),
        SuppressedDiagnostic(source.diagnostic(.invalidJSON), cause: .baseline),
      ])
    let results = try #require(try Self.run(report)["results"]?.array)
    #expect(results.map { $0["ruleId"]?.string } == ["RF101", "RF203", "RF112"])
    #expect(results.map { $0["level"]?.string } == ["error", "warning", "note"])
    let suppressions = results.map { $0["suppressions"]?.array?.first }
    #expect(suppressions[0] == ["kind": "external", "justification": "known: it is in the baseline"])
    #expect(suppressions[1]?["kind"] == "inSource")
    #expect(suppressions[1]?["justification"] == "for \"next\" week")
    #expect(
      suppressions[1]?["location"]?["physicalLocation"]?["region"]?["startLine"] == 2)
    #expect(results[2]["suppressions"] == [])
    // No other format tells them.
    for format in ReportFormat.allCases where format != .sarif {
      let text = format.reporter().text(of: report)
      #expect(!text.contains("RF203") && !text.contains("RF101"), "\(format)")
    }
  }
}
