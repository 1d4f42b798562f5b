import Diagnostics
import FlowReporting
import JSONSyntax
import Testing

@Suite("Fingerprints")
struct FingerprintTests {
  private static let source = MarkedSource("{ «\"a»\": «\"$(b) $(c)\"», «\"d\"»: 1 }")

  /// The fingerprints of diagnostics, in the order in which they are reported.
  private static func fingerprints(_ diagnostics: [Diagnostic]) -> [String] {
    LintReport(files: [], diagnostics: diagnostics).results.map(\.fingerprint.text)
  }

  @Test("A fingerprint is made of the code, the file and the pointer, and of nothing else")
  func parts() {
    let source = Self.source
    let original = Self.fingerprints([source.diagnostic(at: 1)])
    #expect(original.map(\.utf8.count) == [16])
    let moved = MarkedSource("{ \"new\": [],\n\n\"a\": «\"$(b) $(c) and more\"» }", path: ".//a.flow.json")
    #expect(Self.fingerprints([moved.diagnostic(.unknownTarget, "other words", help: "")]) == original)
    let others = [
      source.diagnostic(.undefinedReference, at: 1), source.diagnostic(at: 2),
      MarkedSource("{ \"a\": «1» }", path: "b.flow.json").diagnostic(),
      MarkedSource("{ \"a\u{301}\": «1» }").diagnostic(), MarkedSource("{ \"á\": «1» }").diagnostic(),
    ].flatMap { Self.fingerprints([$0]) }
    #expect(Set(others + original).count == 6)
  }

  @Test("Of RF301 the StartConversation and the outcome count too, of no other rule")
  func branches() {
    func path(_ code: RuleCode, _ steps: [String]) -> Diagnostic { Self.source.diagnostic(code, path: steps) }
    let waiting = RuleCode.waitingNodeOnIntermediateBranch
    let distinct = [
      path(waiting, ["o", "Message", "a", "onError", "d"]),
      path(waiting, ["p", "Message", "a", "onError", "d"]),
      path(waiting, ["o", "Transfer", "a", "onError", "d"]),
    ].flatMap { Self.fingerprints([$0]) }
    #expect(Set(distinct).count == 3)
    #expect(Self.fingerprints([path(waiting, ["o", "Message", "x", "onSuccess", "d"])]) == [distinct[0]])
    #expect(
      Self.fingerprints([path(.loopWithoutWait, ["a", "b", "a"])])
        == Self.fingerprints([path(.loopWithoutWait, ["c", "b", "c"])]))
  }

  @Test("Equal findings are told apart by a counter, whatever else is found and in whatever order it comes")
  func counter() {
    let source = Self.source
    let equals = [source.diagnostic(.missingField, "a"), source.diagnostic(.missingField, "b")]
    let alone = Self.fingerprints(equals)
    #expect(Set(alone).count == 2)
    let others = [
      source.diagnostic(at: 2), source.diagnostic(.wrongType), source.diagnostic(.missingField, at: 1),
    ]
    let amid = LintReport(files: [], diagnostics: others + equals.reversed()).results
    #expect(
      amid.filter { ["a", "b"].contains($0.diagnostic.finding.message) }.map(\.fingerprint.text) == alone)
  }

  @Test("A finding that is suppressed keeps its fingerprint, and so do its equals")
  func suppression() {
    let source = Self.source
    let equals = [source.diagnostic(.missingField, "a"), source.diagnostic(.missingField, "b")]
    let report = LintReport(
      files: [], diagnostics: [equals[1]],
      suppressed: [SuppressedDiagnostic(equals[0], cause: .baseline)])
    #expect(report.results.map(\.fingerprint.text) == Self.fingerprints(equals))
    #expect(report.results.map(\.suppression) == [.baseline, nil])
  }

  @Test("A fingerprint that was written down once stays what it is")
  func stability() {
    #expect(Self.fingerprints([Self.source.diagnostic(at: 1)]) == ["c2d1c3a7153fea36"])
  }
}

@Suite("Baselines")
struct BaselineTests {
  private static let a = MarkedSource("{ «\"x\"»: «1», «\"y\"»: 2 }", path: "./a.flow.json")
  private static let b = MarkedSource("{ «\"x\"»: 1 }", path: "b.flow.json")

