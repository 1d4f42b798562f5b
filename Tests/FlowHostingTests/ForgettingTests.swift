import FlowInterpreter
import FlowModel
import JSONSyntax
import TestSupport
import Testing

@testable import FlowHosting

/// Sessions that came and went leave nothing behind.
@Suite struct ForgettingTests {
  @Test func aHostTakesNoMoreForSessionsThatCameAndWent() throws {
    var host = TestHost(try TestFlow.machine(TestFlow.chat))
    host.gatewayAnswer = .accepted(transactionID: "g")
    for session in 0..<3000 {
      host.take(.timePassed(until: TestFlow.start + Int64(session) * 3_600_000))
      host.take(.message(TestFlow.message(from: CustomerAddress("+1\(session)"))))
      try host.answerRequest(of: session, with: TestFlow.started(ConversationID("c-\(session)")))
      host.take(.event(TestFlow.event("Complete", "m", in: ConversationID("c-\(session)")), of: nil))
    }
    #expect(host.host.startCount == 3000)
    // Those of the last day.
    #expect(host.host.sessions.map(\.number) == Array(2977...3000))
    #expect(host.host.index.size == 24)
    #expect(host.host.timers.timers.count < 100)
    #expect(host.host.endedSessions.timers.count == 24)
  }

  @Test func aConversationThatASessionKnowsNoLongerLeadsToNoSession() throws {
    let machine = try TestFlow.machine(
      ["open": TestFlow.conversation(["Complete": "open"])],
      settings: ["nodeExecutionLimit": 10_000, "expiresAfterSeconds": 60])
    var host = TestHost(machine)
    host.take(.message(TestFlow.message()))
    for number in 0...Limits.sessionConversations {
      let id = ConversationID("c-\(number)")
      try host.answerRequest(of: 0, with: TestFlow.started(id))
      host.take(.event(TestFlow.event("Complete", EventID("m-\(number)"), in: id), of: nil))
    }
    #expect(host.host.index.size == Limits.sessionConversations + 1)
    let first = HostInput.event(TestFlow.event("Message", "late", in: "c-0"), of: nil)
    #expect(host.host.routes(for: first) == [.hold(TestFlow.event("Message", "late", in: "c-0"))])
    host.take(.timePassed(until: TestFlow.start + 60_000 + Limits.endedMilliseconds))
    #expect(host.host.sessions.isEmpty)
    #expect(host.host.index.size == 0)
    #expect(host.host.routes(for: first) == [.hold(TestFlow.event("Message", "late", in: "c-0"))])
  }

  @Test func whereASessionIsForgottenAnotherTakesItsPlace() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    var turn = FlowMachine.Turn()
    var table = SessionTable()
    let beginning = try #require(machine.beginning(with: .message(TestFlow.message())))
    for number in 1...100 {
      let state = beginning.begin(SessionKey(simulated: number), at: TestFlow.start, in: &turn)
      let session = HostedSession(state: state, flow: FlowID(index: 0), number: number)
      // That of the one that was removed last.
      #expect(table.insert(session) == (number > 3 ? (number - 1) % 3 : number - 1))
      #expect(table[SessionKey(simulated: number)]?.number == number)
      // The first, the second or the last of three.
      guard number > 2 else { continue }
      let victim = try #require(table.slots[number % 3]).key
      #expect(table.remove(victim)?.slot == number % 3)
      #expect(table[victim] == nil)
      for session in table.sessions { #expect(table[session.key]?.number == session.number) }
    }
    #expect(table.sessions.map(\.number).count == 2)
    #expect(table.slots.count == 3)
  }
}
