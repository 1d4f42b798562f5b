import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("refrain lint with a baseline")
struct LintBaselineTests {
  private static let files = ["a.flow.json": SampleFlow.wrong, "b.flow.json": SampleFlow.doubtful]

  /// A system with files and a baseline of all that is wrong with them.
  private static func known(_ files: [String: String] = files) -> MemorySystem {
    let system = MemorySystem(files)
    _ = system.run("lint", "--write-baseline", "known.json", "--format", "concise")
    let fresh = MemorySystem()
    fresh.items = system.items
    return fresh
  }

  @Test("Writing a baseline changes neither what is reported nor the exit status")
  func writing() throws {
    let (plain, writing) = (MemorySystem(Self.files), MemorySystem(Self.files))
    #expect(plain.run("lint") == .findings)
    #expect(writing.run("lint", "--write-baseline", "known.json") == .findings)
    #expect(writing.output == plain.output && writing.errors == plain.errors)
    let known = try JSON(parsing: try #require(writing.text(of: "known.json")))
    #expect(known["findings"]?.array?.map { $0["code"]?.string } == ["RF103", "RF403"])
  }

  @Test("What is known is neither reported nor counted, errors of the file among it; the summary counts it")
  func known() {
    let system = Self.known()
    #expect(system.run("lint", "--baseline", "known.json", "--strict") == .success)
    #expect(system.output.isEmpty)
    #expect(system.errors == "no findings in 2 files; 2 known findings not shown\n")
  }

  @Test("What is new is reported and counted, wherever what is known has moved")
  func new() {
    let system = Self.known()
    system.items["a.flow.json"] = .file(
      Array(SampleFlow.wrong.replacing("\"title\": 1,", with: "\n\n\"titel\": 1, \"title\": 1,").utf8))
    #expect(system.run("lint", "--baseline", "known.json", "--format", "concise") == .findings)
    #expect(system.output.hasPrefix("a.flow.json:5:1: error: "))
    #expect(system.output.split(separator: "\n").count == 1)
    #expect(system.errors.isEmpty)
  }

  @Test("A file is the same however its path is written")
  func paths() {
    let system = Self.known()
    #expect(
      system.run("lint", "./b.flow.json", ".//a.flow.json", "--baseline=known.json", "--strict") == .success)
  }

  @Test("A baseline can be brought up to date while it is used: it then holds all present findings")
  func updating() throws {
    let system = Self.known()
    system.items["a.flow.json"] = .file(Array(SampleFlow.clean.utf8))
    system.items["c.flow.json"] = .file(Array(SampleFlow.doubtful.utf8))
    #expect(system.run("lint", "--baseline", "known.json", "--write-baseline", "known.json") == .success)
    #expect(system.output.hasPrefix("c.flow.json:"))
    #expect(
      system.errors == """
        1 warning in 3 files; 1 known finding not shown
        refrain: known.json: 1 known finding no longer occurs

        """)
    let known = try JSON(parsing: try #require(system.text(of: "known.json")))
    #expect(known["findings"]?.array?.map { $0["file"]?.string } == ["b.flow.json", "c.flow.json"])
  }

  @Test("Known findings that no longer occur are told: of linted files, and of files that are gone")
  func gone() {
    let system = Self.known()
    system.items["a.flow.json"] = .file(Array(SampleFlow.clean.utf8))
    system.items["b.flow.json"] = nil
    #expect(system.run("lint", "--baseline", "known.json", "--format", "json") == .success)
    #expect(
      system.errors
        == "refrain: known.json: 2 known findings no longer occur; write it anew with '--write-baseline'\n")
  }

  @Test("Known findings of files that are not linted, or of rules that are off, are not taken for gone")
  func notLooked() {
    let system = Self.known()
    #expect(
      system.run("lint", "b.flow.json", "--rule", "RF403=off", "--baseline", "known.json", "--format=json")
        == .success)
    #expect(system.errors.isEmpty)
  }

  @Test("What is known, or suppressed by the flow itself, stands in SARIF with what suppresses it")
  func sarif() throws {
    let files = [
      "a.flow.json": SampleFlow.wrong,
      "b.flow.json": SampleFlow.doubtful.replacing(
        "\"nodes\":", with: "\"lintIgnore\": { \"RF403\": \"soon\" }, \"nodes\":"),
    ]
    let system = Self.known(files)
    #expect(system.run("lint", "--baseline", "known.json", "--format", "sarif") == .success)
    let results = try JSON(parsing: system.output)["runs"]?[0]?["results"]?.array ?? []
    let suppressions = results.map { [$0["ruleId"]?.string, $0["suppressions"]?[0]?["kind"]?.string] }
    #expect(suppressions == [["RF103", "external"], ["RF403", "inSource"]])
    #expect(results.last?["suppressions"]?[0]?["justification"] == "soon")
  }

  /// Contents of a baseline, and the line that refuses it.
  static let unusable: [(contents: MemorySystem.Item?, line: String)] = [
    (nil, "No such file or directory"),
    (.unreadable, "Permission denied"),
    (.device, "Neither a file nor a folder; '-' reads standard input"),
    (
      .file(Array("{ \"version\": 7 }".utf8)),
      "not a baseline: its `version` must be 1 (line 1, column 14)"
    ),
  ]

  @Test("A baseline that cannot be used is one line and status 3, and nothing is linted or written")
  func refused() {
    for (contents, line) in Self.unusable {
      let system = MemorySystem(Self.files)
      system.items["known.json"] = contents
      #expect(
        system.run("lint", "--baseline", "known.json", "--write-baseline", "new.json", "--output=json=r.json")
          == .failure)
      #expect(system.errors == "refrain: known.json: \(line)\n")
      #expect(system.output.isEmpty && system.text(of: "new.json") == nil && system.text(of: "r.json") == nil)
    }
    let system = MemorySystem()
    system.items["known.json"] = .file(Array(repeating: UInt8(ascii: " "), count: Baseline.sizeLimit + 1))
    #expect(system.run("lint", "--baseline", "known.json") == .failure)
    #expect(system.errors == "refrain: known.json: larger than 64 MiB\n")
  }

  @Test("A baseline that cannot be written is one line and status 3")
  func unwritable() {
    let system = MemorySystem(Self.files)
    #expect(system.run("lint", "--write-baseline", "missing/known.json", "--format", "concise") == .failure)
    #expect(system.errors == "refrain: missing/known.json: No such file or directory\n")
    #expect(system.output.split(separator: "\n").count == 2)
  }
}
