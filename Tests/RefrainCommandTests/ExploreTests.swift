import RefrainKit
import Testing

@testable import RefrainCommand

@Suite("explore")
struct ExploreTests {
  /// The sample, with a Delay on the branch of a message.
  private static let flawed = Sample.flow.replacing(
    "\"on\": { \"onSuccess\": \"@resume\" }",
    with: """
      "on": { "onSuccess": "pause" }
              },
              "pause": { "type": "Delay", "seconds": 5, "on": { "onTimeout": "@end" }
      """)

  @Test("The findings come with the inputs that show them, and what was proved comes last")
  func report() {
    let system = MemorySystem(Sample.files)
    #expect(system.run("explore", "a.flow.json") == .success)
    #expect(
      system.output.hasPrefix(
        """
        info: `Bad Request` of `open` ends the session: error [end-in-error]
          sms "Hello" → respond 400

        """))
    let line = system.output.replacing("\n", with: " ")
    #expect(line.contains("tried: customers' texts \"Hello\"; events' contents \"Hello\", none;"), "\(line)")
    #expect(line.hasSuffix(" 0 errors, 0 warnings, 8 for information "))
    #expect(
      line.contains("every order of events, of whatever length, for these values, at most 2 of them held"))
  }

  @Test(
    "A flow with errors is refused; --force lets those of the conversation pass, and what they lead to is found"
  )
  func force() {
    let system = MemorySystem(["a.flow.json": Self.flawed])
    #expect(system.run("explore", "a.flow.json") == .findings)
    #expect(system.output.contains("[RF301 waiting-node-on-intermediate-branch]"))
    #expect(!system.output.contains("states"))
    let forced = MemorySystem(["a.flow.json": Self.flawed])
    #expect(forced.run("explore", "--force", "a.flow.json") == .findings)
    #expect(
      forced.output.hasPrefix(
        """
        error: `pause` waits, so it is not processed on the branch of `Message` of `open` [waiting-node-skipped]
          sms "Hello" → respond 200 → event Message "Hello" → gateway accepted

        """), "\(forced.output)")
  }

  @Test(
    "The scenarios that are saved pass, and find the flow from where they are",
    arguments: [".", "found", "a/b", "a/c/d", "../elsewhere"])
  func save(folder: String) {
    let system = MemorySystem(["a/a.flow.json": Self.flawed])
    #expect(
      system.run("explore", "--force", "a/a.flow.json", "--save", Argument(stringLiteral: folder))
        == .findings)
    let saved = system.items.keys.filter { $0.hasSuffix(".scenario.json") }
    #expect(saved.count == 9, "\(saved)")
    let run = system.run("test", "--force", Argument(stringLiteral: folder))
    #expect(run == .success, "\(system.output)")
    #expect(system.output.contains("9 passed, 0 failed"))
    for path in saved {
      #expect(system.run("format", "--check", Argument(stringLiteral: path)) == .success, "\(path)")
    }
  }

  @Test("Saved scenarios begin when the sessions did")
  func startsAt() {
    let flow = SampleFlow.clean.replacing("\"@end\"", with: "\"pause\"").replacing(
      "\"on\": { \"onBegin\": \"pause\" }\n    }",
      with: """
        "on": { "onBegin": "pause" }
            },
            "pause": {
              "type": "Delay", "until": "2026-02-01T00:00:00Z", "on": { "onTimeout": "@end:error", "onError": "@end" }
            }
        """)
    let system = MemorySystem(["a.flow.json": flow])
    let start = "2026-01-31T23:00:00.000Z"
    #expect(
      system.run("explore", "--save", ".", "--starts-at", Argument(stringLiteral: start), "a.flow.json")
        == .success, "\(system.errors)")
    let tried = "tried: sessions that begin at \(start), 2026-01-31T23:59:00.000Z, 2026-02-02T00:00:00.000Z; "
    #expect(system.output.replacing("\n", with: " ").contains(tried), "\(system.output)")
    #expect(system.text(of: "a-end-in-error-1.scenario.json")?.contains(start) == true)
    #expect(system.run("test", ".") == .success, "\(system.output)")
  }

  @Test("--format json says the same for programs")
  func json() throws {
    let system = MemorySystem(["a.flow.json": Self.flawed])
    #expect(system.run("explore", "--force", "--format", "json", "--save", ".", "a.flow.json") == .findings)
    let report = try JSON(parsing: system.output)
    #expect(report["version"] == 1)
    #expect(report["exhausted"] == true)
    #expect(report["summary"]?["errors"] == 1)
    let finding = try #require(report["findings"]?[0])
    #expect(finding["kind"] == "waiting-node-skipped")
    #expect(finding["file"] == "a-waiting-node-skipped-1.scenario.json")
    #expect(
      finding["steps"]?.array?.last == [
        "expect": ["waitingNodeSkipped": ["node": "pause", "branch": "open", "outcome": "Message"]]
      ])
  }

  @Test("A bound that ends it is named, and nothing is claimed of the rest")
  func bounds() {
    let system = MemorySystem(Sample.files)
    #expect(system.run("explore", "--depth", "2", "a.flow.json") == .success)
    let depth = "not everything was tried; left out: orders of more than 2 inputs (--depth)\n"
    #expect(system.output.hasPrefix(depth), "\(system.output)")
    #expect(!system.output.contains("never") && !system.output.contains("every order"), "\(system.output)")
    let small = MemorySystem(Sample.files)
    #expect(small.run("explore", "--max-states", "3", "a.flow.json") == .success)
    #expect(small.output.contains("left out: more than 3 states (--max-states)"), "\(small.output)")
  }

  @Test("What is given besides is tried, and what is left out without it is told")
  func extras() throws {
    let flow = """
      {
        "formatVersion": 1,
        "name": "Puzzle",
        "nodes": {
          "start": {
            "type": "Start", "trigger": { "channel": "sms", "number": "+15550100" }, "on": { "onBegin": "ask" }
          },
          "ask": {
            "type": "HTTPRequest", "method": "GET", "url": "https://shop.example/",
            "on": { "onSuccess": "sort", "otherwise": "@end" }
          },
          "sort": {
            "type": "Branch",
            "branches": [
              {
                "name": "yes",
                "all": [
                  {
                    "value": "$(start.sms.message)+$(ask.http.responseBody.a)",
                    "operator": "equals", "operand": "1+2"
                  }
                ]
              }
            ],
            "on": { "yes": "@end:incomplete", "none": "@end" }
          }
        }
      }
      """
    let scenario = """
      {
        "formatVersion": 1, "name": "One", "flow": "a.flow.json",
        "steps": [
          { "sms": { "from": "+15555550142", "text": "1" } }, { "http": { "status": 200, "body": { "a": 2 } } }
        ]
      }
      """
    let other = scenario.replacing("a.flow.json", with: "b.flow.json").replacing("\"1\"", with: "\"other\"")
    func report(_ arguments: [Argument]) throws -> JSON {
      let system = MemorySystem([
        "a.flow.json": flow, "a.scenario.json": scenario, "b.scenario.json": other,
        "elsewhere/a.scenario.json": scenario.replacing("a.flow.json", with: "../a.flow.json"),
      ])
      #expect(
        Refrain.run(["explore", "a.flow.json", "--format", "json"] + arguments, on: system) == .success)
      return try JSON(parsing: system.output)
    }
    let without = try report([])
    #expect(without["exhausted"] == false)
    #expect(without["leftOut"] == ["values for which `sort` takes `yes` (--text, --http, --scenarios)"])
    for arguments: [Argument] in [
      ["--text", "1", "--http", "{\"a\":2}"], ["--scenarios", "."], ["--scenarios", "elsewhere"],
    ] {
      let report = try report(arguments)
      #expect(report["exhausted"] == true && report["leftOut"] == [], "\(arguments)")
      // A scenario of another flow has no say.
      let texts = report["tried"]?["customerTexts"]?.array ?? []
      #expect(texts.contains("1") && !texts.contains("other"), "\(texts)")
    }
  }

  @Test("Scenarios none of which plays the flow are told")
  func foreignScenarios() {
    let system = MemorySystem([
      "a.flow.json": SampleFlow.clean, "b.flow.json": SampleFlow.clean,
      "s/b.scenario.json": #"{ "formatVersion": 1, "name": "B", "flow": "../b.flow.json", "steps": [] }"#,
    ])
    #expect(system.run("explore", "a.flow.json", "--scenarios", "s") == .success)
    #expect(
      system.errors == "refrain: no scenario of s plays a.flow.json: nothing is tried besides\n")
  }

  @Test(
    "Wrong usage",
    arguments: [
      ["--depth", "0", "a.flow.json"], ["--max-states", "many", "a.flow.json"], ["--save", ".", "-"],
      ["--starts-at", "today", "a.flow.json"], ["--http", "{", "a.flow.json"],
      [],
    ])
  func usage(arguments: [String]) {
    let system = MemorySystem(Sample.files)
    #expect(Refrain.run(["explore"] + arguments.map { Argument(stringLiteral: $0) }, on: system) == .usage)
  }

  @Test("A folder that can not be written to is the program's failure")
  func unwritable() {
    let system = MemorySystem(Sample.files)
    #expect(system.run("explore", "--save", "missing", "a.flow.json") == .failure)
    #expect(system.errors.hasPrefix("refrain: missing/a-end-in-error-1.scenario.json: "))
    #expect(!system.output.contains("saved as"), "\(system.output)")
  }
}
