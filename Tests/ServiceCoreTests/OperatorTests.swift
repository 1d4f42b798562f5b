import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceCore
import Testing

@Suite struct OperatorTests {
  @Test func aCustomerIsForgottenAndTheAgentIsTold() async throws {
    let rig = try await ServiceRig(TestFlow.chat)
    let (driver, effects) = (try await rig.driver(), rig.effects())
    try await rig.accept(.writes("hi"), .writes("hi", ServiceRig.bob))
    try await rig.settle(driver, effects)
    let (forgotten, endings) = try await rig.store.forget(ServiceRig.ana, at: rig.clock.now)
    #expect(forgotten == Forgotten(sessions: 1, inputs: 0, heldEvents: 0, deadLetters: 0))
    #expect(endings == 1)
    try await rig.settle(driver, effects)
    guard case .ask(let request)? = rig.world.calls.last?.effect else { throw StoreFailure.conflict }
    #expect(request.question.kind == .endConversation)
    #expect(request.authorization == "ece")
    #expect(
      try await rig.change { $0.sessions(of: nil, after: 0, limit: 9).map(\.customer) } == [ServiceRig.bob])
    // What ECE has to say of it concerns nobody any more.
    try await rig.accept(.event("Complete", "m1", in: request.question.conversationID ?? ""))
    #expect(try await driver.takeAll().turns == 0)
  }

  @Test func aSessionThatIsEndedByHandHearsNothingMore() async throws {
    let (rig, driver, effects) = try await ServiceRig.answered(by: TestFlow.chat)
    // A message to the agent waits to be forwarded, and is not.
    try await rig.accept(.writes("are you there?"))
    _ = try await driver.takeAll()
    #expect(try await rig.store.endSession(SessionKey(simulated: 1), at: rig.clock.now))
    #expect(try await !rig.store.endSession(SessionKey(simulated: 1), at: rig.clock.now))
    let calls = rig.world.calls.count
    try await rig.settle(driver, effects)
    guard case .ask(let request)? = rig.world.calls.last?.effect else { throw StoreFailure.conflict }
    #expect(request.question.kind == .endConversation && rig.world.calls.count == calls + 1)
    #expect(try await rig.trace().last == "0 endedByOperator")
    #expect(try await JournalReplay(rig.store).replay(SessionKey(simulated: 1)) == .same(turns: 4))
    // What comes for it concerns nobody, its timers neither, and the customer can begin anew.
    let turns = try await rig.trace().count
    try await rig.accept(.event("Message", "m1", in: "c-1"))
    rig.clock.advance(86_400_000)
    try await rig.settle(driver, effects)
    #expect(try await rig.trace().count == turns)
    try await rig.accept(.writes("hi again"))
    #expect(try await driver.takeAll().started == 1)
    let (forgotten, endings) = try await rig.store.forget(ServiceRig.ana, at: rig.clock.now)
    #expect(forgotten.sessions == 2 && endings == 0)
  }

  @Test func theConversationOfASessionThatCannotBeReadIsEndedByItsJournal() async throws {
    for forgets in [false, true] {
      let rig = try await ServiceRig(TestFlow.chat)
      let (driver, effects) = (try await rig.driver(), rig.effects())
      try await rig.accept(.writes("hi"))
      try await rig.settle(driver, effects)
      try await rig.change { store in
        var row = store.sessions(under: [], keys: [SessionKey(simulated: 1)])[0]
        row.document[row.document.count / 2] ^= 1
        try store.update(row, after: row.turn, under: nil)
      }
      if forgets {
        #expect(try await rig.store.forget(ServiceRig.ana, at: rig.clock.now).endings == 1)
      } else {
        #expect(try await rig.store.endSession(SessionKey(simulated: 1), at: rig.clock.now))
      }
      try await rig.settle(driver, effects)
      guard case .ask(let request)? = rig.world.calls.last?.effect else { throw StoreFailure.conflict }
      #expect(request.question.kind == .endConversation && request.question.conversationID == "c-1")
      #expect(request.authorization == "ece")
    }
  }

  @Test func aMessageToTheAgentIsTriedAgainWhenItsLetterIs() async throws {
    let (rig, driver, effects) = try await ServiceRig.answered(by: TestFlow.chat)
    rig.world.say(.answered(.forward(.givenUp(reason: "gone"))))
    try await rig.accept(.writes("are you there?"))
    try await rig.settle(driver, effects)
    let number = try await rig.change { $0.deadLetters(after: 0, limit: 9)[0].number }
    #expect(try await rig.store.retryDeadLetter(number, at: rig.clock.now))
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.suffix(2).map(\.effect.isForward) == [true, true])
    #expect(try await rig.change { $0.deadLetterCount() } == 0)
    #expect(try await !rig.store.retryDeadLetter(number, at: rig.clock.now))
  }

  @Test func anEffectInDoubtIsRepeatedOrSettledByHand() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let (driver, effects) = (try await rig.driver(), rig.effects())
    rig.world.say(.unanswered)
    try await rig.accept(.writes("hi"))
    try await rig.settle(driver, effects)
    try await effects.judge(isOnlyProcess: true)
    try await rig.settle(driver, effects)
    let key = try await rig.change { $0.effectsInDoubt(after: 0, limit: 9)[0].key }
    #expect(try await rig.store.retryDoubt(key, at: rig.clock.now))
    #expect(try await !rig.store.retryDoubt(key, at: rig.clock.now))
    rig.world.say(.unanswered)
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.map(\.key) == [key, key])
    try await effects.judge(isOnlyProcess: true)
    #expect(try await rig.store.settleDoubt(key))
    #expect(try await !rig.store.settleDoubt(key))
    #expect(try await rig.change { $0.effect(key) } == nil)
  }

  @Test(arguments: [true, false])
  func aDoubtThatIsThrottledIsTriedForAnHourAndIsADoubtAgain(unlessItIsTaken isTaken: Bool) async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let (driver, effects) = (try await rig.driver(), rig.effects())
    rig.world.say(.unanswered)
    try await rig.accept(.writes("hi"))
    try await rig.settle(driver, effects)
    try await effects.judge(isOnlyProcess: true)
    try await rig.settle(driver, effects)
    let key = try await rig.change { $0.effectsInDoubt(after: 0, limit: 9)[0].key }
    let began = rig.clock.now
    #expect(try await rig.store.retryDoubt(key, at: began))
    for _ in 1...(isTaken ? 2 : 200) { rig.world.say(.throttled(pause: 1_000, orElse: .gateway(.failed))) }
    while true {
      try await rig.settle(driver, effects)
      guard let next = try await rig.change({ $0.nextEffect() }) else { break }
      rig.clock.set(next)
    }
    #expect(
      try await rig.change { $0.effectsInDoubt(after: 0, limit: 9).map(\.key) } == (isTaken ? [] : [key]))
    if isTaken {
      #expect(rig.world.calls.count == 4)
    } else {
      #expect(rig.clock.now - began > 3_500_000 && rig.world.calls.count > 60)
    }
  }

  @Test func aMessageThatIsBeingSentIsNotTriedBesideItself() async throws {
    let (rig, driver, effects) = try await ServiceRig.answered(by: TestFlow.chat)
    rig.world.say(.answered(.forward(.givenUp(reason: "gone"))))
    try await rig.accept(.writes("are you there?"))
    try await rig.settle(driver, effects)
    let letter = try await rig.change { $0.deadLetters(after: 0, limit: 9)[0] }
    #expect(try await rig.store.retryDeadLetter(letter.number, at: rig.clock.now))
    _ = try await effects.begin(atMost: 1)
    let again = try await rig.change { $0.insert(letter) }
    #expect(try await !rig.store.retryDeadLetter(again, at: rig.clock.now))
    #expect(try await rig.change { $0.effects(after: 0, limit: 9).count } == 1)
  }

  @Test func aRestoredBackupJudgesAllThatItHadNotDone() async throws {
    let rig = try await ServiceRig(
      TestFlow.flow(["note": TestFlow.sms("Hello.", ["otherwise": "@end"])], onlyWithoutLiveSession: false))
    try await rig.accept(.writes("1"), .writes("2"))
    _ = try await rig.driver().takeAll()
    #expect(try await rig.store.acceptRestoration(as: "anew", starts: 7, at: rig.clock.now) == 2)
    let next = await rig.reopened()
    let (driver, effects) = (try await next.driver(), next.effects())
    try await effects.judge(isOnlyProcess: true)
    try await next.settle(driver, effects)
    #expect(next.world.calls.isEmpty && driver.processStart == 8)
    #expect(try await next.outcomes(1).last == "0 outcome onError")
    #expect(try await next.outcomes(2).last == "0 outcome onError")
    try await next.accept(.writes("3"))
    try await next.settle(driver, effects)
    #expect(next.world.calls.map(\.key.text) == ["anew.session-3.5"])
  }

  @Test func whatIsOldIsDeletedInParts() async throws {
    let rig = try await ServiceRig(TestFlow.flow(["note": TestFlow.sms("Hello.", ["otherwise": "@end"])]))
    for number in 0..<3 {
      let customer = Customer(channel: .sms, address: CustomerAddress("+1415555010\(number)"))
      try await rig.accept(.writes("hi", customer), key: UInt8(number))
    }
    try await rig.settle(try await rig.driver(), rig.effects())
    let later = rig.clock.now + 1
    #expect(try await !rig.store.deleteOld(sessionsBefore: later, keysBefore: rig.clock.now, limit: 2))
    #expect(try await rig.store.deleteOld(sessionsBefore: later, keysBefore: rig.clock.now, limit: 2))
    #expect(try await rig.change { $0.sessions(of: nil, after: 0, limit: 9).count } == 0)
    #expect(try await rig.accept(.writes("hi"), key: 0) == [.repeated])
  }
}

extension WantedEffect {
  fileprivate var isForward: Bool { if case .forward = self { true } else { false } }
}
