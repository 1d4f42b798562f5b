import Foundation
import Testing

@testable import RefrainCommand

@Suite("A file of another kind than a command takes")
struct WrongKindTests {
  static let scenario =
    #"{ "formatVersion": 1, "name": "s", "flow": "a.flow.json", "steps": [{ "expect": { "live": false } }] }"#
  static let project = #"{ "formatVersion": 1, "name": "p", "environments": { "test": { "values": {} } } }"#
  static let session = #"{ "refrain": "session", "version": 4, "flow": "abc", "key": "k" }"#
  static let record = #"{"seq":1,"at":0,"type":"sessionStarted","session":"session-1"}"#
  static let package = #"{ "name": "site", "version": "1.0.0", "scripts": { "test": "x" } }"#

  /// What a file holds, what reads it as what, and what is told of it: that alone.
  static let cases: [(source: String, arguments: [Argument], finding: String)] = [
    (scenario, ["run", "file"], "file:1:1: error: this is a scenario, not a flow [RF104 missing-field]"),
    (scenario, ["sheet", "file"], "file:1:1: error: this is a scenario, not a flow [RF104 missing-field]"),
    (scenario, ["graph", "file"], "file:1:1: error: this is a scenario, not a flow [RF104 missing-field]"),
    (scenario, ["lint", "file"], "file:1:1: error: this is a scenario, not a flow [RF104 missing-field]"),
    (project, ["explore", "file"], "file:1:1: error: this is a project, not a flow [RF104 missing-field]"),
    (
      session, ["lint", "file"], "file:1:1: error: this is a stored session, not a flow [RF104 missing-field]"
    ),
    (record, ["lint", "file"], "file:1:1: error: this is a trace, not a flow [RF104 missing-field]"),
    (
      package, ["run", "file"],
      "file:1:1: error: this is the file of an npm package, not a flow [RF104 missing-field]"
    ),
    (
      SampleFlow.clean, ["test", "file"],
      "file:1:1: error: this is a flow, not a scenario [RF104 missing-field]"
    ),
    (
      SampleFlow.clean, ["run", "a.flow.json", "--scenario", "file"],
      "file:1:1: error: this is a flow, not a scenario [RF104 missing-field]"
    ),
    (project, ["test", "file"], "file:1:1: error: this is a project, not a scenario [RF104 missing-field]"),
    (
      SampleFlow.clean, ["lint", "--project", "file", "a.flow.json"],
      "file:4:3: error: this is a flow, not a project [RF103 unknown-field]"
    ),
    (
      scenario, ["lint", "--project", "file", "a.flow.json"],
      "file:1:59: error: this is a scenario, not a project [RF103 unknown-field]"
    ),
  ]

  @Test("It is told once what it is and which command takes it", arguments: cases.indices)
  func toldOnce(index: Int) {
    let (source, arguments, finding) = Self.cases[index]
    let system = MemorySystem(["file": source, "a.flow.json": SampleFlow.clean])
    #expect(Refrain.run(arguments, on: system) == .findings)
    #expect(system.output.hasPrefix(finding + "\n"), "\(system.output)")
    #expect(system.output.components(separatedBy: " [RF").count == 2, "\(system.output)")
    #expect(system.output.contains("Nothing else of the file is judged."))
  }

  @Test("A trace of several records is no JSON, and is told as what it is too")
  func trace() {
    let system = MemorySystem(["file": Self.record + "\n" + Self.record + "\n"])
    #expect(system.run("run", "file") == .findings)
    #expect(system.output.contains("[RF101 invalid-json]"))
    #expect(
      system.output.contains(
        "help: This is a trace, a value on each line. `graph FLOW --trace FILE` draws a trace."))
  }

  @Test("What no reading of the file could pass over is told beside")
  func duplicateKey() {
    let system = MemorySystem([
      "file": Self.scenario.replacing("\"name\": \"s\"", with: "\"name\": \"s\", \"name\": 1")
    ])
    #expect(system.run("run", "file") == .findings)
    #expect(system.output.contains("[RF102 duplicate-key]"))
    #expect(system.output.contains("this is a scenario, not a flow [RF104 missing-field]"))
  }

  /// Files that are none of another kind for certain: each member is told as before.
  static let unfinished = [
    #"{ "formatVersion": 1, "name": "a", "steps": [] }"#,
    #"{ "formatVersion": 1, "name": "a", "flow": "b" }"#,
    #"{ "formatVersion": 1, "name": "a", "node": {} }"#, #"{ "name": "a", "version": "1" }"#, "{}",
    #"{ "formatVersion": 1, "name": "a", "variables": {}, "environments": {} }"#,
    #"{ "formatVersion": 1, "name": "a", "steps": {}, "flow": "b" }"#,
  ]

  @Test("Where its members do not tell for certain, each is told", arguments: unfinished)
  func unsure(source: String) {
    let system = MemorySystem(["file": source])
    #expect(system.run("lint", "file") == .findings)
    #expect(
      system.output.contains("a flow needs the field `nodes` [RF104 missing-field]"), "\(system.output)")
    #expect(!system.output.contains("this is"))
  }
}
