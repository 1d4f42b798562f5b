import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("test")
struct TestTests {
  @Test("A scenario that passes has a line, and the numbers of both kinds come last")
  func passing() {
    let system = MemorySystem(Sample.files)
    #expect(system.run("test") == .success)
    #expect(system.output == "ok    a.scenario.json: an agent answers and closes\n1 passed, 0 failed\n")
  }

  @Test(
    "A failure names the step and its line, what was expected, and what was said and done since the last match"
  )
  func failing() {
    var files = Sample.files
    files["b.scenario.json"] = Sample.scenario.replacing(
      "\"text\": \"Hi, Maya here.", with: "\"text\": \"Hi!")
    let system = MemorySystem(files)
    #expect(system.run("test", ".") == .findings)
    #expect(
      system.output.contains(
        """
          ≠ text       "Hi!"    | "Hi, Maya here."

          since the last match:
               0:00  customer  my order is late

        """))
    #expect(system.output.contains("   1:30.500  flow      Hi, Maya here.\n"))
    #expect(system.output.contains("  ('--verbose' shows the 18 records since then)\n"))
    #expect(!system.output.contains("\"seq\""))

    let verbose = MemorySystem(files)
    #expect(verbose.run("test", "--verbose", ".") == .findings)
    #expect(
      verbose.output == """
        ok    a.scenario.json: an agent answers and closes
        FAIL  \(Sample.failure.replacing("a.scenario.json", with: "b.scenario.json"))
        1 passed, 1 failed

        """)
  }

  /// A flow that tells a customer who writes STOP that he is left alone, also in the middle of another one's session.
  private static let optOut = """
    {
      "formatVersion": 1, "name": "Opt-out",
      "nodes": {
        "begin": {
          "type": "Start",
          "trigger": {
            "channel": "sms", "number": "+15555550100", "keyword": "STOP", "onlyWithoutLiveSession": false
          },
          "on": { "onBegin": "bye" }
        },
        "bye": {
          "type": "SendSMS", "destination": "$(begin.sms.senderNumber)", "from": "+15555550100",
          "message": "We leave you alone.", "on": { "onSuccess": "@end" }
        }
      }
    }
    """

  private static func scenario(playing flows: String, expecting: String) -> String {
    """
    {
      "formatVersion": 1, "name": "stop", \(flows),
      "steps": [
        { "sms": { "from": "+15555550142", "text": "hello" } },
        { "expect": { "waitingAt": "open" } },
        { "sms": { "from": "+15555550142", "text": "stop!" } },
        { "expect": { "sessionStarted": { "session": "session-2", "flow": "Opt-out" } } },
        { "expect": { \(expecting) } },
        { "expect": { "live": false } }
      ]
    }
    """
  }

  @Test("Several flows are played as one host, what any of them has is known, and each has its coverage")
  func severalFlows() throws {
    let flows = #""flows": ["a.flow.json", "b.flow.json"]"#
    let system = MemorySystem([
      "a.flow.json": Sample.flow, "b.flow.json": Self.optOut,
      "a.scenario.json": Self.scenario(playing: flows, expecting: #""messageSent": { "node": "bye" }"#),
    ])
    #expect(system.run("test", "--coverage", "--format", "json") == .success, "\(system.output)")
    let results = try JSON(parsing: system.output)
    #expect(results["scenarios"]?[0]?["flow"] == "a.flow.json, b.flow.json")
    let coverage = results["coverage"]?["flows"]?.array ?? []
    #expect(coverage.map { $0["file"] } == ["a.flow.json", "b.flow.json"])
    #expect(coverage.map { $0["scenarios"]?.number?.integer } == [1, 1])
    #expect(coverage.map { $0["nodes"]?["entered"]?.number?.integer } == [2, 2])
    #expect(system.run("lint", "a.scenario.json") == .success)
  }

  @Test("What none of several flows has is RF701, and the one that cannot be read is RF703")
  func unknownInSeveralFlows() {
    let files = ["a.flow.json": Sample.flow, "b.flow.json": Self.optOut]
    let unknown = Self.scenario(
      playing: #""flows": ["a.flow.json", "b.flow.json"]"#, expecting: #""messageSent": { "node": "by" }"#)
    var system = MemorySystem(files.merging(["x.scenario.json": unknown]) { $1 })
    #expect(system.run("test") == .findings)
    #expect(system.output.contains("[RF701"))
    let missing = Self.scenario(
      playing: #""flows": ["a.flow.json", "c.flow.json"]"#, expecting: #""messageSent": {}"#)
    system = MemorySystem(files.merging(["x.scenario.json": missing]) { $1 })
    #expect(system.run("lint", "x.scenario.json") == .findings)
    #expect(system.output.contains("x.scenario.json:2:64: error: the flow `c.flow.json` cannot be read"))
    #expect(system.run("test") == .failure)
  }

  @Test("Each flow is found relative to its scenario's folder")
  func relativeFlow() {
    let system = MemorySystem([
      "flows/a.flow.json": Sample.flow,
      "tests/a.scenario.json": Sample.scenario.replacing("\"a.flow.json\"", with: "\"../flows/a.flow.json\""),
    ])
    system.items["tests/../flows/a.flow.json"] = system.items["flows/a.flow.json"]
    #expect(system.run("test", "tests/a.scenario.json", "--format", "json") == .success)
    #expect(system.output.contains(#""flow": "flows/a.flow.json""#))
  }

  @Test("A flow with an error is reported once, and fails each of its scenarios")
  func rejectedFlow() {
    var files = Sample.files
    files["a.flow.json"] = Sample.flow.replacing("\"relay\",", with: "\"rely\",")
    files["b.scenario.json"] = Sample.scenario
    let system = MemorySystem(files)
    #expect(system.run("test") == .findings)
    #expect(system.output.ranges(of: "[RF202 unknown-target]").count == 1)
    #expect(
      system.output.hasSuffix(
        """
        FAIL  a.scenario.json: its flow 'a.flow.json' cannot be run: 1 error
        FAIL  b.scenario.json: its flow 'a.flow.json' cannot be run: 1 error
        0 passed, 0 failed, 2 refused

        """))
  }

  @Test("A scenario with an error of its own is reported where it stands")
  func invalidScenario() {
    var files = Sample.files
    files["a.scenario.json"] = Sample.scenario.replacing("\"sms\"", with: "\"smss\"")
    let system = MemorySystem(files)
    #expect(system.run("test") == .findings)
    #expect(
      system.output.contains("a.scenario.json:7:7: error: a step has no field `smss`; did you mean `sms`?"))
    #expect(
      system.output.hasSuffix(
        "FAIL  a.scenario.json: the scenario cannot be played: 1 error\n0 passed, 0 failed, 1 refused\n"))
  }

  @Test(
    "A scenario that names what its flow does not have has failed, and is not played",
    arguments: ["test", "run"])
  func unknownName(command: Argument) {
    var files = Sample.files
    files["a.scenario.json"] = Sample.scenario.replacing(
      "\"ended\": { \"result\": \"success\" }", with: "\"not\": { \"messageSent\": { \"node\": \"rely\" } }")
    let system = MemorySystem(files)
    let status =
      command == "test"
      ? system.run("test") : system.run("run", "a.flow.json", "--scenario", "a.scenario.json")
    #expect(status == .findings)
    #expect(system.output.contains("error: the flow has no node `rely`; did you mean `relay`? [RF701 "))
    #expect(!system.output.contains("Maya"))
    if command == "test" {
      #expect(system.output.contains("FAIL  a.scenario.json:13:5: step 7 of "))
      #expect(system.output.hasSuffix("0 passed, 1 failed\n"))
    }
  }

  @Test("A flow that cannot be read is the program's failure, and the other scenarios are still run")
  func unreadableFlow() {
    var files = Sample.files
    files["b.scenario.json"] = Sample.scenario.replacing("\"a.flow.json\"", with: "\"no.flow.json\"")
    let system = MemorySystem(files)
    #expect(system.run("test") == .failure)
    #expect(system.errors == "refrain: no.flow.json: No such file or directory\n")
    #expect(system.output.hasSuffix("1 passed, 0 failed, 1 refused\n"))
  }

  @Test(
    "--filter runs the scenarios whose name or path holds the text; if none does, it is mistyped",
    arguments: [("answers", true), ("a.scen", true), ("zebra", false)])
  func filter(text: String, isFound: Bool) {
    let system = MemorySystem(Sample.files)
    #expect(
      Refrain.run(["test", "--filter", Argument(stringLiteral: text)], on: system)
        == (isFound ? .success : .usage))
    #expect(system.output.contains("1 passed") == isFound)
  }

  @Test("Many scenarios are told in the order of their paths, whichever core has played them")
  func many() {
    var files = ["a.flow.json": Sample.flow]
    for number in 100..<300 {
      let name = "\"name\": \"number \(number)\""
      files["\(number).scenario.json"] = Sample.scenario.replacing(
        "\"name\": \"an agent answers and closes\"", with: name)
    }
    let system = MemorySystem(files)
    #expect(system.run("test") == .success)
    let expected = (100..<300).map { "ok    \($0).scenario.json: number \($0)\n" }.joined()
    #expect(system.output == expected + "200 passed, 0 failed\n")
  }

  @Test("On a terminal a line tells how far it is, and is taken back before anything else is written")
  func progress() {
    let system = MemorySystem(Sample.files)
    system.errorsAreTerminal = true
    #expect(system.run("test") == .success)
    #expect(system.errors == "0/1 …\r\u{1B}[K")
    #expect(system.output.hasSuffix("1 passed, 0 failed\n"))
  }

  @Test(
    "There is no such line elsewhere, nor on a terminal that cannot take it back, nor in CI",
    arguments: [(false, [:]), (true, ["TERM": "dumb"]), (true, ["CI": "true"])])
  func noProgress(isTerminal: Bool, variables: [String: String]) {
    let system = MemorySystem(Sample.files)
    system.errorsAreTerminal = isTerminal
    system.variables = variables
    #expect(system.run("test") == .success)
    #expect(system.errors.isEmpty)
  }
}
