import Diagnostics
import FlowLoading
import FlowValidation
import JSONSyntax
import Testing

/// A flow, and what is to be found in it.
struct RuleCase: Sendable, CustomTestStringConvertible {
  /// What the case shows.
  let name: String
  /// The flow as a sketch.
  let sketch: String
  /// The findings, as `found` writes them.
  let expected: [String]

  var testDescription: String { name }

  /// Reads a table of cases: `# name`, then the sketch's lines, then a line `> finding` for each finding.
  static func table(_ text: String) -> [RuleCase] {
    var cases: [RuleCase] = []
    var name = ""
    var sketch: [Substring] = []
    var expected: [String] = []
    func finish() {
      if !name.isEmpty {
        cases.append(RuleCase(name: name, sketch: sketch.joined(separator: "\n"), expected: expected))
      }
      sketch = []
      expected = []
    }
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# ") {
        finish()
        name = String(line.dropFirst(2))
      } else if line.hasPrefix("> ") {
        expected.append(String(line.dropFirst(2)))
      } else {
        sketch.append(line)
      }
    }
    finish()
    return cases
  }
}

/// A flow that has been loaded and validated.
struct LintedFlow {
  let loaded: LoadedFlow
  let report: ValidationReport

  init(_ text: String, settings: RuleSettings? = nil) throws {
    loaded = FlowLoader.load(Array(text.utf8))
    report = FlowValidator.validate(
      try #require(loaded.graph, "nothing can be judged: \(text)"),
      settings: try settings ?? Self.settings(about: ""))
  }

  /// What is true of every sketch that has such a node, and so is told only in the cases that are about it.
  private static let usual: [RuleCode] = [
    .literalEntryPointDate, .conditionNeverHolds, .branchNeverTaken, .htmlInSMS,
  ]

  /// The rules' own severities, with those off that a case does not name.
  static func settings(about name: String) throws -> RuleSettings {
    var settings = RuleSettings()
    for code in usual where !name.contains(code.rawValue) { try settings.set(code, to: .off) }
    return settings
  }

  /// All findings in the order in which they are reported, each as `CODE severity pointer marked [path]`.
  var found: [String] {
    (loaded.findings + report.findings).sorted(by: Finding.areInReportOrder).map(describe)
  }

  /// The suppressed findings, written alike.
  var suppressed: [String] { report.suppressed.map { describe($0.finding) } }

  private func describe(_ finding: Finding) -> String {
    let path = finding.path.map { " [\($0.joined(separator: " "))]" } ?? ""
    return "\(finding.code) \(finding.severity) \(pointer(to: finding.place)) \(marked(finding.place))\(path)"
  }

  /// The JSON Pointer of a place.
  func pointer(to place: SourcePlace) -> String { loaded.document?.pointer(to: place.element) ?? "" }

  /// The marked text; what spans objects is cut to its first character.
  func marked(_ place: SourcePlace) -> String {
    let bytes = loaded.document?.source[place.range] ?? []
    let text = String(decoding: bytes, as: UTF8.self)
    return text.contains("\n") ? "\(text.prefix(1))…" : text
  }
}
