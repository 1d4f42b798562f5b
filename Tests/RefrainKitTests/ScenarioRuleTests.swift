import RefrainKit
import Testing

/// The rules of scenarios, each case a step and what is marked in it.
@Suite("Rules of scenarios")
struct ScenarioRuleTests {
  private static let flow = #"""
    {
      "formatVersion": 1, "name": "x",
      "settings": { "results": { "lost": { "code": 7, "status": "error" } } },
      "variables": { "name": "Ann" },
      "nodes": {
        "start": { "type": "Start", "trigger": { "channel": "sms", "number": "+15550100" }, "on": { "onBegin": "open" } },
        "open": { "type": "StartConversation", "method": "sms", "authorization": "a",
          "input": { "key": "mobile.phone", "entryPointId": "1", "lastModifiedDate": "2026-01-15T09:30:00Z",
            "isRichTextSupported": false, "transactionId": "t", "firstName": "$(name)", "phoneNumber": "5550142",
            "countryCode": "1", "clusterId": "c" },
          "on": { "Message": "relay", "Complete": "@end:lost", "otherwise": "@end:error" } },
        "relay": { "type": "SendSMS", "destination": "$(start.sms.senderNumber | trim)", "from": "+15550100",
          "message": "$(open.event.content)", "on": { "onSuccess": "@resume", "otherwise": "@resume" } }
      }
    }
    """#

  /// Steps, each with what is found in it: the code, then what is marked, then what is suggested.
  private static let cases: [(step: String, found: [String])] = [
    (#"{ "expect": { "messageSent": { "node": "relay", "text": "anything", "to": "nobody" } } }"#, []),
    (#"{ "expect": { "messageSent": { "node": "Relay" } } }"#, [#"RF701 "Relay" relay"#]),
    (#"{ "expect": { "not": { "messageSent": { "node": "rely" } } } }"#, [#"RF701 "rely" relay"#]),
    (#"{ "expect": { "waitingAt": "opne" } }"#, [#"RF701 "opne" open"#]),
    (#"{ "expect": { "outcome": { "node": "relay", "outcome": "onError", "target": "@resume" } } }"#, []),
    (#"{ "expect": { "outcome": { "node": "relay", "outcome": "Message" } } }"#, [#"RF701 "Message""#]),
    // Whoever misspells a node has not misspelt its outcome.
    (#"{ "expect": { "outcome": { "node": "replay", "outcome": "Message" } } }"#, [#"RF701 "replay" relay"#]),
    (#"{ "expect": { "outcome": { "outcome": "Message" } } }"#, []),
    (#"{ "expect": { "outcome": { "outcome": "Mesage" } } }"#, [#"RF701 "Mesage" Message"#]),
    (#"{ "expect": { "outcome": { "target": "" } } }"#, []),
    (#"{ "expect": { "outcome": { "target": "@end:Lost" } } }"#, [#"RF701 "@end:Lost" @end:lost"#]),
    (#"{ "expect": { "outcome": { "target": "relya" } } }"#, [#"RF701 "relya" relay"#]),
    (
      #"{ "expect": { "branchEnded": { "node": "open", "outcome": "onSuccess" } } }"#, [#"RF701 "onSuccess""#]
    ),
    (
      #"{ "expect": { "not": { "waitingNodeSkipped": { "node": "relay", "branch": "open", "outcome": "onError" } } } }"#,
      []
    ),
    (
      #"{ "expect": { "waitingNodeSkipped": { "node": "open", "branch": "relay", "outcome": "Message" } } }"#,
      [#"RF701 "Message""#]
    ),
    (#"{ "expect": { "nodeEntered": { "nodeType": "SendSMS" } } }"#, []),
    (#"{ "expect": { "nodeEntered": { "nodeType": "Delay" } } }"#, [#"RF701 "Delay""#]),
    (#"{ "expect": { "ended": { "result": "lost", "reason": "noTarget" } } }"#, []),
    (#"{ "expect": { "ended": { "result": "succes" } } }"#, [#"RF701 "succes" success"#]),
    (#"{ "expect": { "ended": { "reason": "timeout" } } }"#, [#"RF701 "timeout""#]),
    (#"{ "expect": { "variables": { "name": 1, "naem": 2 } } }"#, [#"RF701 "naem" name"#]),
    (#"{ "expect": { "variableSet": { "name": "nane" } } }"#, [#"RF701 "nane" name"#]),
    (#"{ "expect": { "referenceEmpty": { "reference": "start.sms.senderNumber" } } }"#, []),
    (
      #"{ "expect": { "referenceEmpty": { "reference": "open.event.contents" } } }"#,
      [#"RF701 "open.event.contents" open.event.content"#]
    ),
    (#"{ "expect": { "eventReceived": { "event": "Assigned" } } }"#, []),
    (#"{ "expect": { "not": { "eventReceived": { "event": "message" } } } }"#, [#"RF701 "message" Message"#]),
    (#"{ "expect": { "eventDiscarded": { "event": "startTyping", "reason": "unhandledType" } } }"#, []),
    (#"{ "expect": { "eventDiscarded": { "reason": "awaitingAnswer" } } }"#, [#"RF701 "awaitingAnswer""#]),
    (#"{ "expect": { "eventHeld": { "reason": "duplicate" } } }"#, [#"RF701 "duplicate""#]),
    (#"{ "expect": { "forwardFailed": { "reason": "whatever a service says" } } }"#, []),
    (#"{ "expect": { "waiting": { "for": "delays" } } }"#, [#"RF701 "delays" delay"#]),
    (#"{ "expect": { "sessionStarted": { "channel": "SMS" } } }"#, [#"RF701 "SMS" sms"#]),
    (#"{ "sms": { "from": "+15550142", "to": "12345", "text": "Hi" } }"#, []),
    (#"{ "sms": { "from": "12345", "to": "12", "text": "Hi" } }"#, [#"RF702 "12345""#, #"RF702 "12""#]),
    (#"{ "expect": { "messageSent": { "node": 5 } } }"#, ["RF105 5"]),
  ]

  private static func scenario(_ steps: String, _ more: String = "") -> [UInt8] {
    Array(#"{ "formatVersion": 1, "name": "x", "flow": "a.flow.json", "steps": [\#(steps)]\#(more) }"#.utf8)
  }

  private static func read(_ flows: String...) -> PlayedFlows {
    .read(flows.map { FlowLoader.load(Array($0.utf8)).graph.map(FlowVocabulary.init) })
  }

  /// What is found in a scenario, as the cases write it.
  private static func found(_ scenario: [UInt8], playing flows: PlayedFlows) -> [String] {
    let linted = Linter().lint(scenario: scenario, named: "a.scenario.json", playing: flows)
    return LintReport(fileCount: 1, diagnostics: linted.diagnostics).diagnostics.map { diagnostic in
      let finding = diagnostic.finding
      let marked = String(decoding: scenario[finding.place.range], as: UTF8.self)
      let suggested = finding.message.split(separator: "did you mean `").dropFirst().first?.dropLast(2)
      return "\(finding.code) \(marked)" + (suggested.map { " \($0)" } ?? "")
    }
  }

  @Test("find what is wrong and nothing else")
  func findings() {
    for (step, expected) in Self.cases {
      #expect(Self.found(Self.scenario(step), playing: Self.read(Self.flow)) == expected, "\(step)")
    }
  }

  @Test("know what any of several flows has")
  func severalFlows() {
    let other = Self.flow.replacing("relay", with: "pass")
    let step = #"{ "expect": { "messageSent": { "node": "pass" } } }"#
    #expect(Self.found(Self.scenario(step), playing: Self.read(Self.flow, other)) == [])
    #expect(Self.found(Self.scenario(step), playing: Self.read(Self.flow)).count == 1)
  }

  @Test("say nothing of names where an error of the flow hides which there are")
  func uncertainFlow() {
    let step = #"{ "expect": { "messageSent": { "node": "nobody" } } }"#
    for broken in ["{", Self.flow.replacing("\"SendSMS\"", with: "\"SendSms\"")] {
      #expect(Self.found(Self.scenario(step), playing: Self.read(broken)) == [])
    }
  }

  @Test("say of a flow that cannot be read that and nothing else")
  func unreadableFlow() {
    let step = #"{ "sms": { "from": "1", "text": "" } }, { "expect": { "waitingAt": "nowhere" } }"#
    #expect(
      Self.found(Self.scenario(step), playing: .unreadable(nearest: "b.flow.json")) == [
        #"RF703 "a.flow.json" b.flow.json"#
      ])
  }

  @Test("are suppressed by the scenario's own `lintIgnore`, which must suppress something")
  func suppression() {
    let step = #"{ "expect": { "waitingAt": "nowhere" } }"#
    let flows = Self.read(Self.flow)
    func found(_ codes: String) -> [String] {
      Self.found(Self.scenario(step, #", "lintIgnore": { \#(codes) }"#), playing: flows)
    }
    #expect(found(#""RF701": "it may come""#) == [])
    #expect(found(#""RF701": "it may come", "RF702": "none""#) == [#"RF001 "RF702""#])
    // What judges flows alone is not judged here, so nobody knows whether it is needed.
    #expect(found(#""RF701": "a", "RF203": "b""#) == [])
    #expect(found(#""RF701": """#).sorted() == [#"RF106 "RF701""#, #"RF701 "nowhere""#])
  }

  @Test(
    "name the flow's file that is nearest to one that cannot be read",
    arguments: [
      ("opening.flow.json", "openings.flow.json"), ("../x/opening.json", "../x/openings.flow.json"),
      ("desk.flow.jsn", "desk.flow.json"), ("desk.flwo.json", "desk.flow.json"),
      ("a.flwo.json", "a.flow.json"),
      ("a.flow", "a.flow.json"), ("echo.flwo.json", nil), ("a.scenario.json", nil), ("grow.v2.json", nil),
      ("echo.flow.json", nil), ("", nil),
    ])
  func nearest(written: String, expected: String?) {
    let names = ["grow.flow.json", "openings.flow.json", "desk.flow.json", "a.flow.json"]
    #expect(nearestFlow(to: written, among: names) == expected)
  }
}