  private static let report = LintReport(
    files: ["b.flow.json", "./a.flow.json"],
    diagnostics: [
      a.diagnostic(.unusedVariable, "y is \"unused\"", at: 2), a.diagnostic(.wrongType, "no", at: 1),
      b.diagnostic(.byteOrderMark, "b"),
    ],
    suppressed: [
      SuppressedDiagnostic(a.diagnostic(.manyNodes), cause: .lintIgnore(reason: "r", place: a.places[0]))
    ])

  @Test("A baseline is written sorted by file, pointer and code, without what is suppressed already")
  func writing() {
    #expect(
      String(decoding: Baseline(of: Self.report).json, as: UTF8.self) == """
        {
          "version": 1,
          "findings": [
            {
              "code": "RF105",
              "file": "a.flow.json",
              "pointer": "/x",
              "message": "no",
              "fingerprint": "19bb8363bbe6a8bb"
            },
            {
              "code": "RF403",
              "file": "a.flow.json",
              "pointer": "/y",
              "message": "y is \\"unused\\"",
              "fingerprint": "3d38267faba67407"
            },
            {
              "code": "RF112",
              "file": "b.flow.json",
              "pointer": "/x",
              "message": "b",
              "fingerprint": "3499ae084632cc4e"
            }
          ]
        }

        """)
  }

  @Test("What is known is suppressed, what is new is reported, and what is gone is told")
  func suppressing() throws {
    let known = try Baseline(parsing: Baseline(of: Self.report).json)
    let same = Self.report.suppressing(known)
    #expect(same.diagnostics.isEmpty && same.suppressed.count == 4 && same.fileCount == 2)
    #expect(same.sentence == "no findings in 2 files; 3 known findings not shown")
    #expect(known.entries(missingFrom: Self.report).isEmpty)

    let later = LintReport(
      files: [Self.a.file.path],
      diagnostics: [
        Self.a.diagnostic(.wrongType, "no", at: 1), Self.a.diagnostic(.wrongType, "no again", at: 1),
      ])
    #expect(later.suppressing(known).diagnostics.map(\.finding.message) == ["no again"])
    #expect(known.entries(missingFrom: later).map(\.code) == ["RF403", "RF112"])
    // Nothing is known twice over: what was written of a report that knows is what it reports.
    #expect(Baseline(of: later.suppressing(known)).entries.map(\.message) == ["no again"])
  }

  @Test(
    "What is no baseline is refused with the place of what is wrong",
    arguments: [
      ("", "expected a value, but the text ends here (line 1, column 1)"),
      ("{ \"version\": 1,\n]", "expected a key in double quotes, not `]` (line 2, column 1)"),
      ("[]", "its `version` must be 1 (line 1, column 1)"),
      ("{ \"version\": 2 }", "its `version` must be 1 (line 1, column 14)"),
      ("{ \"version\": \"1\" }", "its `version` must be 1 (line 1, column 14)"),
      ("{ \"version\": 1 }", "it needs an array `findings` (line 1, column 1)"),
      ("{ \"version\": 1, \"findings\": {} }", "it needs an array `findings` (line 1, column 1)"),
      (
        "{ \"version\": 1, \"findings\": [\n1] }",
        "a finding needs the string `fingerprint` (line 2, column 1)"
      ),
      (
        "{ \"version\": 1, \"findings\": [{ \"fingerprint\": \"0\", \"code\": 1 }] }",
        "a finding needs the string `code` (line 1, column 30)"
      ),
    ])
  func malformed(text: String, reason: String) {
    let error = #expect(throws: MalformedBaseline.self) { try Baseline(parsing: Array(text.utf8)) }
    #expect(error?.reason == "not a baseline: \(reason)")
  }

  @Test("Members and codes of later versions are passed over")
  func later() throws {
    let text = """
      { "$schema": "x", "version": 1, "findings": [{ "code": "RF999", "file": "a", "pointer": "", "message": "",
        "fingerprint": "f", "more": [] }] }
      """
    #expect(try Baseline(parsing: Array(text.utf8)).entries.map(\.code) == ["RF999"])
  }
}
