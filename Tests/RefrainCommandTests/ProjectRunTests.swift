import RefrainKit
import Testing

@testable import RefrainCommand

/// Several flows of a project at once: scenarios, runs and pictures.
@Suite("Flows of a project run together")
struct ProjectRunTests {
  /// A flow that passes on what a customer writes, and one that STOP begins, in the middle of that too.
  private static let files = [
    ".git/HEAD": "",
    "care/refrain.json": """
    {
      "formatVersion": 1,
      "name": "Care",
      "services": { "care": ["talk.flow.json", "stop.flow.json"] },
      "environments": {
        "staging": { "values": { "number": "+15550100" } },
        "production": { "values": { "number": "+15550199" } }
      }
    }
    """,
    "care/talk.flow.json": """
    {
      "formatVersion": 1,
      "name": "Talk",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "$(env.number)" },
          "on": { "onBegin": "more" }
        },
        "more": {
          "type": "Receive",
          "channels": { "sms": { "keyword": "MORE" } },
          "timeoutSeconds": 60,
          "on": { "sms.mo": "@end" }
        }
      }
    }
    """,
    "care/stop.flow.json": """
    {
      "formatVersion": 1,
      "name": "Stop",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": {
            "channel": "sms",
            "number": "$(env.number)",
            "keyword": "STOP",
            "onlyWithoutLiveSession": false
          },
          "on": { "onBegin": "bye" }
        },
        "bye": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "$(env.number)",
          "message": "No more texts.",
          "on": { "onSuccess": "@end" }
        }
      }
    }
    """,
  ]

  private static func scenario(_ members: String, number: String = "+15550100") -> String {
    """
    {
      "formatVersion": 1,
      "name": "STOP comes in between",
      \(members),
      "steps": [
        { "sms": { "from": "+14155550123", "text": "hello", "to": "\(number)" } },
        { "expect": { "sessionStarted": { "flow": "Talk" } } },
        { "sms": { "from": "+14155550123", "text": "stop", "to": "\(number)" } },
        { "expect": { "sessionStarted": { "flow": "Stop" } } },
        { "expect": { "messageSent": { "from": "\(number)", "text": "No more texts." } } },
        { "expect": { "not": { "sessionStarted": {} } } }
      ]
    }
    """
  }

  private static func test(_ scenario: String, _ arguments: Argument...) -> (
    RefrainCommand.ExitStatus, String
  ) {
    let system = MemorySystem(files.merging(["care/a.scenario.json": scenario]) { first, _ in first })
    let status = Refrain.run(["test", "care/a.scenario.json"] + arguments, on: system)
    return (status, system.output)
  }

