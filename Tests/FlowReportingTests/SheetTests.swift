import FlowLoading
import FlowModel
import FlowReporting
import Foundation
import JSONSyntax
import Testing

@Suite("Sheets")
struct SheetTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func sheet(_ name: String) throws -> FlowSheet {
    let path = "Flows/\(name).flow.json"
    let bytes = try [UInt8](Data(contentsOf: root.appendingPathComponent(path)))
    let project = try [UInt8](Data(contentsOf: root.appendingPathComponent("Flows/refrain.json")))
    let environment = ProjectLoader.load(project).project?.environments.first
    return FlowSheet(of: try #require(FlowLoader.load(bytes, in: environment).graph), in: path)
  }

  private static func golden(_ file: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent("Tests/Fixtures/Sheets/\(file)"), encoding: .utf8)
  }

  static let flows = ((try? FileManager.default.contentsOfDirectory(atPath: root.path + "/Flows")) ?? [])
    .filter { $0.hasSuffix(".flow.json") }.map { String($0.dropLast(".flow.json".count)) }.sorted()

  // `refrain sheet Flows/NAME.flow.json > Tests/Fixtures/Sheets/NAME.md` writes one anew.
  @Test("The sheet of each shipped flow is what it was", arguments: flows)
  func shipped(name: String) throws {
    #expect(try Self.sheet(name).markdown == Self.golden("\(name).md"))
  }

  @Test("The JSON of a sheet is what it was, and tells the same")
  func json() throws {
    let sheet = try Self.sheet("appointment-reminder")
    #expect(sheet.json == (try Self.golden("appointment-reminder.json")))
    let json = try JSON(parsing: sheet.json)
    #expect(json["steps"]?.array?.count == sheet.steps.count)
  }

  @Test(
    "Every outcome of every node has a target, and a node comes after the one that leads to it",
    arguments: flows)
  func completeness(name: String) throws {
    let sheet = try Self.sheet(name)
    #expect(sheet.steps.map(\.number) == Array(1...sheet.steps.count))
    var reached: Set<Int> = [1]
    for step in sheet.steps {
      #expect(!step.connections.isEmpty)
      #expect(reached.contains(step.number) || step.isUnreachable, "\(step.node)")
      for connection in step.connections {
        if case .node(_, let number) = connection.target { reached.insert(number) }
      }
    }
  }

  private static func graph(_ nodes: String) throws -> FlowGraph {
    let text = """
      {
        "formatVersion": 1, "name": "a|b `c`", "settings": { "nodeExecutionLimit": 7 },
        "variables": { "my_var": 5 },
        "nodes": {
          "start": {
            "type": "Start", "trigger": { "channel": "sms", "number": "+15555550100", "keyword": ["A", "B"] },
            "on": { "onBegin": "open" }
          },
          \(nodes)
        }
      }
      """
    return try #require(FlowLoader.load(Array(text.utf8)).graph)
  }

  @Test("For several words where the canvas takes one a Start needs more flows, a Receive a Branch")
  func keywords() throws {
    let graph = try Self.graph(
      #"""
      "ask": {
        "type": "Receive", "channels": { "sms": { "keyword": ["YES", "NO"] } }, "timeoutSeconds": 5,
        "on": { "sms.mo": "@end" }
      }
      """#)
    let notes = FlowSheet(of: graph, in: "a.flow.json").steps.map { step in
      step.fields.first { $0.label.hasSuffix("Keyword") }?.notes.first
    }
    #expect(notes.map { $0?.contains("a flow of its own") } == [true, false])
    #expect(notes.last??.contains("in a Branch") == true)
  }

  @Test("The customer of a webhook is taken from its payload")
  func webhookCustomer() throws {
    let text = """
      {
        "formatVersion": 1, "name": "a",
        "nodes": {
          "start": {
            "type": "Start",
            "trigger": {
              "channel": "webhook", "event": "due", "customer": { "channel": "sms", "address": "phone" }
            },
            "on": { "onBegin": "send" }
          },
          "send": {
            "type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15555550100",
            "message": "Hi", "on": { "onSuccess": "@end" }
          }
        }
      }
      """
    let sheet = FlowSheet(of: try #require(FlowLoader.load(Array(text.utf8)).graph), in: "x")
    let destination = sheet.steps[1].fields.first { $0.label == "Destination" }
    #expect(destination?.value == "$(start.webhook.payload.phone)")
  }

  @Test("Defaults are those of where a node is; one that is entered on a branch and elsewhere is told")
  func defaults() throws {
    let graph = try Self.graph(
      #"""
      "open": {
        "type": "StartConversation", "method": "sms", "authorization": "a",
        "input": { "key": "mobile.phone", "conversationId": null },
        "on": { "Message": "both", "PagePush": "relay", "onInvalidChoice": "both", "Complete": "both", "otherwise": "@end:error" }
      },
      "relay": { "type": "SendMessenger", "destination": "1", "message": "`a`|\nb", "on": { "onSuccess": "@resume" } },
      "both": { "type": "SendMessenger", "destination": "1", "message": "b", "on": { "onSuccess": "@end" } },
      "lost": { "type": "Delay", "until": "2026-12-31T23:59:59+01:00", "on": { "onTimeout": "@end" } }
      """#)
    let sheet = FlowSheet(of: graph, in: "x")
    let steps = Dictionary(uniqueKeysWithValues: sheet.steps.map { ($0.node.text, $0) })
    func target(_ node: String, _ outcome: String) -> String? {
      steps[node]?.connections.first { $0.outcome == outcome }.map { connection in
        switch connection.target {
        case .node(let node, _): node.text
        case .end(let result): "@end:\(result.name)"
        case .breakPoint: "@resume"
        case .either: "either"
        }
      }
    }
    let cases: [(node: String, outcome: String, target: String)] = [
      ("open", "Message", "both"), ("open", "Assigned", "@resume"), ("open", "onInvalidChoice", "both"),
      // Not listed, so it is taken as `onInvalidChoice`, and never comes to `otherwise`.
      ("open", "Forbidden", "both"), ("open", "onTimeout", "both"),
      ("relay", "onError", "@resume"), ("relay", "onTimeout", "@resume"), ("both", "onError", "either"),
      ("lost", "onError", "@end:error"),
    ]
    for (node, outcome, wanted) in cases { #expect(target(node, outcome) == wanted, "\(node) \(outcome)") }
    #expect(steps["lost"]?.isUnreachable == true && steps["lost"]?.number == sheet.steps.count)
    let text = sheet.markdown
    for part in [
      "# Building “a\\|b \\`c\\`”", "| Message | `` `a`\\| ``<br>`b` |", "| Keyword | `A, B` |",
      "`31-12-2026 22:59:59`",
      "Custom variable `my_var`, default value `5`. The platform takes letters and digits alone",
      "`settings.nodeExecutionLimit`: The platform ends every run after 1000 node executions.",
      "| Conversation ID | `null` |", "build this one twice",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test(
    "What the platform does not have is told with what to do instead, and extensions are put in its words")
  func gaps() throws {
    let graph = try Self.graph(
      #"""
      "open": {
        "type": "StartConversation", "method": "sms", "authorization": "a", "timeoutSeconds": 5,
        "forwardCustomerMessages": true, "input": { "key": "mobile.phone" },
        "on": { "Message": "call", "Complete": "@end" }
      },
      "call": {
        "type": "HTTPRequest", "method": "POST", "url": "https://a.example/$(my_var)", "headers": { "X-A": "$(my_var)" },
        "json": { "a\"": ["$(open.event.sender)", 1.50, null, true, {}], "b": "\"$(my_var | trim)" },
        "on": { "onSuccess": "pick" }
      },
      "pick": {
        "type": "Branch",
        "branches": [
          { "name": "x", "any": [
            { "value": "$(my_var)", "operator": "between", "operand": ["1", "5"] },
            { "value": "$(open.event.type)", "operator": "equalsIgnoreCase", "operand": "a" } ] }
        ],
        "on": { "x": "@resume", "none": "@resume" }
      }
      """#)
    let text = FlowSheet(of: graph, in: "x").markdown
    for part in [
      #"`{"a\"":["$(open.response.message[0].sender.type)",1.50,null,true,{}],"b":"\"$(my_var \| trim)"}`"#,
      "| Header X-A | `$(my_var)` |",
      "| Branch x, any of | `$(my_var) between 1, 5`<br>`$(open.response.message[0].type.value) equals ignore case a` |",
      "step 2, `timeoutSeconds`:", "step 2, `forwardCustomerMessages`: Build a second flow",
      "step 3, `open.event.sender`: `$(open.response.message[0].sender.type)`", "step 3, `filter trim`:",
      "step 4, `open.event.type`:",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }
}
