import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceCore
import Testing

/// No agent is left alone, whatever becomes of the session, the call and the doubt.
@Suite struct OrphanTests {
  private static let session = SessionKey(simulated: 1)
  private static let busy = CallResult.answered(
    .service(.refused(status: 503, Refusal(code: .null, developerMessage: nil, body: .null))))

  /// A service whose customer has asked for an agent.
  private struct Scene {
    let rig: ServiceRig
    let driver: TurnDriver<MemoryStore>
    let effects: EffectDriver<MemoryStore, ScriptedWorld>

    init() async throws {
      rig = try await ServiceRig(TestFlow.chat)
      (driver, effects) = (try await rig.driver(), rig.effects())
      try await rig.accept(.writes("hi"))
      _ = try await driver.takeAll()
    }

    func settle() async throws { try await rig.settle(driver, effects) }

    /// Does what comes until nothing is left to be tried, or to be judged.
    func settleWithPauses() async throws {
      while true {
        try await settle()
        if let next = try await rig.change({ $0.nextEffect() }) {
          rig.clock.set(next)
        } else {
          let waiting = try await rig.change {
            $0.effectsAttempted(until: Timestamp(milliseconds: .max), limit: 1)
          }
          guard case .attempted(let until, _)? = waiting.first?.state else { return }
          rig.clock.set(until + 10_000)
          try await effects.judge()
        }
      }
    }

    /// The start's call is made, and nothing is heard of it.
    func putStartInDoubt() async throws {
      rig.world.say(.unanswered)
      try await settle()
      try await effects.judge(isOnlyProcess: true)
    }

    /// An agent says something in a conversation, and five minutes pass.
    func hearOf(_ conversation: ConversationID, _ type: String = "Message") async throws {
      try await rig.accept(.event(type, "m-\(conversation)", in: conversation))
      try await settle()
      rig.clock.advance(300_000)
      try await settle()
    }

    /// The conversations that were asked to be ended, in order.
    var ended: [ConversationID] { rig.world.calls.compactMap(\.effect.endedConversation) }

    func letters() async throws -> [DeadLetter] {
      try await rig.change { $0.deadLetters(after: 0, limit: 9) }
    }
  }

  @Test func whatTheServiceEndsItselfIsTriedUntilItIsTaken() async throws {
    let scene = try await Scene()
    try await scene.settle()
    _ = try await scene.rig.store.forget(ServiceRig.ana, at: scene.rig.clock.now)
    scene.rig.world.say(
      Self.busy, .answered(.service(.failed(.authorization))),
      .throttled(pause: nil, orElse: .service(.failed(.error))))
    try await scene.settleWithPauses()
    #expect(scene.ended == ["c-1", "c-1", "c-1", "c-1"])
    #expect(try await scene.letters().isEmpty)
  }

  @Test(arguments: [404, 410])
  func anEndOfAConversationThatECEDoesNotKnowIsNotTriedAgain(_ status: Int) async throws {
    let scene = try await Scene()
    try await scene.settle()
    #expect(try await scene.rig.store.endSession(Self.session, at: scene.rig.clock.now))
    scene.rig.world.say(
      .answered(.service(.refused(status: status, Refusal(code: .null, developerMessage: nil, body: .null)))))
    try await scene.settleWithPauses()
    #expect(scene.ended == ["c-1"])
    #expect(try await scene.letters().isEmpty)
  }

  @Test(arguments: [
    (busy, "it was not taken"), (.unanswered, "nobody knows whether it was taken"),
  ])
  func anEndThatECEDoesNotTakeForAnHourIsADeadLetterThatCanBeTriedAgain(
    _ result: CallResult, _ reason: String
  ) async throws {
    let scene = try await Scene()
    scene.rig.world.setTerms(whenInDoubt: .repeat)
    try await scene.settle()
    let began = scene.rig.clock.now
    #expect(try await scene.rig.store.endSession(Self.session, at: began))
    for _ in 1...200 { scene.rig.world.say(result) }
    try await scene.settleWithPauses()
    #expect(scene.rig.clock.now - began > 3_500_000 && scene.rig.clock.now - began <= 3_700_000)
    let letter = try #require(try await scene.letters().first)
    #expect(letter.kind == .ending && letter.problem == "conversation c-1 is not ended: \(reason)")
    #expect(letter.customer == nil && letter.session == nil)
    #expect(try await scene.rig.change { $0.effectsInDoubtCount() } == 0)
    #expect(try await scene.rig.store.retryDeadLetter(letter.number, at: scene.rig.clock.now))
    #expect(try await scene.letters().isEmpty)
    let calls = scene.ended.count
    // Whoever did not answer is left alone for a while.
    scene.rig.clock.advance(60_000)
    try await scene.settle()
    #expect(scene.ended.count == calls + 1)
  }

