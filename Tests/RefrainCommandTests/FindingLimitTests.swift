import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("Of each rule in a file a hundred findings are shown")
struct FindingLimitTests {
  /// A flow with so many keys that no flow has, in the folder with a flow that has one.
  private static func files(unknownKeys count: Int) -> [String: String] {
    func flow(_ count: Int) -> String {
      "{\n" + (0..<count).map { "\"k\($0)\": 1,\n" }.joined() + "\"x-end\": 1}\n"
    }
    return ["a.flow.json": flow(count), "b.flow.json": flow(1)]
  }

  @Test(
    "Every format says how many more there are, once for each file and rule",
    arguments: [
      ("text", "a.flow.json: … and 50 more of RF103 unknown-field\n"),
      ("concise", "a.flow.json: … and 50 more of RF103 unknown-field\n"),
      ("github", "::error file=a.flow.json,title=RF103 unknown-field::and 50 more of RF103 unknown-field\n"),
      ("json", #""count": 50"#), ("sarif", #""text": "and 50 more of RF103 unknown-field""#),
      ("gitlab", #""description": "and 50 more of RF103 unknown-field""#),
      ("junit", #"message="and 50 more of RF103 unknown-field""#),
    ])
  func formats(format: String, more: String) {
    let system = MemorySystem(Self.files(unknownKeys: 150))
    #expect(system.run("lint", "--format", Argument(stringLiteral: format)) == .findings)
    #expect(system.output.split(separator: more).count == 2)
    #expect(system.output.contains("k99") && !system.output.contains("k100"))
  }

  @Test("A hundred are all shown, and nothing is said of more", arguments: ["text", "json", "sarif"])
  func exactly(format: String) {
    let system = MemorySystem(Self.files(unknownKeys: 100))
    #expect(system.run("lint", "--format", Argument(stringLiteral: format)) == .findings)
    #expect(system.output.contains("k99") && !system.output.contains("more of RF103"))
    #expect(!system.output.contains("omitted") && !system.output.contains("invocations"))
  }

  @Test("Of findings with very long names fewer are shown")
  func longNames() {
    let name = String(repeating: "x", count: 300_000)
    let keys = (0..<20).map { "\"\(name)\($0)\": 1" }.joined(separator: ", ")
    let system = MemorySystem(["a.flow.json": "{ \(keys) }"])
    #expect(system.run("lint", "--format", "concise", "a.flow.json") == .findings)
    #expect(system.output.contains("more of RF103 unknown-field\n"))
    #expect(system.output.utf8.count < 2_000_000)
  }

  @Test("All of them count, for the summary and in a baseline")
  func counts() throws {
    let system = MemorySystem(Self.files(unknownKeys: 150))
    #expect(system.run("lint", "--format", "json", "--write-baseline", "known.json") == .findings)
    let report = try JSON(parsing: system.output)
    // The missing fields of both files besides.
    #expect(report["summary"]?["errors"] == .number(151 + 6))
    #expect(report["diagnostics"]?.array?.count == 101 + 6)
    let again = MemorySystem(Self.files(unknownKeys: 150))
    again.items["known.json"] = system.items["known.json"]
    #expect(again.run("lint", "--baseline", "known.json") == .success)
  }
}
