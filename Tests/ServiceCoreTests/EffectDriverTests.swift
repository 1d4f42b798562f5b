import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceCore
import Testing

@Suite struct EffectDriverTests {
  private static let session = SessionKey(simulated: 1)

  @Test func aCallIsMarkedBeforeItIsMade() async throws {
    let rig = try await ServiceRig.written(to: TestFlow.question).rig
    // The process ends when the mark is committed: the call was never made, and nobody can know that.
    let store = CrashingStore(rig.store) { _, _ in .endAfterCommit }
    let effects = EffectDriver(
      store, rig.world, processStart: 2, clock: { [clock = rig.clock] in clock.now }, random: { 0 })
    await #expect(throws: StoreFailure.self) { try await effects.performReady() }
    #expect(rig.world.calls.isEmpty)
    let attempted = try await rig.change { $0.effectsAttempted(until: ServiceRig.start + 5_000, limit: 9) }
    #expect(attempted.map(\.state) == [.attempted(until: ServiceRig.start + 5_000, by: 2)])
  }

  @Test func whatIsNotBegunIsTriedAgainWithGrowingPausesUntilItIsTooLate() async throws {
    let (rig, driver, effects) = try await ServiceRig.written(to: TestFlow.question)
    rig.world.say(.notBegun(pause: nil), .notBegun(pause: nil), .notBegun(pause: 7_000))
    var times: [Int64] = []
    for _ in 1...4 {
      _ = try await effects.performReady()
      let next = try await rig.change { $0.nextEffect() }
      times.append((next ?? rig.clock.now) - rig.clock.now)
      if let next { rig.clock.set(next) }
    }
    #expect(times == [250, 500, 7_000, 0])
    #expect(rig.world.calls.count == 4)
    try await rig.settle(driver, effects)
    #expect(try await rig.outcomes().last == "7750 outcome onSuccess")
  }

  @Test func aCallKnowsForHowLongItsNodeWaits() async throws {
    let rig = try await ServiceRig.written(to: TestFlow.question).rig
    rig.clock.advance(2_000)
    _ = try await rig.effects().performReady()
    let call = try #require(rig.world.calls.first)
    #expect(call.notAfter == ServiceRig.start + 60_000 && call.until < call.notAfter)
  }

