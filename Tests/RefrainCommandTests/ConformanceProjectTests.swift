import Foundation
import JSONSyntax
import RefrainKit
import Testing

@testable import RefrainCommand

/// Lints every project of `Tests/Conformance/project-rules`, each a folder with its findings in it.
@Suite struct ConformanceProjectTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Conformance/project-rules")

  @Test(arguments: try names())
  func aProjectsFindingsAreThoseThatTheCaseSays(_ name: String) throws {
    let folder = Self.folder.appendingPathComponent(name)
    let system = MemorySystem()
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      system.items[file] = .file(Array(try Data(contentsOf: folder.appendingPathComponent(file))))
    }
    _ = system.run("lint", "--format", "json", ".")
    let told = try #require(JSON(parsing: system.output)["diagnostics"]?.array).map { Self.normative($0) }
    let findings = try Data(contentsOf: folder.appendingPathComponent("findings.json"))
    #expect(told == (try JSON(parsing: Array(findings)).array))
  }

  @Test func thereAreManyProjects() throws {
    #expect(try Self.names().count > 15)
  }

  /// What a case says of a finding: not its wording.
  private static func normative(_ diagnostic: JSON) -> JSON {
    var members = JSONObject()
    for name in ["file", "code", "severity"] { members[name] = diagnostic[name] }
    for name in ["line", "column"] { members[name] = diagnostic["range"]?["start"]?[name] }
    for name in ["pointer", "path"] { members[name] = diagnostic[name] }
    return .object(members)
  }

  private static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }.sorted()
  }
}