  @Test func anEndThatIsHeldForHoursIsMadeOnceEffectsGoOn() async throws {
    let scene = try await Scene()
    try await scene.settle()
    try await scene.rig.change { $0.setPaused(true) }
    _ = try await scene.rig.store.forget(ServiceRig.ana, at: scene.rig.clock.now)
    scene.rig.clock.advance(3 * 3_600_000)
    try await scene.settle()
    #expect(scene.ended.isEmpty)
    try await scene.rig.change { $0.setPaused(false) }
    scene.rig.world.say(Self.busy)
    try await scene.settleWithPauses()
    #expect(scene.ended == ["c-1", "c-1"])
  }

  @Test func aConversationIsEndedWhoseCustomerWasForgottenWhileItBegan() async throws {
    let scene = try await Scene()
    let call = try #require(try await scene.effects.begin(atMost: 1).calls.first)
    _ = try await scene.rig.store.forget(ServiceRig.ana, at: scene.rig.clock.now)
    try await scene.effects.settle(call, .answered(ScriptedWorld.started("late")))
    try await scene.settle()
    #expect(scene.ended == ["late"])
    #expect(try await scene.letters().map(\.kind) == [.orphan])
  }

  @Test func aConversationIsEndedWhoseCustomerWasForgottenAndWhoseStartIsNotHeardOf() async throws {
    let scene = try await Scene()
    _ = try await scene.effects.begin(atMost: 1)
    _ = try await scene.rig.store.forget(ServiceRig.ana, at: scene.rig.clock.now)
    // Nothing of the customer is left.
    let left = try await scene.rig.change { $0.effects(after: 0, limit: 9) }
    #expect(left.allSatisfy { !String(decoding: $0.content, as: UTF8.self).contains("4155550123") })
    try await scene.hearOf("lost")
    #expect(scene.ended == ["lost"])
  }

  @Test func aConversationIsEndedWhoseAnswerWaitsWhenItsCustomerIsForgotten() async throws {
    let scene = try await Scene()
    _ = try await scene.effects.performReady()
    #expect(try await scene.rig.store.forget(ServiceRig.ana, at: scene.rig.clock.now).endings == 1)
    try await scene.settle()
    #expect(scene.ended == ["c-1"])
  }

  @Test func anAnswerThatIsToldTwiceEndsNoConversationThatASessionHas() async throws {
    let scene = try await Scene()
    let call = try #require(try await scene.effects.begin(atMost: 1).calls.first)
    for _ in 1...2 { try await scene.effects.settle(call, .answered(ScriptedWorld.started("c-1"))) }
    try await scene.settle()
    try await scene.effects.settle(call, .answered(ScriptedWorld.started("c-1")))
    try await scene.settle()
    #expect(scene.ended.isEmpty)
    #expect(try await scene.letters().isEmpty)
  }

  @Test func anAnswerThatComesAfterItsCallWasJudgedEndsTheConversationAndTheDoubt() async throws {
    let scene = try await Scene()
    let call = try #require(try await scene.effects.begin(atMost: 1).calls.first)
    try await scene.effects.judge(isOnlyProcess: true)
    try await scene.settle()
    try await scene.effects.settle(call, .answered(ScriptedWorld.started("late")))
    try await scene.settle()
    #expect(scene.ended == ["late"])
    #expect(try await scene.rig.change { $0.effectsInDoubtCount() } == 0)
  }

  enum Loss: CaseIterable { case forgotten, deleted, settled, retried }

