import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import Testing

@Suite struct HostTests {
  @Test func eachSessionGetsItsEventsInOrderWhateverTheOthersDo() throws {
    var host = FlowHost(try TestFlow.machine(TestFlow.chat), start: TestFlow.start)
    let sessions = 20
    for session in 0..<sessions {
      let output = host.receive(TestFlow.message("hi", from: "+1415555\(1000 + session)", number: session))
      _ = host.receive(
        TestFlow.started("c-\(session)"), to: try request(output), of: host.sessions[session].id)
    }
    var numbers = SeededNumbers(seed: 3)
    var sent = Array(repeating: 0, count: sessions)
    var records: [TraceRecord] = []
    for _ in 0..<500 {
      let session = Int.random(in: 0..<sessions, using: &numbers)
      if case .gatewayAnswer(let effect, _)? = host.sessions[session].state.wait, Bool.random(using: &numbers)
      {
        records +=
          host.receive(GatewayAnswer.accepted(transactionID: "g"), to: effect, of: host.sessions[session].id)
          .records
      }
      sent[session] += 1
      let event = TestFlow.event("Message", "s\(session)-\(sent[session])", in: "c-\(session)")
      records += host.receive(event).records
    }
    // What is still held is processed as the gateway answers.
    for session in host.sessions.indices {
      while case .gatewayAnswer(let effect, _)? = host.sessions[session].state.wait {
        records += host.receive(GatewayAnswer.failed, to: effect, of: host.sessions[session].id).records
      }
    }
    for session in 0..<sessions {
      let received = records.compactMap { record -> EventID? in
        guard record.session == "session-\(session + 1)", case .eventReceived(_, let id) = record.happening
        else { return nil }
        return id
      }
      #expect(received == (0..<sent[session]).map { EventID("s\(session)-\($0 + 1)") })
    }
  }

  @Test func recordsAreNumberedThroughAllSessions() throws {
    var host = FlowHost(
      try TestFlow.machine(["wait": ["type": "Delay", "seconds": 5, "on": ["onTimeout": "@end"]]]),
      start: TestFlow.start)
    var records = host.receive(TestFlow.message()).records
    records += host.receive(TestFlow.message()).records
    records += host.receive(TestFlow.message(from: "+14155559999")).records
    records += host.receive(TestFlow.event("Message", "m1", in: "c")).records
    while host.nextTimer != nil { records += host.fireNextTimer().records }
    #expect(records.map(\.sequence) == Array(1...records.count))
    #expect(records.last?.milliseconds == 300_000)
    #expect(Set(records.map(\.session)) == ["session-1", "session-2", nil])
  }

  @Test func timersOfAllSessionsFireInTheOrderOfTheirTimesAndSetting() throws {
    let machine = try TestFlow.machine([
      "wait": ["type": "Delay", "seconds": "$(start.sms.message)", "on": ["onTimeout": "@end"]]
    ])
    var host = FlowHost(machine, start: TestFlow.start)
    let seconds = [3, 1, 2, 1, 3, 2, 1]
    for (index, seconds) in seconds.enumerated() {
      _ = host.receive(TestFlow.message("\(seconds)", from: "+141555\(10_000 + index)"))
    }
    var order: [String?] = []
    while let next = host.nextTimer {
      let records = host.fireNextTimer().records
      #expect(host.now == next)
      order.append(records.first?.session)
    }
    #expect(
      order == ["session-2", "session-4", "session-7", "session-3", "session-6", "session-1", "session-5"])
    #expect(host.fireNextTimer().records.isEmpty)
  }

  @Test func theLatestSessionsAreFoundByWhatTheyWaitFor() throws {
    let machine = try TestFlow.machine(TestFlow.chat, onlyWithoutLiveSession: false)
    var host = FlowHost(machine, start: TestFlow.start)
    #expect(host.latestSession(waitingFor: .conversationAnswer) == nil)
    #expect(host.latestSessionWithConversation == nil)
    let first = try request(host.receive(TestFlow.message()))
    let second = try request(host.receive(TestFlow.message()))
    #expect(host.latestSession(waitingFor: .conversationAnswer)?.index == 1)
    _ = host.receive(ConversationAnswer.failed(.error), to: second, of: host.sessions[1].id)
    #expect(host.latestSession(waitingFor: .conversationAnswer)?.index == 0)
    #expect(host.latestSessionWithConversation?.index == 0)
    _ = host.receive(ConversationAnswer.failed(.error), to: first, of: host.sessions[0].id)
    #expect(host.latestSession(waitingFor: .conversationAnswer) == nil)
    #expect(host.latestSessionWithConversation?.index == 1)
  }

  @Test func aLateAnswerLeavesAloneWhatIsHeldForItsConversation() throws {
    var host = FlowHost(try TestFlow.machine(TestFlow.chat), start: TestFlow.start)
    let effect = try request(host.receive(TestFlow.message()))
    _ = host.receive(TestFlow.event("Message", "m1", in: "c"))
    _ = host.fireNextTimer()
    #expect(host.sessions[0].state.isLive == false)
    #expect(host.receive(TestFlow.started("c"), to: effect, of: host.sessions[0].id).records.isEmpty)
    let discarded = host.fireNextTimer().records.map(\.short)
    #expect(discarded == ["eventDiscarded m1"])
  }

  private func request(_ output: FlowHost.Output) throws -> EffectID {
    let ids = output.effects.compactMap { effect in
      if case .requestConversation(_, let id) = effect.effect { id } else { nil }
    }
    return try #require(ids.first)
  }
}
