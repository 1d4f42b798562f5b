import RefrainKit
import Testing

@testable import RefrainCommand

/// Projects, as the commands find them and take their flows.
@Suite("Projects")
struct ProjectTests {
  /// A flow that greets who writes.
  private static func flow(
    number: String = "$(env.number)", keyword: String = "HI", message: String = "Hello from $(env.place)"
  ) -> String {
    """
    {
      "formatVersion": 1,
      "name": "Greeting",
      "nodes": {
        "start": {
          "type": "Start",
          "trigger": { "channel": "sms", "number": "\(number)", "keyword": "\(keyword)" },
          "on": { "onBegin": "greet" }
        },
        "greet": {
          "type": "SendSMS",
          "destination": "$(start.sms.senderNumber)",
          "from": "\(number)",
          "message": "\(message)",
          "on": { "onSuccess": "@end", "onError": "@end:error", "otherwise": "@end:error" }
        }
      }
    }
    """
  }

  private static func project(_ members: String = "", production: String = #""place": "Berlin""#) -> String {
    """
    {
      "formatVersion": 1,
      "name": "Greetings",\(members)
      "rules": { "RF806": "off" },
      "environments": {
        "staging": { "values": { "number": "+15550100", "place": "nowhere" } },
        "production": { "values": { "number": "+15550199", \(production) } }
      }
    }
    """
  }

  private static func scenario(number: String, place: String) -> String {
    """
    {
      "formatVersion": 1,
      "name": "somebody is greeted",
      "flow": "../a.flow.json",
      "steps": [
        { "sms": { "from": "+14155550123", "text": "hi" } },
        { "expect": { "messageSent": { "from": "\(number)", "text": "Hello from \(place)" } } }
      ]
    }
    """
  }

  private static func lint(_ files: [String: String], _ arguments: Argument...) -> String {
    let system = MemorySystem(files)
    _ = Refrain.run(["lint", "--format", "concise"] + arguments, on: system)
    return system.output
  }

  @Test("are found in a file's folder, and above it up to the root of the checkout")
  func found() {
    let files = ["a/b/x.flow.json": Self.flow(), "refrain.json": Self.project()]
    #expect(Self.lint(files, "a/b/x.flow.json").contains("RF803"))
    let checkout = files.merging([".git/HEAD": ""]) { first, _ in first }
    #expect(Self.lint(checkout, "a/b/x.flow.json") == "")
    #expect(Self.lint(checkout, "--no-project", "a/b/x.flow.json").contains("RF803"))
    let inner = checkout.merging(["a/.git/HEAD": ""]) { first, _ in first }
    #expect(Self.lint(inner, "a/b/x.flow.json").contains("RF803"))
    #expect(Self.lint(inner, "--project", "refrain.json", "a/b/x.flow.json") == "")
  }

  @Test("have a flow once, whatever paths it is named and found by")
  func onePath() {
    let flow = Self.flow(number: "+15550100", message: "Hello")
    let project = """
      { "formatVersion": 1, "name": "Greetings", "flows": ["b.flow.json", "c/../a.flow.json", "./a.flow.json"],
        "services": { "s": ["a.flow.json", "b.flow.json"] }, "rules": { "RF806": "off" } }
      """
    let files = ["a.flow.json": flow, "b.flow.json": flow, "c/d": "", "refrain.json": project]
    let clash =
      "a message that begins `b.flow.json` would begin this flow as well [RF801 clashing-triggers]"
    #expect(Self.lint(files, ".") == "a.flow.json:7:18: error: \(clash)\n")
    #expect(Self.lint(files, "refrain.json") == "c/../a.flow.json:7:18: error: \(clash)\n")
    #expect(Self.lint(files, "c/../a.flow.json", "a.flow.json") == "a.flow.json:7:18: error: \(clash)\n")
  }

