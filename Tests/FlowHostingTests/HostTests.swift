import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import TestSupport
import Testing

@Suite struct HostTests {
  @Test func eachSessionGetsItsEventsInOrderWhateverTheOthersDo() throws {
    var host = TestHost(try TestFlow.machine(TestFlow.chat))
    let sessions = 20
    for session in 0..<sessions {
      host.take(.message(TestFlow.message("hi", from: "+1415555\(1000 + session)", number: session)))
      try host.answerRequest(of: session, with: TestFlow.started("c-\(session)"))
    }
    var numbers = SeededGenerator(seed: 3)
    var sent = Array(repeating: 0, count: sessions)
    let start = host.records.count
    for _ in 0..<500 {
      let session = Int.random(in: 0..<sessions, using: &numbers)
      if Bool.random(using: &numbers) { host.answerGateway(of: session, with: .accepted(transactionID: "g")) }
      sent[session] += 1
      host.take(
        .event(TestFlow.event("Message", "s\(session)-\(sent[session])", in: "c-\(session)"), of: nil))
    }
    // What is still held is processed as the gateway answers.
    for session in 0..<sessions { while host.answerGateway(of: session, with: .failed) {} }
    for session in 0..<sessions {
      let received = host.records[start...].compactMap { record -> EventID? in
        guard record.session == "session-\(session + 1)", case .eventReceived(_, let id) = record.happening
        else { return nil }
        return id
      }
      #expect(received == (0..<sent[session]).map { EventID("s\(session)-\($0 + 1)") })
    }
  }

  @Test func recordsAreNumberedThroughAllSessions() throws {
    var host = TestHost(
      try TestFlow.machine(["wait": ["type": "Delay", "seconds": 5, "on": ["onTimeout": "@end"]]]))
    host.take(.message(TestFlow.message()))
    host.take(.message(TestFlow.message()))
    host.take(.message(TestFlow.message(from: "+14155559999")))
    host.take(.event(TestFlow.event("Message", "m1", in: "c"), of: nil))
    host.take(.timePassed(until: TestFlow.start + 300_000))
    #expect(host.records.map(\.sequence) == Array(1...host.records.count))
    #expect(host.records.last?.milliseconds == 300_000)
    #expect(Set(host.records.map(\.session)) == ["session-1", "session-2", nil])
  }

