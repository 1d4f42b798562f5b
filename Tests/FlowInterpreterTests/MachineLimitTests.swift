import FlowModel
import JSONSyntax
import TestSupport
import Testing

@testable import FlowInterpreter

/// How much of anything a session keeps.
@Suite struct MachineLimitTests {
  @Test func asManyMessagesToTheAgentAreKeptInMindAsMayBe() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    var state = try TestFlow.onBranch(machine)
    let own = state.pendingEffects.count
    for number in 0...Limits.pendingEffects {
      _ = machine.resume(
        &state, with: .messageArrived(TestFlow.message("\(number)", number: number)), at: TestFlow.start)
      #expect(state.pendingEffects.count == min(own + number + 1, Limits.pendingEffects))
    }
  }

  @Test func aSessionHoldsAsManyEventsAsItMayAndTheClosingOneBesides() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    var state = try TestFlow.onBranch(machine)
    for number in 1...Limits.heldEvents {
      let turn = machine.resume(
        &state, with: .eventArrived(TestFlow.event("Message", "m\(number)", in: "c")), at: TestFlow.start)
      #expect(turn.happenings.count == 1)
    }
    #expect(state.eventsHeld.count == Limits.heldEvents)
    let more = SessionInput.eventArrived(TestFlow.event("Message", "more", in: "c"))
    let discarded = Happening.eventDiscarded(event: "Message", id: "more", reason: .heldLimit)
    #expect(machine.resume(&state, with: more, at: TestFlow.start).happenings == [discarded])
    // It was neither processed nor held, so that it is no duplicate when it comes again.
    #expect(machine.resume(&state, with: more, at: TestFlow.start).happenings == [discarded])
    for number in 0...Limits.heldCompletes {
      let complete = SessionInput.eventArrived(TestFlow.event("Complete", "end\(number)", in: "c"))
      let happening: Happening =
        number < Limits.heldCompletes
        ? .eventHeld(event: "Complete", id: "end\(number)", reason: .branchRunning)
        : .eventDiscarded(event: "Complete", id: "end\(number)", reason: .heldLimit)
      #expect(machine.resume(&state, with: complete, at: TestFlow.start).happenings == [happening])
    }
  }

  @Test func asManyEventsAreKnownAgainAsMayBe() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    var state = try TestFlow.onBranch(machine)
    func takes(_ type: String, _ id: EventID) -> Happening? {
      let event = TestFlow.event(type, id, in: "c")
      return machine.resume(&state, with: .eventArrived(event), at: TestFlow.start).happenings.first
    }
    let first = Happening.eventDiscarded(event: "Message", id: "m0", reason: .duplicate)
    for number in 1..<Limits.rememberedEvents {
      _ = takes(number <= Limits.heldEvents ? "Message" : "Complete", EventID("m\(number)"))
    }
    #expect(takes("Message", "m0") == first)
    _ = takes("Complete", "one more")
    #expect(takes("Message", "m0") == .eventDiscarded(event: "Message", id: "m0", reason: .heldLimit))
    #expect(takes("Message", "m1") == .eventDiscarded(event: "Message", id: "m1", reason: .duplicate))
  }

  @Test func eventsThatAreMovedCountAsHeld() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    var (state, _) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    guard case .conversationAnswer(let request, _)? = state.wait else {
      Issue.record("no answer is awaited")
      return
    }
    let moved = (0...Limits.heldEvents).map { TestFlow.event("Message", "m\($0)", in: "c") }
    let turn = machine.resume(
      &state, with: .conversationAnswered(TestFlow.started("c"), to: request, held: moved), at: TestFlow.start
    )
    let last = Happening.eventDiscarded(
      event: "Message", id: "m\(Limits.heldEvents)", reason: .heldLimit)
    #expect(turn.happenings.filter { $0 == last }.count == 1)
  }

  @Test func asManyConversationsAreKnownAgainAsMayBe() throws {
    var state = try TestFlow.onBranch(TestFlow.machine(TestFlow.chat))
    for number in 0...Limits.sessionConversations {
      state.learn(ConversationID("c-\(number)"), at: TestFlow.start)
    }
    #expect(state.conversations.count == Limits.sessionConversations)
    #expect(state.conversations.first?.id == "c-1")
    state.learn("c-1", at: TestFlow.start + 1)
    #expect(state.conversations.count == Limits.sessionConversations)
    #expect(state.conversations.last == LearntConversation(id: "c-1", learntAt: TestFlow.start + 1))
  }

  @Test func aTextThatDoublesItselfStopsAtItsLimit() throws {
    let machine = try TestFlow.machine(
      [
        "grow": [
          "type": "Branch", "onEnter": ["set": ["text": "$(text)$(text)é"]],
          "branches": [["name": "never", "all": [["value": "a", "operator": "equals", "operand": "b"]]]],
          "on": ["never": "@end", "none": "grow"],
        ]
      ], variables: ["text": "x"])
    let (state, turn) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    #expect(turn.happenings.last == .ended(.error, reason: .nodeExecutionLimit))
    let text = try #require(state.variables[0].string)
    // The last character would end a byte behind the limit.
    #expect((Limits.renderedText - 1...Limits.renderedText).contains(text.utf8.count))
    #expect(!text.unicodeScalars.contains("\u{FFFD}"))
  }
}
