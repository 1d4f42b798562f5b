import Foundation
import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("refrain graph")
struct GraphTests {
  private static let longer = SampleFlow.clean.replacing("\"@end\"", with: "\"@end:error\"")

  private static func system() -> MemorySystem {
    MemorySystem(["a.flow.json": SampleFlow.clean, "b.flow.json": longer])
  }

  @Test("Without a format it is SVG, or what the ending of the output's name stands for")
  func formats() {
    let system = Self.system()
    #expect(system.run("graph", "a.flow.json") == .success)
    #expect(system.output.hasPrefix("<?xml") && system.output.hasSuffix("</svg>\n"))
    let beginnings = [
      "p.svg": "<?xml", "p.mmd": "flowchart TD\n", "p.dot": "digraph", "p.gv": "digraph", "p.json": "{",
      "p": "<?xml",
    ]
    for (name, beginning) in beginnings {
      #expect(system.run("graph", "a.flow.json", "--output", Argument(bytes: Array(name.utf8))) == .success)
      #expect(system.text(of: name)?.hasPrefix(beginning) == true, "\(name)")
    }
    let output = Self.system()
    #expect(output.run("graph", "--format", "mermaid", "a.flow.json", "--output", "p.svg") == .success)
    #expect(output.text(of: "p.svg")?.hasPrefix("flowchart TD\n") == true)
  }

  @Test("The same flow gives the same bytes")
  func determinism() throws {
    let flow = try Self.repositoryText("Flows/failure-handling.flow.json")
    let pictures = (1...2).map { _ in
      let system = MemorySystem(["f": flow])
      #expect(system.run("graph", "f") == .success)
      return system.output
    }
    #expect(pictures[0] == pictures[1])
  }