  @Test func timersOfAllSessionsFireInTheOrderOfTheirTimesAndSetting() throws {
    let machine = try TestFlow.machine([
      "wait": ["type": "Delay", "seconds": "$(start.sms.message)", "on": ["onTimeout": "@end"]]
    ])
    var host = TestHost(machine)
    for (index, seconds) in [3, 1, 2, 1, 3, 2, 1].enumerated() {
      host.take(.message(TestFlow.message("\(seconds)", from: "+141555\(10_000 + index)")))
    }
    let start = host.records.count
    host.take(.timePassed(until: TestFlow.start + 10_000))
    let ended = host.records[start...].compactMap { record -> String? in
      if case .ended = record.happening { "\(record.milliseconds) \(record.session ?? "")" } else { nil }
    }
    #expect(
      ended == [
        "1000 session-2", "1000 session-4", "1000 session-7", "2000 session-3", "2000 session-6",
        "3000 session-1", "3000 session-5",
      ])
    #expect(host.host.now == TestFlow.start + 10_000)
    #expect(host.host.nextTimer == nil)
  }

  @Test func eachTimerThatIsDueIsATurnOfItsOwn() throws {
    let machine = try TestFlow.machine(["wait": ["type": "Delay", "seconds": 5, "on": ["onTimeout": "@end"]]])
    var host = FlowHost(machine, keys: .numbered, start: TestFlow.start)
    _ = host.take(.message(TestFlow.message()))
    _ = host.take(.message(TestFlow.message(from: "+14155559999")))
    let end = TestFlow.start + 60_000
    for session in ["session-1", "session-2"] {
      let output = host.take(.timePassed(until: end))
      #expect(Set(output.records.map(\.session)) == [session])
      #expect(host.now == TestFlow.start + 5000)
      #expect(output.rest == .timePassed(until: end))
    }
    #expect(host.take(.timePassed(until: end)).rest == nil)
    #expect(host.now == end)
  }

  @Test func aMessageOfACallbackIsTakenToItsEndBeforeTheNext() throws {
    var host = TestHost(try TestFlow.machine(TestFlow.chat))
    host.take(.message(TestFlow.message()))
    try host.answerRequest(of: 0, with: TestFlow.started("c"))
    host.gatewayAnswer = .accepted(transactionID: "g")
    let start = host.records.count
    let body = try CallbackBody([
      "message": [
        TestFlow.event("Message", "m1", in: "c").wire, ["id": "m2"],
        TestFlow.event("Complete", "m3", in: "c").wire,
      ]
    ])
    host.take(.callback(body))
    #expect(
      host.records[start...].map(\.short) == [
        "eventReceived m1", "outcome open", "nodeEntered relay", "messageSent relay", "waiting relay",
        "outcome relay", "branchEnded open", "waiting open", "callbackSkipped", "eventReceived m3",
        "outcome open", "ended success",
      ])
    #expect(host.problems == [.messageSkipped(index: 1, .message("it has no `conversation.id`"))])
  }

  @Test func theLatestSessionsAreFoundByWhatTheyWaitFor() throws {
    let machine = try TestFlow.machine(TestFlow.chat, onlyWithoutLiveSession: false)
    var host = TestHost(machine)
    func latest() -> String? { host.host.latestSession(waitingFor: .conversationAnswer)?.key.text }
    #expect(latest() == nil)
    host.take(.message(TestFlow.message()))
    host.take(.message(TestFlow.message()))
    #expect(latest() == "session-2")
    try host.answerRequest(of: 1, with: .failed(.error))
    #expect(latest() == "session-1")
    try host.answerRequest(of: 0, with: .failed(.error))
    #expect(latest() == nil)
  }

  @Test func aLateAnswerLeavesAloneWhatIsHeldForItsConversation() throws {
    var host = TestHost(try TestFlow.machine(TestFlow.chat))
    host.take(.message(TestFlow.message()))
    let key = try #require(host.requests[SessionKey("session-1")])
    host.take(.timePassed(until: TestFlow.start + 10_000))
    host.take(.event(TestFlow.event("Message", "m1", in: "c"), of: nil))
    host.take(.timePassed(until: TestFlow.start + 30_000))
    #expect(host.host.sessions[0].state.isLive == false)
    let start = host.records.count
    host.take(.answer(.conversation(TestFlow.started("c")), to: key))
    #expect(host.records.count == start)
    host.take(.timePassed(until: TestFlow.start + 310_000))
    #expect(host.records[start...].map(\.short) == ["eventDiscarded m1"])
  }

  @Test(arguments: [("Message", "unknownConversation"), ("startTyping", "unhandledType")])
  func anEventOfASessionThatThereIsNotIsDiscarded(_ type: String, _ reason: String) throws {
    var host = TestHost(try TestFlow.machine(TestFlow.chat))
    let event = WebhookEvent(id: "m1", conversationID: nil, type: type)
    host.take(.event(event, of: SessionKey("nobody")))
    #expect(
      host.records.map(\.happening) == [
        .eventDiscarded(
          event: event.kind.name, id: "m1", reason: DiscardReason(rawValue: reason) ?? .duplicate)
      ])
    #expect(host.problems.isEmpty)
  }

  @Test func anAnswerToAnUnknownSessionIsAProblemAndNothingElse() throws {
    var host = TestHost(try TestFlow.machine(TestFlow.chat))
    let key = IdempotencyKey(session: SessionKey("nobody"), effect: EffectID(1))
    host.take(.answer(.gateway(.failed), to: key))
    #expect(host.records.isEmpty)
    #expect(host.problems == [.unknownSession(SessionKey("nobody"))])
  }
}
