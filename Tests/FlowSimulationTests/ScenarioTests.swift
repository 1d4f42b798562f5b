import Diagnostics
import FlowInterpreter
import FlowLoading
import FlowModel
import JSONSyntax
import Testing

@testable import FlowSimulation

/// Scenario files as they are loaded, and what is said of a step that fails. What the steps do is in `Tests/Conformance`.
@Suite struct ScenarioTests {
  @Test func aScenarioIsRead() throws {
    let scenario = try #require(
      Self.load(
        """
        {"$schema": "s", "formatVersion": 1, "name": "N", "flow": "../a.flow.json", "steps": [
          {"sms": {"from": "+1", "text": "hi"}},
          {"advance": 0.0005}
        ]}
        """
      ).scenario)
    #expect(scenario.name == "N")
    #expect(scenario.subject == .flows(["../a.flow.json"]))
    #expect(scenario.respondsByItself)
    #expect(scenario.start == Simulation.defaultStart)
    #expect(scenario.start.rfc3339 == "2026-01-01T00:00:00.000Z")
    guard case .advance(milliseconds: 1) = scenario.steps[1].action else {
      Issue.record("half a millisecond is rounded up")
      return
    }
  }

  @Test func aScenariosContentIsThatOfItsFile() throws {
    let text = """
      {"formatVersion": 1, "name": "N", "flow": "f", "autoRespond": false, "startsAt": "2026-02-01T00:00:00.000Z",
      "steps": [
        {"sms": {"from": "+1", "text": "a", "to": "+2"}}, {"messenger": {"psId": "p", "text": "a", "name": "Ana"}},
        {"respond": {"status": 201, "conversationId": "c", "caseId": "k", "activityId": "v"}},
        {"respond": {"status": 409, "code": "L10", "developerMessage": "stale"}}, {"respond": {"fail": "timeout"}},
        {"event": {"type": "Message", "id": "m", "content": "a", "sender": "system", "conversationId": "c"}},
        {"event": {"type": "complete"}}, {"callback": {"message": [1]}}, {"gateway": "policyFail"},
        {"deliveryReport": "failed"}, {"http": {"status": 200, "body": {"a": [null]}, "headers": {"b": "c"}}},
        {"http": {"fail": "error"}}, {"advance": 0.25}, {"expect": {"ended": {"result": "success"}}},
        {"expect": {"not": {"eventHeld": {}}}}, {"expect": {"variables": {"a": 1}}}, {"expect": {"waitingAt": "n"}},
        {"expect": {"live": false}}
      ]}
      """
    let scenario = try #require(Self.load(text).scenario)
    #expect(try scenario.json == JSON(parsing: text))
  }

  /// Texts and the findings that they give, each with the text that it marks.
  static let faulty: [(text: String, findings: [String])] = [
    (#"{"formatVersion": 1"#, ["RF101 "]),
    (step(#"{"advance": 1, "advance": 2}"#), [#"RF102 "advance""#]),
    (step(#"{"wait": 1}"#), [#"RF103 "wait""#]),
    (step(#"{"sms": {"from": "+1", "text": "a", "note": 1}}"#), [#"RF103 "note""#]),
    (step(#"{"expect": {"nodeLeft": {}}}"#), [#"RF103 "nodeLeft""#]),
    (step(#"{"sms": {"from": "+1"}}"#), [#"RF104 {"from": "+1"}"#]),
    (step("{}"), ["RF104 {}"]),
    (step(#"{"respond": {}}"#), ["RF104 {}"]),
    (step(#"{"event": {"id": "m1"}}"#), [#"RF104 {"id": "m1"}"#]),
    (
      #"{"formatVersion": 1, "steps": []}"#,
      [#"RF104 {"formatVersion": 1, "steps": []}"#, #"RF104 {"formatVersion": 1, "steps": []}"#]
    ),
    (step(#"{"sms": []}"#), ["RF105 []"]),
    (step(#"{"advance": "1"}"#), [#"RF106 "1""#]),
    (step(#"{"advance": "4d9h"}"#), []), (step(#"{"advance": "2026-01-15T09:30:00Z"}"#), []),
    (step(#"{"advance": "1.5h"}"#), [#"RF106 "1.5h""#]),
    (step(#"{"advance": "99999999999d"}"#), [#"RF106 "99999999999d""#]),
    (step(#"{"advance": []}"#), ["RF105 []"]), (step(#"{"gateway": []}"#), ["RF106 []"]),
    (step(#"{"gateway": ["error", "lost"]}"#), [#"RF106 "lost""#]),
    (step(#"{"callback": []}"#), ["RF105 []"]),
    (step(#"{"callback": {}, "skipped": [0, 999]}"#), []),
    (step(#"{"callback": {}, "skipped": [1000, "1", -1]}"#), ["RF106 1000", #"RF105 "1""#, "RF106 -1"]),
    (step(#"{"skipped": [0]}"#), [#"RF104 {"skipped": [0]}"#]),
    (step(#"{"gateway": "accepted", "skipped": []}"#), [#"RF103 "skipped""#]),
    (step(#"{"expect": {"live": 1}}"#), ["RF105 1"]),
    (step("7"), ["RF105 7"]),
    (step(#"{"gateway": "lost"}"#), [#"RF106 "lost""#]),
    (step(#"{"deliveryReport": "read"}"#), [#"RF106 "read""#]),
    (step(#"{"respond": {"fail": "no"}}"#), [#"RF106 "no""#]),
    (step(#"{"event": {"type": "Message", "sender": "agent"}}"#), [#"RF106 "agent""#]),
    (step(#"{"advance": -1}"#), ["RF106 -1"]),
    (step(#"{"advance": 1}"#, #""startsAt": "now", "#), [#"RF106 "now""#]),
    (step(#"{"advance": 1, "expect": {"live": true}}"#), [#"RF106 {"live": true}"#]),
    (#"{"formatVersion": 2, "steps": 1}"#, ["RF109 2"]),
    (#"{"formatVersion": "1"}"#, [#"RF109 "1""#]),
    ("\u{FEFF}" + step(#"{"advance": 1}"#), ["RF112 \u{FEFF}"]),
  ]

  @Test(arguments: faulty)
  func anErrorOfTheFileIsFoundWhenItIsLoaded(text: String, findings: [String]) {
    let loaded = Self.load(text)
    let source = Array(text.utf8)
    let found = loaded.findings.map {
      "\($0.code) \(String(decoding: source[$0.place.range], as: UTF8.self))"
    }
    #expect(found == findings)
    #expect((loaded.scenario != nil) == findings.allSatisfy { $0.hasPrefix("RF112") })
  }

  @Test func whatIsSaidOfAWrongStepIsTrueOfScenarios() throws {
    let findings = Self.load(
      #"{"formatVersion": 1, "name": "N", "flow": "f", "steps": [{"x-note": 1}]}"#
    ).findings
    #expect(findings.map(\.message) == ["a step has no field `x-note`"])
    // A flow may have keys that begin with `x-`; a scenario may not.
    let help = try #require(findings.last).help
    #expect(!help.contains("`x-`"))
  }

  @Test func aFailureNamesTheStepItsPlaceWhatWasExpectedAndTheRecordsSinceTheLastMatch() throws {
    let text = """
      {"formatVersion": 1, "name": "N", "flow": "f", "steps": [
        {"sms": {"from": "+14155550123", "text": "hi"}},
        {"expect": {"outcome": {"node": "start"}}},
        {"expect": {"messageSent": {"text": "Bye"}}},
        {"advance": 100}
      ]}
      """
    let result = ScenarioRunner.run(try #require(Self.load(text).scenario), with: try Self.program)
    let failure = try #require(result.failure)
    #expect(failure.step == 3)
    let marked = String(decoding: Array(text.utf8)[failure.place.range], as: UTF8.self)
    #expect(marked == #"{"expect": {"messageSent": {"text": "Bye"}}}"#)
    #expect(failure.expected == ["messageSent": ["text": "Bye"]])
    #expect(failure.reason == "no record since the last match fits")
    let unmatched = failure.unmatched.map { $0["type"]?.string }
    #expect(unmatched == ["nodeEntered", "messageSent", "waiting", "outcome", "ended"])
    // The trace up to the failure is there, and nothing after it.
    #expect(result.records.map(\.sequence) == Array(1...8))
  }

  @Test func aNotThatFailsNamesWhatWasNotToHappen() throws {
    let scenario = try Scenario([
      ["sms": ["from": "+14155550123", "text": "hi"]], ["expect": ["not": ["ended": [:]]]],
    ])
    let failure = try #require(ScenarioRunner.run(scenario, with: try Self.program).failure)
    #expect(failure.expected == ["not": ["ended": [:]]])
    #expect(failure.unmatched.count == 8)
  }

  @Test func aStepThatCannotBeDoneIsAFailureWithoutAnExpectation() throws {
    let scenario = try Scenario([["deliveryReport": "delivered"]])
    let failure = try #require(ScenarioRunner.run(scenario, with: try Self.program).failure)
    #expect(failure.step == 1)
    #expect(failure.expected == nil)
    #expect(failure.unmatched.isEmpty)
  }

  @Test func aScenarioThatPassesHasNoFailureAndItsLogTellsBothSides() throws {
    let scenario = try Scenario([
      ["sms": ["from": "+14155550123", "text": "hi"]],
      ["event": ["type": "Message", "conversationId": "c-1", "content": "late"]],
    ])
    let result = ScenarioRunner.run(scenario, with: try Self.program)
    #expect(result.failure == nil)
    let log = result.log.map { entry in
      switch entry {
      case .customerWrote(let message, _): "customer: \(message.text)"
      case .webhookCame(let webhook, _): "webhook: \(webhook.event)"
      case .eventPosted(let event, _): "event: \(event.content ?? "")"
      case .record: "record"
      case .omitted: "omitted"
      }
    }
    #expect(log == ["customer: hi"] + Array(repeating: "record", count: 8) + ["event: late", "record"])
  }

  @Test func theSameScenarioGivesTheSameTrace() throws {
    let steps: [JSON] = (0..<50).flatMap { number -> [JSON] in
      [
        ["sms": ["from": .string("+1415555\(1000 + number % 7)"), "text": "hi"]],
        ["event": ["type": .string(number % 9 == 8 ? "Complete" : "Message")]], ["advance": 0.3],
      ]
    }
    let program = try FlowProgram(
      file: UsualFlow.file([
        "nodes": [
          "open": ["type": "StartConversation", "on": ["Message": "relay", "Complete": "wait"]],
          "relay": ["type": "SendSMS", "message": "$(open.event.id)", "on": ["onSuccess": "@resume"]],
          "wait": ["type": "Delay", "seconds": 1.7, "on": ["onTimeout": "@end"]],
        ]
      ]))
    let scenario = try Scenario(steps, members: ["autoRespond": true])
    let first = ScenarioRunner.run(scenario, with: program)
    let second = ScenarioRunner.run(scenario, with: program, restarts: 50)
    #expect(first.failure == nil)
    #expect(first.records.count > 400)
    #expect(first.records == second.records)
  }

  private static var program: FlowProgram {
    get throws {
      try FlowProgram(
        file: UsualFlow.file(["nodes": ["send": ["type": "SendSMS", "on": ["onSuccess": "@end"]]]]))
    }
  }

  private static func step(_ step: String, _ members: String = "") -> String {
    #"{"formatVersion": 1, "name": "N", "flow": "f", \#(members)"steps": [\#(step)]}"#
  }

  private static func load(_ text: String) -> LoadedScenario { ScenarioLoader.load(Array(text.utf8)) }
}
