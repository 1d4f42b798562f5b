import Foundation
import JSONSyntax
import RefrainKit
import Testing

/// Lints every flow of `Tests/Conformance` that has its findings beside it.
@Suite struct ConformanceFindingTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Conformance/rules")

  @Test(arguments: try stems())
  func aFlowsFindingsAreThoseThatTheCaseSays(_ stem: String) throws {
    func read(_ ending: String) throws -> [UInt8] {
      try Array(Data(contentsOf: Self.folder.appendingPathComponent(stem + ending)))
    }
    let linted = Linter().lint(try read(".flow.json"), named: "\(stem).flow.json")
    let report = LintReport(
      files: [stem], diagnostics: linted.diagnostics, suppressed: linted.suppressed)
    let found = try JSON(parsing: ReportFormat.json.reporter().text(of: report))
    let told = try #require(found["diagnostics"]?.array).map { Self.normative($0) }
    let expected = try #require(JSON(parsing: read(".findings.json")).array)
    #expect(told == expected)
  }

  @Test func thereAreManyFlows() throws {
    #expect(try Self.stems().count > 70)
  }

  /// What a case says of a finding: not its wording.
  private static func normative(_ diagnostic: JSON) -> JSON {
    var members = JSONObject()
    for name in ["code", "severity"] { members[name] = diagnostic[name] }
    for name in ["line", "column"] { members[name] = diagnostic["range"]?["start"]?[name] }
    for name in ["pointer", "path"] { members[name] = diagnostic[name] }
    return .object(members)
  }

  private static func stems() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".findings.json") }.map { String($0.dropLast(".findings.json".count)) }.sorted()
  }
}
