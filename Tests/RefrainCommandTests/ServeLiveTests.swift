#if Service
import RefrainKit
import ServiceCore
import ServiceProtocols
import Testing

@testable import RefrainCommand

@Suite("refrain serve, before it serves")
struct ServeLiveTests {
  private static let flow = #"""
    { "formatVersion": 1, "name": "F", "nodes": {
      "start": { "type": "Start", "trigger": { "channel": "sms", "number": "$(env.number)" }, "on": { "onBegin": "@end" } } } }
    """#

  private static let gateway = #"""
    "publicUrl": "https://flows.example.com", "sms": { "kannel": {
      "url": "https://kannel.example.com", "user": "u", "password": { "env": "KANNEL" }, "allowFrom": ["192.0.2.1"] } }
    """#

  private static func system(live: String = "", flow: String = flow) -> MemorySystem {
    MemorySystem([
      "p/refrain.json": #"""
      { "formatVersion": 1, "name": "P", "formerPaths": { "a.flow.json": ["old.flow.json"] }, "environments": {
        "staging": { "values": { "number": "+15555550100" } \#(live) } } }
      """#,
      "p/a.flow.json": flow,
    ])
  }

  @Test("says in a line what is missing")
  func missing() {
    let system = Self.system()
    #expect(system.run("serve", "p") == .failure)
    #expect(system.errors == "refrain: p/refrain.json: environment 'staging' does not say how it goes live\n")
    let other = Self.system(
      live: #", "live": { \#(Self.gateway), "store": { "postgres": { "env": "DB" } } }"#)
    #expect(other.run("serve", "p") == .failure)
    #expect(other.errors == "refrain: a secret is missing: the environment variable `DB` is not set\n")
    #expect(MemorySystem().run("serve", "nowhere") == .failure)
    let flow = Self.system()
    #expect(flow.run("serve", "p/a.flow.json") == .failure)
    #expect(flow.errors == "refrain: p/a.flow.json: a project's file is named 'refrain.json'\n")
  }

  @Test("says what belongs together")
  func usage() {
    for arguments in [
      ["serve", "--store", "s"], ["serve", "--faults", "lost"], ["serve", "--emulate", "--check"],
      ["serve", "--emulate", "--listen", "0.0.0.0:80"], ["serve", "--emulate", "--seed", "x"],
      ["serve", "--scenario", "s"], ["serve", "--emulate", "--patience", "5"],
      ["serve", "--emulate", "--verbose"],
      ["serve", "--emulate", "--scenario", "s", "--patience", "0"], ["emulate", "--scenario", "s"],
    ] as [[Argument]] {
      #expect(Refrain.run(arguments, on: Self.system()) == .usage)
    }
  }

  @Test("does not serve what has errors")
  func errors() {
    let system = Self.system(flow: "{}")
    #expect(system.run("serve", "p") == .findings)
    #expect(system.output.contains("RF1"))
    #expect(Self.system(live: #", "live": {}"#).run("serve", "p") == .findings)
  }

  @Test("reads secrets from variables and files, without a file's line end")
  func secrets() throws {
    let live = #"""
      , "live": { \#(Self.gateway), "webhooks": { "due": { "secret": { "file": "key" } } },
        "adminToken": { "env": "TOKEN" } }
      """#
    let system = Self.system(live: live)
    system.variables["KANNEL"] = "k"
    let choice = try ProjectChoice(try ServeCommand.syntax.parse([]), of: ServeCommand.syntax)
    let project = try ServedProject.read(FilePath("p"), choice, in: system).get()
    let configuration = try project.configuration()
    #expect(project.project.flows.map(\.path) == ["a.flow.json"])
    #expect(project.project.flows.map(\.formerPaths) == [["old.flow.json"]])
    func refusal() -> String {
      do {
        _ = try project.settings(configuration, in: system)
        return ""
      } catch {
        return error.reason
      }
    }
    #expect(refusal().hasPrefix("a secret is missing: the file `key`: "))
    system.items["p/key"] = .file(Array("\r\n".utf8))
    #expect(refusal() == "a secret is missing: the file `key` is empty")
    system.items["p/key"] = .file(Array("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\r\n".utf8))
    #expect(refusal() == "a secret is missing: the environment variable `TOKEN` is not set")
    system.variables["TOKEN"] = "15 bytes of it."
    #expect(refusal().hasSuffix("the environment variable `TOKEN` has fewer than 16 bytes"))
    system.variables["TOKEN"] = "sixteen bytes it"
    #expect(refusal() == "")
  }
}
#endif
