import FlowModel
import JSONSyntax
import TestSupport
import Testing

@testable import FlowInterpreter

@Suite struct MachineTests {
  /// A run that is made of a seed: inputs of every kind, most of which the session does not wait for.
  private static func run(seed: UInt64, machine: FlowMachine) -> (
    states: [SessionState], turns: [FlowMachine.Turn]
  ) {
    var numbers = SeededGenerator(seed: seed)
    var now = TestFlow.start
    var (state, turn) = machine.start(with: TestFlow.message(), at: now)
    var states = [state]
    var turns = [turn]
    for step in 0..<60 {
      now = now + Int64.random(in: 0...2000, using: &numbers)
      let effect = EffectID(Int.random(in: 1...40, using: &numbers))
      let due = state.wait?.alarm?.timer ?? TimerID(1)
      let awaited: EffectID =
        switch state.wait {
        case .conversationAnswer(let id, _)?, .gatewayAnswer(let id, _)?: id
        default: effect
        }
      let types = ["Message", "Assigned", "startTyping", "Transfer"]
      let inputs: [SessionInput] = [
        .conversationAnswered(
          TestFlow.started("c"), to: Bool.random(using: &numbers) ? awaited : effect, held: []),
        .gatewayAnswered(.accepted(transactionID: "g"), to: awaited), .gatewayAnswered(.failed, to: effect),
        .deliveryReported(.delivered, of: "g"),
        .timerFired(Bool.random(using: &numbers) ? due : TimerID(99)),
        .messageArrived(TestFlow.message("text", number: step)),
        .eventArrived(
          TestFlow.event(
            types.randomElement(using: &numbers) ?? "", "m\(Int.random(in: 0...30, using: &numbers))")),
      ]
      let choice = Int.random(in: 0..<inputs.count * 2, using: &numbers)
      let input = choice < inputs.count ? inputs[choice] : inputs[choice % 2 == 0 ? 6 : 1]
      turn = machine.resume(&state, with: input, at: now)
      states.append(state)
      turns.append(turn)
    }
    return (states, turns)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func theSameInputsGiveTheSameStatesRecordsAndEffects(seed: UInt64) throws {
    let first = Self.run(seed: seed, machine: try TestFlow.machine(TestFlow.chat))
    let second = Self.run(seed: seed, machine: try TestFlow.machine(TestFlow.chat))
    #expect(first.states == second.states)
    #expect(first.states.map(\.hashValue) == second.states.map(\.hashValue))
    #expect(first.turns.map(\.happenings) == second.turns.map(\.happenings))
    #expect(first.turns.map(\.effects) == second.turns.map(\.effects))
    #expect(Set(first.states).count > 1)
  }

  @Test func whatTheTriggerDoesNotAdmitBeginsNoSession() throws {
    let messages = try TestFlow.machine(TestFlow.chat, keyword: "HELP")
    let webhooks = try TestFlow.machine(
      TestFlow.chat,
      trigger: [
        "channel": "webhook", "event": "due", "customer": ["channel": "sms", "address": "to"],
      ])
    func webhook(_ event: String, _ payload: JSON) -> SessionTrigger {
      .webhook(InboundWebhook(event: event, payload: payload, transactionID: "t"))
    }
    func begins(_ machine: FlowMachine, _ trigger: SessionTrigger) -> Bool {
      machine.beginning(with: trigger) != nil
    }
    #expect(begins(messages, .message(TestFlow.message("help me"))))
    #expect(!begins(messages, .message(TestFlow.message("hello"))))
    #expect(!begins(messages, webhook("due", ["to": "+14155550123"])))
    #expect(begins(webhooks, webhook("due", ["to": "+14155550123"])))
    #expect(!begins(webhooks, webhook("over", ["to": "+14155550123"])))
    #expect(!begins(webhooks, webhook("due", ["to": "nobody"])))
    #expect(!begins(webhooks, .message(TestFlow.message("help"))))
  }

  @Test func aStateThatIsKeptIsResumedAsOftenAsOneLikes() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    let (kept, _) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    guard case .conversationAnswer(let effect, _)? = kept.wait else {
      Issue.record("no answer is awaited")
      return
    }
    var first = kept
    var second = kept
    let answer = SessionInput.conversationAnswered(TestFlow.started("c"), to: effect, held: [])
    let turn = machine.resume(&first, with: answer, at: TestFlow.start + 5)
    let again = machine.resume(&second, with: answer, at: TestFlow.start + 5)
    #expect(first == second)
    #expect(first != kept)
    #expect(turn.happenings == again.happenings)
    #expect(Set([kept, first, second]).count == 2)
  }

