#if Service
import RefrainKit
import ServiceCore
import Testing

@testable import RefrainCommand

@Suite("refrain serve --emulate, before it serves")
struct EmulatedProjectTests {
  private static func flow(_ number: String) -> String {
    #"""
    { "formatVersion": 1, "name": "F", "nodes": {
      "start": { "type": "Start", "trigger": { "channel": "sms", "number": "\#(number)" }, "on": { "onBegin": "@end" } } } }
    """#
  }

  private static func project(live: String) -> String {
    #"""
    { "formatVersion": 1, "name": "P", "environments": { "one": {
      "values": { "number": "+15555550100" }, "live": \#(live) } } }
    """#
  }

  private static func read(
    _ path: String, _ files: [String: String], for purpose: ServedProject.Purpose = .emulation
  ) throws -> Result<ServedProject, ServedProject.Refusal> {
    let choice = try ProjectChoice(try ServeCommand.syntax.parse([]), of: ServeCommand.syntax)
    return ServedProject.read(FilePath(path), choice, for: purpose, in: MemorySystem(files))
  }

  @Test("takes flows that are no project's as one service, and says so")
  func looseFlows() throws {
    let files = ["p/a.flow.json": Self.flow("+15555550100"), "p/b/c.flow.json": Self.flow("+15555550101")]
    let folder = try Self.read("p", files).get()
    #expect(folder.project.flows.map(\.path) == ["a.flow.json", "b/c.flow.json"])
    #expect(Set(folder.project.flows.map(\.service)).count == 1 && folder.project.flows[0].service != nil)
    #expect(folder.notice == "p is no project: the 2 flows are one service")
    let one = try Self.read("p/a.flow.json", files).get()
    #expect(one.project.flows.map(\.path) == ["a.flow.json"])
    #expect(one.notice == "p/a.flow.json is no project: the flow is a service of its own")
    #expect((try? Self.read("p", files, for: .live).get()) == nil)
    #expect((try? Self.read("p", ["p/x": ""]).get()) == nil)
    #expect((try? Self.read("p", ["p/a.flow.json": Self.flow("$(env.number)")]).get()) == nil)
  }

  @Test("gives one of a project's flows the project's values")
  func flowOfProject() throws {
    let files = [
      "p/refrain.json": Self.project(live: #"{ "sms": { "kannel": {} } }"#),
      "p/a.flow.json": Self.flow("$(env.number)"), "p/b.flow.json": "{}",
    ]
    let one = try Self.read("p/a.flow.json", files).get()
    #expect(one.project.flows.map(\.path) == ["a.flow.json"] && one.environment?.name == "one")
    #expect(
      one.notice
        == "p/a.flow.json is no project: the flow is a service of its own, with the values of p/refrain.json")
    #expect((try? Self.read("p/b.flow.json", files).get()) == nil)
  }

  @Test(
    "passes over what is wrong with `live`, and over nothing else",
    arguments: [
      (#"{}"#, true), (#"{ "unknown": 1, "publicUrl": 7 }"#, true),
      (#"{ "publicUrl": "https://a.example", "sms": { "twilio": { "accountSid": "literal" } } }"#, true),
      (#"{}, "unknown": 1"#, false),
    ])
  func brokenLive(_ live: String, _ isServed: Bool) throws {
    let files = ["p/refrain.json": Self.project(live: live), "p/a.flow.json": Self.flow("$(env.number)")]
    let project = try? Self.read("p", files).get()
    #expect((project != nil) == isServed)
    #expect(project?.notice?.hasPrefix("p/refrain.json: 'live' has errors") == (isServed ? true : nil))
    #expect((try? Self.read("p", files, for: .live).get()) == nil)
  }
}
#endif