  @Test("leave the flows of a folder below to the project that it has, unless they name it")
  func projectBelow() {
    let project = #"{ "formatVersion": 1, "name": "Greetings", "rules": { "RF806": "off" } MORE }"#
    let flow = Self.flow(number: "+15550100", message: "Hello")
    func lint(_ members: String, in files: [String] = ["refrain.json", "b/refrain.json"]) -> String {
      let projects = files.map { ($0, project.replacing(" MORE", with: $0 == "refrain.json" ? members : "")) }
      return Self.lint(
        ["a.flow.json": flow, "b/c/d.flow.json": flow, ".git/HEAD": ""]
          .merging(projects) { first, _ in first })
    }
    let service = #", "services": { "s": ["a.flow.json", "b/c/d.flow.json"] }"#
    #expect(lint(service, in: ["refrain.json"]).contains("RF801"))
    #expect(lint(service).hasSuffix("`b/c/d.flow.json` is no flow of the project [RF106 invalid-value]\n"))
    #expect(lint(#", "flows": ["a.flow.json", "b"]"# + service) == "")
  }

  @Test("that are passed over without a checkout are named where a value of theirs is not known")
  func passedOver() {
    let files = ["a/b/x.flow.json": Self.flow(), "refrain.json": Self.project()]
    let told = "help: Without a project that has environments"
    for command: [Argument] in [["lint", "a/b/x.flow.json"], ["explore", "a/b/x.flow.json"]] {
      let system = MemorySystem(files)
      #expect(Refrain.run(command, on: system) == .findings)
      #expect(system.output.contains(told) && system.output.contains("`refrain.json` lies above"))
    }
    let alone = MemorySystem(["x.flow.json": Self.flow()])
    #expect(alone.run("lint", "x.flow.json") == .findings)
    #expect(alone.output.contains(told) && !alone.output.contains("lies above"))
  }

  @Test("begin a flow of Messenger at an app of the environment")
  func app() {
    let flow = """
      {
        "formatVersion": 1, "name": "Page",
        "nodes": {
          "start": {
            "type": "Start", "trigger": { "channel": "messenger", "appId": "$(env.page)" },
            "on": { "onBegin": "@end" }
          }
        }
      }
      """
    let scenario = """
      {
        "formatVersion": 1, "name": "a page is written to", "flow": "a.flow.json",
        "steps": [
          { "messenger": { "psId": "1", "text": "hi", "appId": "777" } }, { "expect": { "ended": {} } }
        ]
      }
      """
    func files(_ page: String) -> [String: String] {
      let project =
        #"{ "formatVersion": 1, "name": "p", "environments": { "test": { "values": { "page": \#(page) } } } }"#
      return ["a.flow.json": flow, "a.scenario.json": scenario, "refrain.json": project]
    }
    #expect(Self.lint(files(#""777""#)) == "")
    #expect(MemorySystem(files(#""777""#)).run("test") == .success)
    #expect(MemorySystem(files(#""888""#)).run("test") == .findings)
    #expect(Self.lint(files("777"), "a.flow.json").contains("RF106"))
  }