  @Test("A flow with findings is drawn with them: the way of RF301 is numbered")
  func findings() throws {
    let system = MemorySystem(["f": try Self.repositoryText("Tests/Fixtures/retry-after-pause.flow.json")])
    #expect(system.run("graph", "f", "--format", "json") == .success)
    let picture = try JSON(parsing: system.output)
    let marked = try #require(picture["edges"]?.array).filter { $0["step"] != nil }
    #expect(
      marked.map { $0["pointers"]?[0]?.string } == ["/nodes/open/on/Message", "/nodes/relay/on/onError"])
    #expect(marked.map { $0["step"]?.number?.integer } == [1, 2])
    #expect(marked[1]["findings"]?[0]?["code"]?.string == "RF301")
    let pause = picture["nodes"]?.array?.first { $0["id"]?.string == "pause" }
    #expect(pause?["step"]?.number?.integer == 3)
  }

  @Test("A flow whose names are longer than names may be is refused rather than told again at each way")
  func longNames() {
    func flow(_ length: Int) -> String {
      let name = String(repeating: "x", count: length)
      return SampleFlow.clean.replacing("\"onBegin\": \"@end\"", with: "\"onBegin\": \"\(name)\"")
        .replacing("\"nodes\": {", with: "\"nodes\": { \"\(name)\": { \"type\": \"Wrong\" },")
    }
    let system = MemorySystem(["a.flow.json": flow(1_249_000), "b.flow.json": flow(1_251_000)])
    #expect(system.run("graph", "a.flow.json", "--format", "json") == .success)
    #expect(system.run("graph", "b.flow.json", "--format", "json") == .failure)
    #expect(
      system.errors.contains(
        "b.flow.json: Too large to be drawn: 2502017 bytes of names, and a picture has 2500000 at most\n"),
      "\(system.errors)")
  }

  @Test("A comparison tells the findings that are new and those that are gone")
  func changedFindings() {
    let changed = SampleFlow.clean.replacing(
      "\"nodes\":", with: "\"variables\": { \"unused\": null }, \"nodes\":")
    let system = MemorySystem(["a.flow.json": SampleFlow.clean, "b.flow.json": changed])
    let finding = "warning: the variable `unused` is never used [RF403 unused-variable]"
    #expect(system.run("graph", "--diff", "a.flow.json", "b.flow.json") == .success)
    #expect(system.output.hasSuffix("\nnew finding: \(finding)\n"), "\(system.output)")
    #expect(system.run("graph", "--diff", "b.flow.json", "a.flow.json") == .success)
    #expect(system.output.hasSuffix("\nfinding gone: \(finding)\n"), "\(system.output)")
  }

  @Test("Where nothing can be judged the findings are printed, and where nothing can be read that is told")
  func failures() {
    let system = MemorySystem(["a.flow.json": "{", "b.flow.json": SampleFlow.clean])
    #expect(system.run("graph", "a.flow.json") == .findings)
    #expect(system.output.contains("RF101"))
    #expect(system.run("graph", "missing") == .failure)
    #expect(system.errors == "refrain: missing: No such file or directory\n")
    #expect(system.run("graph", "b.flow.json", "--output", "missing/p.svg") == .failure)
    #expect(system.run("graph", "--diff", "a.flow.json", "missing") == .failure)
    #expect(system.run("graph", "--diff", "a.flow.json", "b.flow.json") == .findings)
  }

  @Test(
    "What does not go together is wrong usage",
    arguments: [
      ["--diff", "a.flow.json"], ["a.flow.json", "b.flow.json"], ["--format", "text", "a.flow.json"],
      ["--diff", "-", "-"], ["--diff", "a.flow.json", "b.flow.json", "--trace", "t"],
      ["--format", "png", "a.flow.json"],
    ])
  func usage(arguments: [String]) {
    let system = Self.system()
    let given = [Argument(stringLiteral: "graph")] + arguments.map { Argument(bytes: Array($0.utf8)) }
    #expect(Refrain.run(given, on: system) == .usage)
    #expect(system.output.isEmpty)
  }

  // MARK: What ran

  @Test("A trace that `run` writes and the results that `test` writes are drawn in")
  func activity() throws {
    let system = MemorySystem([
      "f.flow.json": SampleFlow.clean,
      "s.scenario.json": """
      {"formatVersion": 1, "name": "s", "flow": "f.flow.json",
        "steps": [{"sms": {"from": "+15555550142", "text": "Hi"}}]}
      """,
    ])
    #expect(system.run("run", "f.flow.json", "--scenario", "s.scenario.json", "--trace", "t") == .success)
    let results = MemorySystem()
    results.items = system.items
    #expect(results.run("test", ".", "--coverage", "--format", "json") == .success)
    system.items["c"] = .file(Array(results.output.utf8))
    for options in [["--trace", "t"], ["--coverage", "c"]] {
      let drawing = MemorySystem()
      drawing.items = system.items
      let given = ["graph", "f.flow.json", "--format", "json"] + options
      #expect(Refrain.run(given.map { Argument(bytes: Array($0.utf8)) }, on: drawing) == .success)
      let picture = try JSON(parsing: drawing.output)
      #expect(picture["nodes"]?[0]?["entered"]?.number?.integer == 1, "\(options)")
      #expect(picture["edges"]?[0]?["taken"]?.number?.integer == 1, "\(options)")
    }
    #expect(system.run("graph", "f.flow.json", "--trace", "f.flow.json") == .failure)
    #expect(system.errors.hasSuffix("refrain: f.flow.json: record 1 is no JSON\n"))
  }

  // MARK: Two versions

  @Test("What changed is told in words, and drawn where a format is asked for")
  func comparison() {
    let system = Self.system()
    #expect(system.run("graph", "--diff", "a.flow.json", "b.flow.json") == .success)
    #expect(system.output == "`start`: `onBegin` now leads to `@end:error`, before to `@end`\n")
    #expect(system.run("graph", "--diff", "a.flow.json", "b.flow.json", "--output", "p.svg") == .success)
    #expect(system.text(of: "p.svg")?.contains("class=\"edge main removed\"") == true)
    let same = Self.system()
    #expect(same.run("graph", "--diff", "a.flow.json", "a.flow.json") == .success)
    #expect(same.output == "no differences\n")
  }

  @Test("A version may be a file in a commit, where there is no such file")
  func revisions() {
    let system = Self.system()
    system.programs["git cat-file blob HEAD~1:a.flow.json"] = Self.longer
    #expect(system.run("graph", "--diff", "HEAD~1:a.flow.json", "a.flow.json") == .success)
    #expect(system.output == "`start`: `onBegin` now leads to `@end`, before to `@end:error`\n")
    #expect(system.run("graph", "--diff", "HEAD~2:a.flow.json", "a.flow.json") == .failure)
    #expect(system.errors == "refrain: HEAD~2:a.flow.json: git: fatal: no such thing\n")
    system.items["HEAD~3:a.flow.json"] = .file(Array(SampleFlow.clean.utf8))
    #expect(system.run("graph", "--diff", "HEAD~3:a.flow.json", "a.flow.json") == .success)
  }

  @Test("A version in a commit is judged in the project of the file that it is compared with")
  func revisionInProject() {
    let flow = SampleFlow.clean.replacing("\"+15550100\"", with: "\"$(env.number)\"")
    let system = MemorySystem([
      "a.flow.json": flow,
      "refrain.json": #"""
      { "formatVersion": 1, "name": "p", "environments": { "e": { "values": { "number": "+15550100" } } } }
      """#,
    ])
    system.programs["git cat-file blob HEAD:a.flow.json"] = flow
    #expect(flow.contains("env.number"))
    #expect(system.run("graph", "--diff", "HEAD:a.flow.json", "a.flow.json") == .success)
    #expect(system.output == "no differences\n")
  }

  @Test("Nothing is drawn without the environment or the project that the command line names")
  func choice() {
    let project = #"{ "formatVersion": 1, "name": "p", "environments": { "e": { "values": {} } } }"#
    func draw(_ choice: Argument...) -> (RefrainCommand.ExitStatus, String) {
      let system = MemorySystem(["a.flow.json": SampleFlow.clean, "refrain.json": project])
      let status = Refrain.run(["graph", "--format", "mermaid", "a.flow.json"] + choice, on: system)
      return (status, system.output + system.errors)
    }
    #expect(draw("--environment", "e").0 == .success)
    let unknown = "refrain: refrain.json: unknown environment 'f'; did you mean 'e'?\n"
    #expect(draw("--environment", "f") == (.usage, unknown))
    let (status, told) = draw("--project", "none.json")
    #expect(status == .failure && told.hasPrefix("refrain: none.json: "), "\(told)")
  }

  @Test("Git is asked for what it has, and what it says of a failure is told")
  func git() throws {
    try Executable.withFolder { folder in
      try Data(SampleFlow.clean.utf8).write(to: folder.appendingPathComponent("a.flow.json"))
      let made = try Executable.shell(
        "git init -q . && git add . && git -c user.name=a -c user.email=a@b.example commit -qm a", in: folder)
      try #require(made.status == 0, "\(made.errors)")
      try Data(Self.longer.utf8).write(to: folder.appendingPathComponent("a.flow.json"))
      let compared = try Executable.shell("refrain graph --diff HEAD:a.flow.json a.flow.json", in: folder)
      #expect(compared.output == "`start`: `onBegin` now leads to `@end:error`, before to `@end`\n")
      #expect(compared.status == 0 && compared.errors.isEmpty)
      let missing = try Executable.shell("refrain graph --diff HEAD:b.flow.json a.flow.json", in: folder)
      #expect(missing.status == 3)
      #expect(
        missing.errors.hasPrefix("refrain: HEAD:b.flow.json: git: fatal: path 'b.flow.json' does not exist"))
      let without = try Executable.shell(
        "PATH= && refrain graph --diff HEAD:a.flow.json a.flow.json", in: folder)
      #expect(without.status == 3)
      #expect(without.errors == "refrain: HEAD:a.flow.json: git: No such file or directory\n")
    }
  }

  // MARK: The repository

  @Test("The picture in the README is that of its flow; if not, draw it anew: refrain graph --output")
  func readmePicture() throws {
    let flow = "Flows/sms-support.flow.json"
    let project = "Flows/refrain.json"
    let system = MemorySystem([
      flow: try Self.repositoryText(flow), project: try Self.repositoryText(project),
    ])
    #expect(system.run("graph", Argument(bytes: Array(flow.utf8))) == .success)
    #expect(system.output == (try Self.repositoryText("Flows/sms-support.svg")))
  }

  private static func repositoryText(_ path: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return String(decoding: try Data(contentsOf: root.appendingPathComponent(path)), as: UTF8.self)
  }
}