  @Test func anEffectWhoseWaitIsOverIsNotCalledFor() async throws {
    let (rig, driver, effects) = try await ServiceRig.written(to: TestFlow.question)
    rig.clock.advance(60_000)
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.isEmpty)
    #expect(
      try await rig.trace().suffix(3) == [
        "60000 outcome onTimeout", "60000 ended error", "60000 effectExpired",
      ])
    #expect(try await JournalReplay(rig.store).replay(Self.session) == .same(turns: 3))
    #expect(await effects.takeReport().notices == [.expired("test.session-1.5")])
  }

  @Test func messagesToOneCustomerFollowOneAnother() async throws {
    let rig = try await ServiceRig(
      TestFlow.flow(["note": TestFlow.sms("Hello.", ["otherwise": "@end"])], onlyWithoutLiveSession: false))
    let (driver, effects) = (try await rig.driver(), rig.effects())
    rig.world.say(.notBegun(pause: 10_000))
    try await rig.accept(.writes("1"), .writes("2"), .writes("3", ServiceRig.bob))
    _ = try await driver.takeAll()
    #expect(try await effects.performReady() == 2)
    #expect(try await effects.performReady() == 0)
    rig.clock.advance(10_000)
    try await rig.settle(driver, effects)
    let sessions = rig.world.calls.map(\.key.session.text)
    #expect(Set(sessions[..<2]) == ["session-1", "session-3"])
    #expect(sessions[2...] == ["session-1", "session-2"])
  }

  @Test func aStartInDoubtFailsAndIsToldOf() async throws {
    var rig = try await ServiceRig(TestFlow.chat)
    try await rig.accept(.writes("hi"))
    _ = try await rig.driver().takeAll()
    rig.world.say(.unanswered)
    _ = try await rig.effects().performReady()
    rig.clock.advance(15_000)
    try await rig.effects().judge()
    #expect(try await rig.change { $0.effectsInDoubt(after: 0, limit: 9).count } == 1)
    try await rig.settle(try await rig.driver(), rig.effects())
    #expect(try await rig.outcomes().last == "15000 outcome onError")
    #expect(try await rig.trace().contains("15000 effectInDoubt"))
    #expect(rig.world.calls.count == 1)
    #expect(try await JournalReplay(rig.store).replay(Self.session) == .same(turns: 3))

    // Events of a conversation that nobody knows may be of that one: nobody leaves the agent alone with them.
    rig = await rig.reopened()
    rig.clock.advance(3_500_000)
    try await rig.accept(.event("Message", "m1", in: "lost"), .event("Assigned", "m2", in: "lost"))
    let driver = try await rig.driver()
    _ = try await driver.takeAll()
    rig.clock.advance(300_000)
    try await rig.settle(driver, rig.effects())
    #expect(rig.world.calls.last?.effect.endedConversation == "lost")
    #expect(rig.world.calls.count == 2)
    #expect(try await rig.change { $0.deadLetters(after: 0, limit: 9).map(\.kind) } == [.orphan])

    // What the agent still wrote comes behind the end, and ends nothing a second time.
    try await rig.accept(.event("Message", "m3", in: "lost"))
    try await rig.settle(driver, rig.effects())
    rig.clock.advance(300_000)
    try await rig.settle(driver, rig.effects())
    #expect(rig.world.calls.count == 2)
    #expect(try await rig.change { $0.deadLetterCount() } == 1)
  }

  @Test func aStartThatIsJudgedBeforeItsTimeStaysInFlight() async throws {
    let rig = try await ServiceRig.written(to: TestFlow.chat).rig
    rig.world.say(.unanswered)
    _ = try await rig.effects().performReady()
    rig.clock.advance(14_999)
    try await rig.effects().judge()
    #expect(try await rig.change { $0.effectsInDoubt(after: 0, limit: 9).count } == 0)
    // The only process that there is knows at its start that nobody waits for an answer.
    try await rig.effects().judge(isOnlyProcess: true)
    #expect(try await rig.change { $0.effectsInDoubt(after: 0, limit: 9).count } == 1)
  }

  @Test(arguments: [
    (keyWindow: Int64?.none, policy: InDoubtPolicy.repeat, calls: 2, doubts: 1),
    (keyWindow: 15_000, policy: .fail, calls: 2, doubts: 0),
    (keyWindow: 14_999, policy: .fail, calls: 1, doubts: 1),
  ])
  func whatIsInDoubtIsRepeatedWhereThatIsHarmlessOrWanted(
    _ keyWindow: Int64?, _ policy: InDoubtPolicy, _ calls: Int, _ doubts: Int
  ) async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let (driver, effects) = (try await rig.driver(), rig.effects())
    rig.world.setTerms(keyWindow: keyWindow, whenInDoubt: policy)
    rig.world.say(.unanswered)
    try await rig.accept(.writes("hi"))
    try await rig.settle(driver, effects)
    rig.clock.advance(15_000)
    try await effects.judge()
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.count == calls)
    #expect(Set(rig.world.calls.map(\.key)).count == 1)
    #expect(try await rig.trace().count { $0.contains("effectInDoubt") } == doubts)
  }

  @Test(arguments: [("GET", doubts: 0), ("POST", doubts: 1), ("DELETE", doubts: 1)])
  func ofWhatOnlyReadsNothingIsLeftToSettle(_ method: String, _ doubts: Int) async throws {
    let rig = try await ServiceRig(
      TestFlow.flow([
        "look": [
          "type": "HTTPRequest", "method": .string(method), "url": "https://shop.example/orders",
          "on": ["otherwise": "@end"],
        ]
      ]))
    let (driver, effects) = (try await rig.driver(), rig.effects())
    rig.world.say(.unanswered)
    try await rig.accept(.writes("hi"))
    try await rig.settle(driver, effects)
    rig.clock.advance(15_000)
    try await effects.judge()
    try await rig.settle(driver, effects)
    #expect(try await rig.trace().count { $0.contains("effectInDoubt") } == 1)
    #expect(try await rig.change { $0.effectsInDoubt(after: 0, limit: 9).count } == doubts)
    #expect(try await JournalReplay(rig.store).replay(Self.session) == .same(turns: 3))
  }

  @Test func aConversationThatComesTooLateIsEnded() async throws {
    let (rig, driver, effects) = try await ServiceRig.written(to: TestFlow.chat)
    _ = try await effects.performReady()
    // The answer is there, but when the turn comes the session has given up before it came.
    let row = try await rig.change { $0.inputs(limit: 1)[0] }
    rig.clock.advance(20_000)
    try await rig.change { store in
      store.endInput(row.arrival)
      var late = row.input
      late.received = ServiceRig.start + 20_000
      _ = store.accept([late])
    }
    try await rig.settle(driver, effects)
    #expect(try await rig.trace().last == "20000 orphanedConversation")
    #expect(rig.world.calls.last?.effect.endedConversation == "c-1")
    let letter = try await rig.change { $0.deadLetters(after: 0, limit: 9)[0] }
    #expect((letter.kind, letter.customer) == (.orphan, ServiceRig.ana))
    #expect(try await JournalReplay(rig.store).replay(Self.session) == .same(turns: 3))
  }

  @Test func anEndingInDoubtThatTheServiceItselfWantsIsToldInTheStoresTrace() async throws {
    let rig = try await ServiceRig(TestFlow.chat)
    let (driver, effects) = (try await rig.driver(), rig.effects())
    rig.world.setTerms(whenInDoubt: .repeat)
    try await rig.accept(.writes("hi"))
    try await rig.settle(driver, effects)
    _ = try await rig.store.forget(ServiceRig.ana, at: rig.clock.now)
    rig.world.say(.unanswered)
    try await rig.settle(driver, effects)
    try await effects.judge(isOnlyProcess: true)
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.suffix(2).map(\.effect.endedConversation) == ["c-1", "c-1"])
    let told = try await rig.change { store in
      try store.storeRecords(after: 0, limit: 9).map { try JSON(parsing: $0.content) }
    }
    let key = try #require(rig.world.calls.last?.key.text)
    #expect(
      told.filter { $0["type"] == "effectInDoubt" } == [["type": "effectInDoubt", "effect": .string(key)]])
  }

  @Test func aConversationIsEndedWhoseStartWasAnsweredWhileItsSessionWasStalled() async throws {
    let (rig, driver, effects) = try await ServiceRig.written(to: TestFlow.chat)
    try await rig.change { $0.setStalled(true, Self.session) }
    try await rig.settle(driver, effects)
    #expect(try await rig.change { $0.pendingInputs().count } == 1)
    // The session goes on, and has given up waiting for the answer before it takes that.
    rig.clock.advance(20_000)
    try await rig.change { $0.setStalled(false, Self.session) }
    try await rig.settle(driver, effects)
    try await rig.change { $0.releaseInputs(behind: Self.session) }
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.last?.effect.endedConversation == "c-1")
    #expect(try await rig.trace().last == "20000 orphanedConversation")
  }

  @Test func whatIsAskedForIsDoneAtOnceWhenTheClockIsSetBack() async throws {
    let (rig, driver, effects) = try await ServiceRig.written(to: TestFlow.question)
    rig.clock.advance(-3_600_000)
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.count == 1)
    #expect(try await rig.outcomes().last == "0 outcome onSuccess")
    #expect(try await JournalReplay(rig.store).replay(Self.session) == .same(turns: 2))
    // An answer that the wall clock puts before the question comes behind it all the same.
    try await rig.accept(.writes("yes"))
    try await rig.settle(driver, effects)
    #expect(try await rig.trace().last == "0 ended success")
  }

  @Test func nothingIsSentToWhoHasOptedOut() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    try await rig.change { $0.setSuppressed(true, ServiceRig.ana) }
    try await rig.accept(.writes("hi"))
    try await rig.settle(try await rig.driver(), rig.effects())
    #expect(rig.world.calls.isEmpty)
    #expect(try await rig.outcomes().last == "0 outcome onPolicyFail")
  }

  @Test func whoBeginsAFlowOfOptOutsIsSentWhatItSaysAndNothingElseUntilOneOfOptIns() async throws {
    let note = TestFlow.flow([
      "note": TestFlow.sms("Noted.", ["onSuccess": "@end", "otherwise": "@end:error"])
    ])
    let rig = try await ServiceRig(note)
    let (driver, effects) = (try await rig.driver(), rig.effects())
    var ends: [String?] = []
    for consent in [.optOut, .optOut, nil, .optIn, nil] as [Consent?] {
      try await driver.put(try ServiceProject(note, consent: consent))
      try await rig.accept(.writes("hi"))
      // Another process reads from the store what the project says.
      try await rig.settle(try await rig.driver(), effects)
      ends.append(try await rig.outcomes(ends.count + 1).last)
    }
    #expect(
      ends == [
        "0 outcome onSuccess", "0 outcome onSuccess", "0 outcome onPolicyFail", "0 outcome onSuccess",
        "0 outcome onSuccess",
      ])
  }

  @Test(arguments: ["14155550123", "+1 (415) 555-0123", "0014155550123"])
  func nothingIsSentToWhoHasOptedOutHoweverTheFlowWritesTheNumber(_ number: String) async throws {
    let rig = try await ServiceRig(
      TestFlow.flow([
        "tell": [
          "type": "SendSMS", "destination": .string(number), "from": "+15550100", "message": "Hello.",
          "on": ["otherwise": "@end"],
        ]
      ]))
    try await rig.change { $0.setSuppressed(true, ServiceRig.ana) }
    try await rig.accept(.writes("hi", ServiceRig.bob))
    try await rig.settle(try await rig.driver(), rig.effects())
    #expect(rig.world.calls.isEmpty)
    #expect(try await rig.outcomes().last == "0 outcome onPolicyFail")
  }

  @Test func effectsAreHeldWhilePaused() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let (driver, effects) = (try await rig.driver(), rig.effects())
    try await rig.change { $0.setPaused(true) }
    try await rig.accept(.writes("hi"))
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.isEmpty)
    try await rig.change { $0.setPaused(false) }
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.count == 1)
  }

  @Test(arguments: [
    (CallResult.notBegun(pause: 40_000), 5), (.unanswered, 5),
    // Who throttles one call, or says something that nobody can read, is there.
    (.throttled(pause: 40_000, orElse: nil), 6), (.unreadable(.gateway(.failed)), 6),
  ])
  func aHostThatIsDownIsLeftAlone(result: CallResult, callCount: Int) async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let (driver, effects) = (try await rig.driver(), rig.effects())
    for number in 0..<6 {
      let customer = Customer(channel: .sms, address: CustomerAddress("+1415555010\(number)"))
      if number < 5 { rig.world.say(result) }
      try await rig.accept(.writes("hi", customer))
      _ = try await driver.takeAll()
      _ = try await effects.performReady()
    }
    #expect(rig.world.calls.count == callCount)
    rig.clock.advance(250)
    _ = try await effects.performReady()
    #expect(rig.world.calls.count == 6)
  }

  @Test func whatSomebodyAnswersWhoThrottlesToTheEndIsTheAnswer() async throws {
    let (rig, driver, effects) = try await ServiceRig.written(to: TestFlow.chat)
    let busy = EffectAnswer.conversation(
      .refused(status: 429, Refusal(code: .null, developerMessage: nil, body: .null)))
    rig.world.say(.throttled(pause: 15_000, orElse: busy), .throttled(pause: 15_000, orElse: busy))
    _ = try await effects.performReady()
    rig.clock.advance(14_999)
    #expect(try await effects.performReady() == 0)
    rig.clock.advance(1)
    // The next try would be behind the node's time.
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.count == 2)
    #expect(try await rig.outcomes().last == "15000 outcome onInvalidChoice")
  }

  @Test func aStartWhoseAnswerCannotBeReadLeavesNoAgentAlone() async throws {
    let (rig, driver, effects) = try await ServiceRig.written(to: TestFlow.chat)
    rig.world.say(.unreadable(.conversation(.failed(.error))))
    try await rig.settle(driver, effects)
    #expect(try await rig.outcomes().last == "0 outcome onError")
    #expect(try await rig.trace().contains("0 effectInDoubt"))
    #expect(await effects.takeReport().notices == [.inDoubt("test.session-1.5")])
    #expect(try await JournalReplay(rig.store).replay(Self.session) == .same(turns: 3))
    try await rig.accept(.event("Message", "m1", in: "lost"))
    _ = try await driver.takeAll()
    rig.clock.advance(300_000)
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.last?.effect.endedConversation == "lost")
  }

  @Test func aCallThatIsThrottledBeyondItsTimeIsNotToldAsOneThatWasNotMade() async throws {
    let (rig, driver, effects) = try await ServiceRig.written(to: TestFlow.question)
    rig.world.say(.throttled(pause: 90_000, orElse: nil))
    try await rig.settle(driver, effects)
    rig.clock.advance(60_000)
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.count == 1)
    #expect(try await rig.trace().suffix(2) == ["60000 outcome onTimeout", "60000 ended error"])
    #expect(await effects.takeReport().notices.isEmpty)
  }
}
