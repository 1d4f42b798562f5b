import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import TestSupport
import Testing

@Suite struct HostInputJSONTests {
  static let key = IdempotencyKey(session: SessionKey("session-1"), effect: EffectID(7))

  static let inputs: [HostInput] = [
    .message(TestFlow.message("caf\u{E9}")),
    .message(
      InboundMessage(
        channel: .messenger, from: "psid", to: nil, text: "", name: "Ana", transactionID: "t",
        media: 2)),
    .webhook(
      InboundWebhook(event: "due", payload: ["id": 763_459_218_764_532_199, "x": [nil]], transactionID: "t")),
    .webhook(InboundWebhook(event: "due", payload: .null, transactionID: "")),
    .event(TestFlow.event("Message", "m1", in: "c"), of: nil),
    .event(TestFlow.event("startTyping", "m2"), of: SessionKey("s")),
    .answer(.gateway(.accepted(transactionID: "g")), to: key), .answer(.gateway(.refusedByPolicy), to: key),
    .answer(.gateway(.failed), to: key), .answer(.conversation(TestFlow.started("c")), to: key),
    .answer(
      .conversation(
        .refused(
          status: 409, Refusal(code: "a", developerMessage: "stale", body: ["code": "a", "more": [1, nil]]))),
      to: key),
    .answer(
      .conversation(.refused(status: 500, Refusal(code: nil, developerMessage: nil, body: nil))), to: key),
    .answer(.conversation(.failed(.authorization)), to: key),
    .answer(
      .service(
        .succeeded(
          status: 201,
          ServiceResult(
            entryPointID: "1", lastModifiedDate: "2026", attachmentPolicies: "deny", isAvailable: false,
            availableSlots: 0, body: ["more": [1, nil]]))), to: key),
    .answer(.service(.succeeded(status: 200, ServiceResult())), to: key),
    .answer(
      .service(.refused(status: 404, Refusal(code: 5, developerMessage: "gone", body: ["code": 5]))), to: key),
    .answer(.service(.failed(.timeout)), to: key),
    .answer(
      .http(.response(HTTPResponse(status: 200, statusText: "OK", headers: ["A": "b"], body: ["x": 1]))),
      to: key),
    .answer(.http(.failed(.timeout)), to: key), .answer(.forward(.delivered), to: key),
    .answer(.forward(.givenUp(reason: "refused")), to: key),
    .receipt(.delivered, gatewayID: "g", of: nil), .receipt(.failed, gatewayID: "g", of: key),
    .timer(.session(SessionKey("s"), TimerID(3))), .timer(.heldEvent(9)),
    .timePassed(until: TestFlow.start),
  ]

  @Test func anInputIsReadAsItWasWritten() throws {
    for input in Self.inputs {
      let text = input.json.compact
      #expect(HostInput(json: try JSON(parsing: text)) == input, "\(text)")
    }
  }

  @Test func anOutputIsWrittenWithTheKeysOfItsEffects() throws {
    var host = FlowHost(try TestFlow.machine(TestFlow.chat), keys: .numbered, start: TestFlow.start)
    let begun = host.take(.message(TestFlow.message())).json(of: host)
    #expect(begun["effects"]?[0]?["key"] == "session-1.5")
    #expect(begun["effects"]?[0]?["requestConversation"]?["input"]?["entryPointId"] == "1001")
    #expect(begun["records"]?[0]?["type"] == "sessionStarted")
    let body = try CallbackBody(["message": [7, 8]])
    let skipped = host.take(.callback(body)).json(of: host)
    #expect(skipped["problems"] == [["index": 0, "problem": "it is no object"]])
    #expect(skipped["rest"]?["callback"]?["from"] == 1)
  }

  @Test func anOutputIsReadAsItWasWritten() throws {
    var host = FlowHost(try TestFlow.machine(TestFlow.chat), keys: .numbered, start: TestFlow.start)
    let request = IdempotencyKey(session: "session-1", effect: EffectID(5))
    let inputs: [HostInput] = [
      .message(TestFlow.message()), .answer(.conversation(TestFlow.started("c")), to: request),
      .callback(try CallbackBody(["message": [7, TestFlow.event("Message", "m1", in: "c").wire]])),
      .event(TestFlow.event("Message", "m2", in: "c"), of: nil), .message(TestFlow.message("wait")),
      .answer(.gateway(.failed), to: IdempotencyKey(session: "other", effect: EffectID(1))),
    ]
    var kinds: Set<String> = []
    for input in inputs {
      let output = host.take(input)
      let json = try JSON(parsing: output.json(of: host).compact)
      let read = try #require(HostOutput(json: json, of: host), "\(json.compact)")
      #expect(read.json(of: host) == json)
      #expect(read.effects == output.effects && read.rest == output.rest)
      #expect(read.problems == output.problems && read.records.count == output.records.count)
      for effect in output.effects {
        var members = JSONObject()
        effect.effect.writeMembers(to: &members, of: host.project.flows[0].machine.program)
        kinds.formUnion(members.map(\.key))
      }
    }
    #expect(kinds == ["effect", "requestConversation", "send", "forward"])
  }

  @Test(arguments: [
    "[]", "{}", #"{"effects":[],"records":[]}"#, #"{"effects":[{"key":"x.1"}],"records":[],"problems":[]}"#,
    #"{"effects":[],"records":[{"seq":1,"at":0,"type":"outcome","node":"a"}],"problems":[]}"#,
    #"{"effects":[],"records":[],"problems":[{}]}"#, #"{"effects":[],"records":[],"problems":[],"rest":{}}"#,
  ])
  func whatIsNoOutputIsNotRead(_ text: String) throws {
    let host = FlowHost(try TestFlow.machine(TestFlow.chat), keys: .numbered, start: TestFlow.start)
    #expect(HostOutput(json: try JSON(parsing: text), of: host) == nil)
  }

  @Test func whatIsLeftOfACallbackKeepsTheIndicesOfItsMessages() throws {
    let body = try CallbackBody([
      "message": [
        TestFlow.event("Message", "m1", in: "c").wire, 7, TestFlow.event("Complete", "m3", in: "c").wire,
      ]
    ])
    for input in [HostInput.callback(body), .callback(try #require(body.rest))] {
      #expect(HostInput(json: try JSON(parsing: input.json.compact)) == input)
    }
    #expect(body.rest?.firstIndex == 1)
    #expect(body.rest?.rest?.rest == nil)
  }

  @Test(arguments: [
    "{}", "[]", #"{"message":{}}"#, #"{"webhook":{"event":"due"}}"#, #"{"event":{}}"#,
    #"{"answer":{"to":"a.1"}}"#,
    #"{"answer":{"to":"a","gateway":"error"}}"#, #"{"receipt":{}}"#, #"{"timer":{}}"#, #"{"timePassed":"x"}"#,
    #"{"callback":{"from":0,"messages":[]}}"#, #"{"callback":{"from":0,"messages":[{}]}}"#, #"{"other":1}"#,
    #"{"timePassed":1,"timer":{"heldEvent":1}}"#,
  ])
  func whatIsNoInputIsNotRead(_ text: String) throws {
    #expect(HostInput(json: try JSON(parsing: text)) == nil)
  }
}