  @Test(arguments: Loss.allCases)
  func aStartIsRememberedForAnHourWhateverBecomesOfItsSessionAndItsDoubt(_ loss: Loss) async throws {
    let scene = try await Scene()
    try await scene.putStartInDoubt()
    try await scene.settle()
    let (store, now) = (scene.rig.store, scene.rig.clock.now)
    let key = try await scene.rig.change { $0.effectsInDoubt(after: 0, limit: 9)[0].key }
    switch loss {
    case .forgotten: _ = try await store.forget(ServiceRig.ana, at: now)
    case .deleted: #expect(try await store.deleteOld(sessionsBefore: now + 1, keysBefore: now, limit: 9))
    case .settled: #expect(try await store.settleDoubt(key))
    case .retried: #expect(try await store.retryDoubt(key, at: now))
    }
    try await scene.settle()
    #expect(try await scene.rig.change { $0.effectsInDoubtCount() } == 0)
    let former = scene.ended
    scene.rig.clock.advance(3_599_000)
    try await scene.hearOf("lost")
    #expect(scene.ended == former + ["lost"])
    // After the hour nobody says any more that it is one of the service's.
    try await scene.hearOf("somebody's")
    #expect(scene.ended == former + ["lost"])
    scene.rig.clock.advance(86_400_000)
    try await scene.settle()
    #expect(try await scene.rig.change { $0.effects(after: 0, limit: 9).isEmpty })
  }

  @Test func theFirstOfTwoConversationsIsEndedWhereStartsAreRepeatedInDoubt() async throws {
    let scene = try await Scene()
    scene.rig.world.setTerms(whenInDoubt: .repeat)
    try await scene.putStartInDoubt()
    try await scene.settle()
    #expect(scene.rig.world.calls.count == 2)
    try await scene.rig.accept(.event("Message", "m1", in: "c-2"))
    try await scene.hearOf("c-1")
    #expect(scene.ended == ["c-1"])
    #expect(try await scene.rig.outcomes().contains("0 outcome Message"))
  }

  enum End: CaseIterable { case dropped, forgotten, ended }

  @Test(arguments: End.allCases)
  func aConversationIsEndedWhoseAnswerIsADeadLetter(_ end: End) async throws {
    let scene = try await Scene()
    _ = try await scene.effects.performReady()
    let sound = try await scene.rig.change { store in
      let row = store.sessions(under: [], keys: [Self.session])[0]
      var damaged = row
      damaged.document[20] ^= 1
      try store.update(damaged, after: row.turn, under: nil)
      return row.document
    }
    _ = try await scene.driver.takeAll()
    let letter = try #require(try await scene.letters().first)
    #expect(letter.kind == .input)
    try await scene.rig.change { store in
      var row = store.sessions(under: [], keys: [Self.session])[0]
      row.document = sound
      try store.update(row, after: row.turn, under: nil)
    }
    let (store, now) = (scene.rig.store, scene.rig.clock.now)
    switch end {
    case .dropped: #expect(try await store.dropDeadLetter(letter.number, at: now))
    case .forgotten: #expect(try await store.forget(ServiceRig.ana, at: now).endings == 1)
    case .ended: #expect(try await store.endSession(Self.session, at: now))
    }
    try await scene.settle()
    #expect(scene.ended == ["c-1"])
    #expect(try await scene.letters().map(\.kind) == [.orphan])
  }

  @Test func whatIsSaidOfAConversationThatHasEndedIsNoOrphanBesideAStartInDoubt() async throws {
    let scene = try await Scene()
    try await scene.settle()
    scene.rig.world.say(.unanswered)
    try await scene.rig.accept(.writes("hi", ServiceRig.bob))
    try await scene.settle()
    try await scene.effects.judge(isOnlyProcess: true)
    #expect(try await scene.rig.store.endSession(Self.session, at: scene.rig.clock.now))
    try await scene.settle()
    #expect(scene.ended == ["c-1"])
    try await scene.hearOf("c-1")
    try await scene.hearOf("somebody's", "Complete")
    #expect(scene.ended == ["c-1"])
    #expect(try await scene.letters().isEmpty)
    try await scene.hearOf("lost")
    #expect(scene.ended == ["c-1", "lost"])
  }
}

extension WantedEffect {
  var endedConversation: ConversationID? {
    guard case .ask(let request) = self, case .endConversation(let id) = request.question else { return nil }
    return id
  }
}