  @Test("have an environment in which flows are played: the first, or the one that is chosen")
  func played() {
    let files = [
      "a.flow.json": Self.flow(), "refrain.json": Self.project(), ".git/HEAD": "",
      "s/a.scenario.json": Self.scenario(number: "+15550100", place: "nowhere"),
      "s/b.scenario.json": Self.scenario(number: "+15550199", place: "Berlin"),
    ]
    func run(_ arguments: Argument..., variable: String? = nil) -> RefrainCommand.ExitStatus {
      let system = MemorySystem(files)
      system.variables["REFRAIN_ENVIRONMENT"] = variable
      return Refrain.run(arguments, on: system)
    }
    #expect(run("test", "s/a.scenario.json") == .success)
    #expect(run("test", "s/b.scenario.json") == .findings)
    #expect(run("test", "s/b.scenario.json", "--environment", "production") == .success)
    #expect(run("test", "s/b.scenario.json", variable: "production") == .success)
    #expect(
      run("test", "s/b.scenario.json", "--environment", "production", variable: "staging") == .success)
    #expect(run("run", "a.flow.json", "--scenario", "s/a.scenario.json") == .success)
    #expect(run("run", "a.flow.json", "--scenario", "s/a.scenario.json", "--no-project") == .findings)
    #expect(run("explore", "a.flow.json") == .success)
    #expect(run("test", "s/a.scenario.json", "--environment", "live") == .usage)
    #expect(run("lint", "--environment", "live") == .usage)
    #expect(run("lint", "--no-project", "--environment", "staging") == .usage)
  }

  @Test("ask for a coverage, unless the command line does")
  func coverage() {
    let files = [
      "a.flow.json": Self.flow(), "refrain.json": Self.project(#""minimumCoverage": 90,"#),
      "s/a.scenario.json": Self.scenario(number: "+15550100", place: "nowhere"), ".git/HEAD": "",
    ]
    #expect(MemorySystem(files).run("test", "s/a.scenario.json") == .findings)
    #expect(MemorySystem(files).run("test", "s/a.scenario.json", "--min-coverage", "10") == .success)
    // Of some that were picked out it is asked on the command line alone.
    #expect(MemorySystem(files).run("test", "s", "--filter", "greeted") == .success)
    #expect(MemorySystem(files).run("test", "s", "--filter", "greeted", "--min-coverage", "90") == .findings)
  }

  @Test("judge their flows in each environment: what all have is told once, else with its name")
  func environments() {
    let message = String(repeating: "x", count: 150)
    let files = [
      "a.flow.json": Self.flow(message: "\(message)$(env.place)"),
      "refrain.json": Self.project(production: #""place": "\#(message)""#),
    ]
    let segments =
      "a.flow.json:14:18: info: the message of `greet` takes 2 segments in GSM 03.38, in the environment `production` [RF502 message-segments]\n"
    #expect(Self.lint(files) == segments)
    #expect(
      Self.lint(files, "--environment", "production")
        == segments.replacing(", in the environment `production`", with: ""))
    #expect(Self.lint(files, "--environment", "staging") == "")
    let twice = message + message.dropLast(20)
    let common = [
      "a.flow.json": Self.flow(message: "\(twice)$(env.place)"), "refrain.json": Self.project(),
    ]
    #expect(
      Self.lint(common)
        == "a.flow.json:14:18: info: the message of `greet` takes 2 segments in GSM 03.38 [RF502 message-segments]\n"
    )
  }

  @Test(
    "judge their flows once in environments that put the same into them, and where one alone puts in something else"
  )
  func equalEnvironments() {
    let message = String(repeating: "x", count: 150)
    let segments = "a.flow.json:14:18: info: the message of `greet` takes 2 segments in GSM 03.38"
    let foreign = "a.flow.json:13:15: info: `+15550155` is the number of no flow of the project"
    func lint(third: String, sender: String = "+15550100") -> String {
      let values = #""number": "+15550100", "place": "\#(message)", "sender": "#
      let environments = #"""
        "environments": {
          "one": { "values": { \#(values) "+15550100" } },
          "two": { "values": { \#(values) "\#(sender)" } },
          "three": { "values": { \#(values.replacing(message, with: third)) "+15550100" } }
        }
        """#
      return Self.lint([
        "a.flow.json": Self.flow(message: "Hello from $(env.place)")
          .replacing(#""from": "$(env.number)""#, with: #""from": "$(env.sender)""#),
        "refrain.json":
          #"{ "formatVersion": 1, "name": "a", "rules": { "RF806": "off" }, \#(environments) }"#,
      ])
    }
    let codes = (segments: "[RF502 message-segments]\n", foreign: "[RF805 foreign-number]\n")
    #expect(lint(third: message) == "\(segments) \(codes.segments)")
    #expect(
      lint(third: "Berlin", sender: "+15550155")
        == """
        \(foreign), in the environment `two` \(codes.foreign)\
        \(segments), in the environment `one` \(codes.segments)\
        \(segments), in the environment `two` \(codes.segments)
        """)
  }

  @Test(
    "are all that is told, and nothing is mended or kept, where the command line names one that there is not",
    arguments: [["--project", "none.json"], ["--environment", "none"]])
  func noSuchProject(choice: [Argument]) {
    let flow = "\u{FEFF}" + Self.flow()
    let system = MemorySystem(["a.flow.json": flow, "refrain.json": Self.project()])
    let status = Refrain.run(
      ["lint", "--fix", "--write-baseline", "known.json", "a.flow.json"] + choice, on: system)
    #expect(status == (choice[0] == "--project" ? .failure : .usage))
    #expect(system.output == "" && system.errors.hasPrefix("refrain: "), "\(system.errors)")
    #expect(system.replaced.isEmpty && system.items["known.json"] == nil)
  }

  @Test("say how much rules matter, before the command line")
  func rules() {
    let files = [
      "a.flow.json": Self.flow(), "refrain.json": Self.project().replacing("\"off\"", with: "\"error\""),
    ]
    #expect(Self.lint(files).contains("error: no flow of the project begins with the keyword `STOP`"))
    #expect(Self.lint(files, "--rule", "RF806=off") == "")
  }

  @Test("tell of flows that clash, of what no flow uses, and of files that are not there")
  func wholes() {
    let clash = [
      "a.flow.json": Self.flow(), "b.flow.json": Self.flow(number: "+15550199"),
      "refrain.json": Self.project(#""services": { "s": ["a.flow.json", "b.flow.json"] },"#),
    ]
    #expect(
      Self.lint(clash, "b.flow.json")
        == "b.flow.json:7:18: error: a message that begins `a.flow.json` would begin this flow as well, in the environment `production` [RF801 clashing-triggers]\n"
    )
    let missing = [
      "a.flow.json": Self.flow(),
      "refrain.json": Self.project(
        #""flows": ["a.flow.json", "c.flow.json"], "services": { "s": ["d.flow.json"] },"#,
        production: #""place": "x", "city": "y""#),
    ]
    let found = Self.lint(missing).split(separator: "\n").map {
      $0.split(separator: ": ", maxSplits: 2).last ?? ""
    }
    #expect(
      found == [
        "there is no file or folder `c.flow.json` [RF106 invalid-value]",
        "`d.flow.json` is no flow of the project [RF106 invalid-value]",
        "the environment `staging` gives no value `city` [RF803 unknown-environment-value]",
        "no flow of the project names the value `city` [RF804 unused-environment-value]",
      ])
  }

  @Test("judge a number that is put together of a value, beside a message that holds one")
  func composedNumber() {
    let flow = Self.flow().replacing(#""from": "$(env.number)""#, with: #""from": "$(env.number)0""#)
    let found = Self.lint(["a.flow.json": flow, "refrain.json": Self.project()])
    #expect(
      found.contains("`+155501000` is the number of no flow of the project, in the environment `staging`"))
    #expect(
      found.contains("`+155501990` is the number of no flow of the project, in the environment `production`"))
  }

  @Test(
    "judge a message by what each environment puts into it",
    arguments: [
      // "Hello from " has 11 characters, and a segment 160, or 70 of UCS-2.
      (String(repeating: "x", count: 149), nil),
      (String(repeating: "x", count: 150), "2 segments in GSM 03.38"),
      (String(repeating: "é", count: 149), nil),
      (String(repeating: "^", count: 80), "2 segments in GSM 03.38"),
      (String(repeating: "“", count: 59), nil), (String(repeating: "😀", count: 30), "2 segments in UCS-2"),
    ] as [(String, String?)])
  func messages(place: String, segments: String?) {
    let project = Self.project(production: "\"place\": \"\(place)\"")
    let found = Self.lint(["a.flow.json": Self.flow(), "refrain.json": project])
    guard let segments else { return #expect(found == "") }
    #expect(found.contains("takes \(segments)") && found.contains(", in the environment `production` [RF502"))
    #expect(found.split(separator: "\n").count == 1)
  }

  @Test("tell of flows by which nobody opts out or in")
  func consents() {
    let live = #"""
      { "publicUrl": "https://flows.example.com",
        "sms": { "twilio": { "accountSid": { "env": "SID" }, "authToken": { "env": "TOKEN" } } },
        "optOut": ["a.flow.json", "c.flow.json"], "optIn": ["./a.flow.json"] }
      """#
    let files = [
      "a.flow.json": Self.flow(),
      "refrain.json": Self.project(production: #""place": "x" }, "live": \#(live), "x-note": {"#),
    ]
    let found = Self.lint(files, "refrain.json").split(separator: "\n").map {
      $0.split(separator: ": ", maxSplits: 2).last ?? ""
    }
    #expect(
      found == [
        "`c.flow.json` is no flow of the project [RF106 invalid-value]",
        "`./a.flow.json` stands in `optOut` already [RF106 invalid-value]",
      ])
  }
}