  @Test func statesDifferByWhatTheSessionHolds() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    let (kept, _) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    var first = kept
    var second = kept
    _ = machine.resume(
      &first, with: .eventArrived(TestFlow.event("Message", "m1")), at: TestFlow.start)
    _ = machine.resume(
      &second, with: .eventArrived(TestFlow.event("Message", "m2")), at: TestFlow.start)
    #expect(first != second)
    #expect(first != kept)
  }

  /// Flows that wait for one thing each, with what no longer or not at all is waited for.
  @Test(
    arguments: [
      ["open": TestFlow.conversation(["Complete": "@end"])],
      ["send": TestFlow.sms("Hi", ["onSuccess": "@end"])],
      ["send": TestFlow.sms("Hi", ["onDRSuccess": "@end"], waitFor: "deliveryReport")],
      ["wait": ["type": "Delay", "seconds": 5, "on": ["onTimeout": "@end"]]],
      ["ask": ["type": "Receive", "timeoutSeconds": 5, "channels": ["sms": [:]], "on": ["sms.mo": "@end"]]],
    ] as [JSONObject])
  func whatIsNotWaitedForChangesAndTellsNothing(nodes: JSONObject) throws {
    let machine = try TestFlow.machine(nodes)
    let (start, _) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    let stranger = TestFlow.message("hi", from: "+14155559999", number: 2)
    let late: [SessionInput] = [
      .conversationAnswered(TestFlow.started("c"), to: EffectID(999), held: []),
      .gatewayAnswered(.accepted(transactionID: "g"), to: EffectID(999)),
      .deliveryReported(.delivered, of: "another"),
      .timerFired(TimerID(999)), .messageArrived(stranger),
    ]
    var state = start
    for input in late {
      let turn = machine.resume(&state, with: input, at: TestFlow.start + 1)
      #expect(turn.happenings.isEmpty)
      #expect(turn.effects.isEmpty)
      #expect(state == start)
    }
  }

  /// Each flow waits for one thing, and is given it, or what makes it leave.
  @Test(
    arguments: [
      ["open": TestFlow.conversation(["Complete": "@end"])],
      ["send": TestFlow.sms("Hi", ["onSuccess": "@end"])],
      ["ask": ["type": "Receive", "timeoutSeconds": 5, "channels": ["sms": [:]], "on": ["sms.mo": "@end"]]],
      ["send": TestFlow.sms("Hi", ["onDRSuccess": "@end"], waitFor: "deliveryReport")],
      [
        "web": [
          "type": "HTTPRequest", "method": "GET", "url": "https://a.example/", "on": ["onSuccess": "@end"],
        ]
      ],
      [
        "say": [
          "type": "SendMessage", "authorization": "ece", "conversationId": "c", "message": "Hi",
          "on": ["otherwise": "@end"],
        ]
      ],
    ] as [JSONObject])
  func aWaitThatEndsForAnotherReasonCancelsItsTimer(nodes: JSONObject) throws {
    let machine = try TestFlow.machine(nodes)
    var (state, _) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    var cancelled: [TimerID] = []
    let alarm = try #require(state.wait?.alarm)
    while let wait = state.wait, wait.alarm == alarm {
      let input: SessionInput =
        switch wait {
        case .conversationAnswer(let effect, _):
          .conversationAnswered(TestFlow.started("c"), to: effect, held: [])
        case .gatewayAnswer(let effect, _): .gatewayAnswered(.accepted(transactionID: "g"), to: effect)
        case .deliveryReport(_, let id, _): .deliveryReported(.delivered, of: id)
        case .httpAnswer(let effect, _): .httpAnswered(.failed(.error), to: effect)
        case .serviceAnswer(let effect, _): .serviceAnswered(.failed(.error), to: effect)
        case .message, .delay, .conversationEvent: .messageArrived(TestFlow.message("yes", number: 2))
        }
      for case .cancelTimer(let timer) in machine.resume(&state, with: input, at: TestFlow.start).effects {
        cancelled.append(timer)
      }
    }
    #expect(cancelled == [alarm.timer])
  }

  @Test func aSessionThatEndsCancelsItsExpiryAndOneThatExpiresCancelsItsWait() throws {
    let machine = try TestFlow.machine(
      ["send": TestFlow.sms("Hi", ["onSuccess": "@end"])], settings: ["expiresAfterSeconds": 9])
    let (start, turn) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    let timers = turn.effects.compactMap { effect in
      if case .setTimer(let timer, _) = effect { timer } else { nil }
    }
    #expect(timers.count == 2)
    guard case .gatewayAnswer(let effect, let alarm)? = start.wait, timers.count == 2 else {
      Issue.record("no answer of the gateway is awaited")
      return
    }
    var ended = start
    let end = machine.resume(&ended, with: .gatewayAnswered(.failed, to: effect), at: TestFlow.start)
    #expect(end.effects == [.cancelTimer(alarm.timer), .cancelTimer(timers[0])])
    var expired = start
    let expiry = machine.resume(&expired, with: .timerFired(timers[0]), at: TestFlow.start + 9000)
    #expect(expiry.effects == [.cancelTimer(alarm.timer)])
    #expect(expired.ending?.result == .incomplete && expired.ending?.reason == .expired)
    #expect(expired.ending?.at == TestFlow.start + 9000)
  }

  @Test func aSecondAnswerToTheSameQuestionChangesNothing() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    var (state, _) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    guard case .conversationAnswer(let request, let alarm)? = state.wait else {
      Issue.record("no answer is awaited")
      return
    }
    let answer = SessionInput.conversationAnswered(TestFlow.started("c"), to: request, held: [])
    let turn = machine.resume(&state, with: answer, at: TestFlow.start)
    #expect(turn.effects == [.cancelTimer(alarm.timer)])
    let open = state
    #expect(machine.resume(&state, with: answer, at: TestFlow.start).happenings.isEmpty)
    #expect(machine.resume(&state, with: .timerFired(alarm.timer), at: TestFlow.start).happenings.isEmpty)
    #expect(state == open)
  }

  @Test func anEndedSessionTakesNothingButEventsWhichAreDiscarded() throws {
    let machine = try TestFlow.machine(["wait": ["type": "Delay", "seconds": 0, "on": ["onTimeout": "@end"]]])
    var (state, turn) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    #expect(turn.happenings.last == .ended(.success, reason: nil))
    #expect(state.ending?.result == .success && state.ending?.reason == nil)
    let ended = state
    #expect(machine.resume(&state, with: .timerFired(TimerID(1)), at: TestFlow.start).happenings.isEmpty)
    #expect(
      machine.resume(&state, with: .messageArrived(TestFlow.message()), at: TestFlow.start).happenings.isEmpty
    )
    #expect(state == ended)
    turn = machine.resume(
      &state, with: .eventArrived(TestFlow.event("Message", "m1")), at: TestFlow.start)
    #expect(turn.happenings == [.eventDiscarded(event: "Message", id: "m1", reason: .sessionEnded)])
  }

  @Test func aReportMayNotComeBeforeTheGatewaysAnswer() throws {
    let machine = try TestFlow.machine([
      "send": TestFlow.sms("Hi", ["onDRSuccess": "@end"], waitFor: "deliveryReport")
    ])
    var (state, _) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    guard case .gatewayAnswer(let effect, let alarm)? = state.wait else {
      Issue.record("no answer of the gateway is awaited")
      return
    }
    #expect(
      machine.resume(&state, with: .deliveryReported(.delivered, of: "g"), at: TestFlow.start).happenings
        .isEmpty)
    // The submission is accepted late: the timer that was set with it goes on.
    let turn = machine.resume(
      &state, with: .gatewayAnswered(.accepted(transactionID: "g"), to: effect), at: TestFlow.start + 59_000)
    #expect(turn.effects.isEmpty)
    #expect(state.wait == .deliveryReport(effect, of: "g", alarm))
    #expect(alarm.time == TestFlow.start + 60_000)
    _ = machine.resume(&state, with: .timerFired(alarm.timer), at: alarm.time)
    #expect(state.ending?.result == .incomplete && state.ending?.reason == nil)
  }

  @Test func whatTheWorldIsAskedForIsKeptInMindUntilItIsHeardOf() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    var (state, turn) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    guard case .conversationAnswer(let request, _)? = state.wait else {
      Issue.record("no answer is awaited")
      return
    }
    #expect(state.pendingEffects.map(\.id) == [request])
    _ = machine.resume(
      &state, with: .conversationAnswered(TestFlow.started("c"), to: request, held: []), at: TestFlow.start)
    #expect(state.pendingEffects.isEmpty)
    turn = machine.resume(
      &state, with: .messageArrived(TestFlow.message("more", number: 2)), at: TestFlow.start)
    guard case .forward("more", "c", _, let forward)? = turn.effects.first else {
      Issue.record("nothing is sent on to the agent")
      return
    }
    #expect(state.pendingEffects == turn.effects)
    turn = machine.resume(
      &state, with: .forwardSettled(.givenUp(reason: "gone"), of: forward), at: TestFlow.start)
    #expect(turn.happenings == [.forwardFailed(node: "open", reason: "gone")])
    #expect(state.pendingEffects.isEmpty)
    turn = machine.resume(
      &state, with: .forwardSettled(.givenUp(reason: "gone"), of: forward), at: TestFlow.start)
    #expect(turn.happenings.isEmpty)
  }

  @Test func aMessageDuringABranchIsSentOnToTheAgent() throws {
    let machine = try TestFlow.machine(TestFlow.chat)
    var state = try TestFlow.onBranch(machine)
    #expect(machine.forwardsMessages(in: state))
    let turn = machine.resume(
      &state, with: .messageArrived(TestFlow.message("wait", number: 2)), at: TestFlow.start)
    #expect(turn.happenings == [.messageForwarded(node: "open", text: "wait")])
    #expect(state.branch != nil)
  }

  @Test func aLateAnswerOfAWebServiceChangesNothing() throws {
    let machine = try TestFlow.machine([
      "web": [
        "type": "HTTPRequest", "method": "GET", "url": "https://a.example/", "on": ["onSuccess": "@end"],
      ]
    ])
    var (state, turn) = machine.start(with: TestFlow.message(), at: TestFlow.start)
    guard case .httpAnswer(let effect, let alarm)? = state.wait else {
      Issue.record("the session waits for the answer")
      return
    }
    #expect(turn.effects.count == 2)
    turn = machine.resume(&state, with: .timerFired(alarm.timer), at: alarm.time)
    #expect(!state.isLive)
    turn = machine.resume(&state, with: .httpAnswered(.failed(.error), to: effect), at: alarm.time)
    #expect(turn.happenings.isEmpty && turn.effects.isEmpty)
  }
}