  @Test("in a scenario of the project, or of some of its flows: its services decide who is reached")
  func scenarios() {
    for members in [#""project": "refrain.json""#, #""flows": ["talk.flow.json", "stop.flow.json"]"#] {
      #expect(Self.test(Self.scenario(members)).0 == .success, "\(members)")
    }
    // One service each: what begins with STOP begins a session of both.
    let apart = Self.scenario(#""flows": ["talk.flow.json", "stop.flow.json"]"#)
      .replacing(#"{ "sms": { "from": "+14155550123", "text": "hello", "to": "+15550100" } },"#, with: "")
      .replacing(#"{ "expect": { "sessionStarted": { "flow": "Talk" } } },"#, with: "")
    #expect(Self.test(apart).0 == .success)
    #expect(Self.test(apart, "--no-project").0 == .findings)
  }

  @Test("in the environment that the scenario names, before the command line's")
  func environments() {
    let production = Self.scenario(
      #""project": "refrain.json", "environment": "production""#, number: "+15550199")
    #expect(Self.test(production).0 == .success)
    #expect(Self.test(production, "--environment", "staging").0 == .success)
    let inherited = Self.scenario(#""project": "refrain.json""#, number: "+15550199")
    #expect(Self.test(inherited).0 == .findings)
    #expect(Self.test(inherited, "--environment", "production").0 == .success)
    let (status, output) = Self.test(
      Self.scenario(#""project": "refrain.json", "environment": "produktion""#))
    #expect(status == .findings)
    #expect(output.contains("the project has no environment `produktion`; did you mean `production`? [RF701"))
  }

  @Test("and a project that cannot be read, or used, is told")
  func failures() {
    let (status, output) = Self.test(Self.scenario(#""project": "../refrain.json""#))
    #expect(status == .failure)
    #expect(output.contains("the project `../refrain.json` cannot be read [RF703"))
    // The flow can be read: it is the command line's project that cannot.
    let (refused, told) = Self.test(Self.scenario(#""flow": "talk.flow.json""#), "--project", "none.json")
    #expect(refused == .failure && !told.contains("RF703"), "\(told)")
    let broken = Self.files.merging([
      "care/a.scenario.json": Self.scenario(#""project": "refrain.json""#), "care/refrain.json": "{}",
    ]) { $1 }
    #expect(MemorySystem(broken).run("test", "care/a.scenario.json") == .findings)
    #expect(MemorySystem(broken).run("run", "care") == .findings)
    #expect(MemorySystem(broken).run("graph", "care") == .findings)
  }

  @Test("and coverage counts a flow once, whatever environments it was played in")
  func coverage() {
    let system = MemorySystem(
      Self.files.merging([
        "care/a.scenario.json": Self.scenario(#""project": "refrain.json""#),
        "care/b.scenario.json": Self.scenario(
          #""project": "refrain.json", "environment": "production""#, number: "+15550199"),
      ]) { $1 })
    #expect(system.run("test", "care", "--coverage") == .success)
    #expect(system.output.split(separator: "\n").count { $0.contains("care/talk.flow.json") } == 1)
  }

  @Test("in a chat, whose scenario passes when it is saved")
  func chat() {
    let system = MemorySystem(Self.files)
    system.standardInput = Array(
      """
      /flows
      hello
      stop
      /vars
      /where
      /from +14155550124
      stop
      /save care/chat.scenario.json

      """.utf8)
    #expect(system.run("run", "care/refrain.json", "--environment", "production") == .success)
    let transcript = system.output
    #expect(transcript.hasPrefix("Care\n"))
    #expect(transcript.contains("Stop  STOP to +15550199 on sms\n"))
    #expect(transcript.contains("session-1 (Talk) of +15555550142: more waits for a message"))
    #expect(transcript.contains("a session of Stop begins for +14155550124"))
    let saved = system.text(of: "care/chat.scenario.json") ?? ""
    #expect(saved.contains(#""project": "refrain.json""#) && saved.contains(#""environment": "production""#))
    #expect(system.run("test", "care/chat.scenario.json") == .success)
    #expect(system.run("run", "care", "--scenario", "care/chat.scenario.json") == .success)
  }

  /// Sessions of the flow that a scenario plays, as a host writes them down.
  private static func snapshot(after lines: [String]) throws -> FlowHost {
    let environment = ProjectLoader.load(Array((files["care/refrain.json"] ?? "").utf8)).project?.environments
      .first
    let bytes = Array((files["care/talk.flow.json"] ?? "").utf8)
    var chat = Chat(FlowProject(try FlowProgram(file: bytes, named: "talk", in: environment)))
    for line in lines { _ = try chat.take(line) }
    return chat.simulation.host
  }

  @Test("and a comparison of two versions tells what becomes of parked sessions")
  func parked() throws {
    let host = try Self.snapshot(after: [
      "hello", "/from +14155550124", "hello", "more", "/from +14155550125", "hello",
    ])
    let lines = host.sessions.map { session in
      String(
        decoding: SessionDocument(session.state, of: host.project[session.flow].machine.program).bytes,
        as: UTF8.self)
    }
    let renamed = (Self.files["care/talk.flow.json"] ?? "").replacing("more\"", with: "again\"")
    let gone = (Self.files["care/talk.flow.json"] ?? "").replacing(#""Receive""#, with: #""Delay""#)
      .replacing(#""channels": { "sms": { "keyword": "MORE" } },"#, with: #""seconds": 5,"#)
      .replacing(#""timeoutSeconds": 60,"#, with: "").replacing("sms.mo", with: "onTimeout")
    let system = MemorySystem(
      Self.files.merging([
        "care/new.flow.json": renamed, "care/gone.flow.json": gone,
        "host.json": String(decoding: host.snapshot(), as: UTF8.self),
        "sessions.jsonl": lines.joined(separator: "\n") + "\n",
      ]) { $1 })
    func told(_ arguments: Argument...) -> [String] {
      let before = system.output.count
      #expect(Refrain.run(["graph", "--diff", "care/talk.flow.json"] + arguments, on: system) == .success)
      return system.output.dropFirst(before).split(separator: "\n").drop { $0 != "sessions:" }.dropFirst()
        .map(String.init)
    }
    for file: Argument in ["host.json", "sessions.jsonl"] {
      #expect(
        told("care/new.flow.json", "--sessions", file) == [
          "2 parked at `more`: goes on alike, at `again`, as it is called now (session-1, session-3)",
          "1 ended",
        ])
    }
    #expect(
      told("care/gone.flow.json", "--sessions", "host.json") == [
        "2 parked at `more`: stays with the older version: the node `more` was a Receive and is a Delay (session-1, session-3)",
        "1 ended",
      ])
    #expect(
      told("care/talk.flow.json", "--sessions", "host.json", "--environment", "production") == [
        "3 of other flows, or of another definition of this one"
      ])
    #expect(system.run("graph", "care/talk.flow.json", "--sessions", "host.json") == .usage)
    #expect(
      system.run(
        "graph", "--diff", "care/talk.flow.json", "care/new.flow.json", "--sessions", "care/new.flow.json")
        == .failure)
  }

  @Test("and a picture shows which number and keyword begins which of them, with an environment's values")
  func graph() throws {
    func graph(_ arguments: Argument...) -> String {
      let system = MemorySystem(Self.files)
      #expect(Refrain.run(["graph"] + arguments, on: system) == .success)
      return system.output
    }
    let mermaid = graph("care", "--format", "mermaid")
    #expect(
      mermaid.split(separator: "\n").prefix(6).map { $0.trimmingPrefix(while: \.isWhitespace) } == [
        "flowchart TD", #"n0["stop#46;flow#46;json<br>Flow<br>Stop, service care"]"#,
        #"n1(["+15550100<br>SMS number"])"#, #"n2["talk#46;flow#46;json<br>Flow<br>Talk, service care"]"#,
        #"n1 -->|"STOP"| n0"#, ##"n1 -->|"#42;"| n2"##,
      ])
    let json = try JSON(
      parsing: graph("care/refrain.json", "--format", "json", "--environment", "production"))
    #expect(json["environment"] == "production")
    #expect(
      json["flows"]?[0]?["trigger"] == [
        "channel": "sms", "address": "+15550199", "keywords": ["STOP"], "onlyWithoutLiveSession": false,
      ])
    #expect(graph("care", "--format", "svg").contains("A project with 2 flows, and what begins each."))
    #expect(graph("care/stop.flow.json", "--format", "json").contains("to +15550100"))
    #expect(
      graph("care/stop.flow.json", "--format", "json", "--environment", "production").contains("to +15550199")
    )
    #expect(MemorySystem(Self.files).run("graph", "care", "--trace", "x.jsonl") == .usage)
  }
}
