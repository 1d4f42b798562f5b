import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceCore
import Testing

@Suite struct TurnDriverTests {
  @Test func aTurnIsTakenFromTheStoreAndGoesOnInTheNextProcess() async throws {
    var rig = try await ServiceRig(TestFlow.question)
    try await rig.accept(.writes("hi"))
    let report = try await rig.driver().takeAll()
    #expect((report.taken, report.turns, report.started, report.effects) == (1, 1, 1, 1))
    rig = await rig.reopened()
    let driver = try await rig.driver()
    try await rig.settle(driver, rig.effects())
    rig = await rig.reopened()
    rig.clock.advance(5_000)
    try await rig.accept(.writes("a question"))
    try await rig.settle(try await rig.driver(), rig.effects())
    #expect(
      try await rig.outcomes() == [
        "0 outcome onBegin", "0 outcome onSuccess", "5000 outcome sms.mo", "5000 outcome onSuccess",
      ])
    #expect(rig.world.calls.map(\.key.text) == ["test.session-1.5", "test.session-1.13"])
    #expect(try await JournalReplay(rig.store).replay(SessionKey(simulated: 1)) == .same(turns: 4))
  }

  @Test(arguments: [(received: 59_999, outcome: "sms.mo"), (received: 60_000, outcome: "onTimeout")])
  func aTimerGoesBeforeAnInputOnlyIfItWasDueWhenThatWasReceived(
    _ received: Int64, _ outcome: String
  ) async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let driver = try await rig.driver()
    try await rig.accept(.writes("hi"))
    try await rig.settle(driver, rig.effects())
    rig.clock.advance(90_000)
    try await rig.accept(.writes("late?"), received: ServiceRig.start + received)
    _ = try await driver.takeAll()
    #expect(try await rig.outcomes()[2] == "90000 outcome \(outcome)")
  }

  @Test func anEventOfAForgottenSessionIsTold() async throws {
    let rig = try await ServiceRig(TestFlow.chat)
    let driver = try await rig.driver()
    try await rig.accept(.writes("hi"))
    try await rig.settle(driver, rig.effects())
    _ = try await rig.store.forget(ServiceRig.ana, at: rig.clock.now)
    try await rig.accept(
      .event(WebhookEvent(id: "m1", conversationID: nil, type: "Message"), of: SessionKey(simulated: 1)))
    #expect(try await driver.takeAll().taken == 1)
    let record = try await rig.change {
      try JSON(parsing: $0.storeRecords(after: 0, limit: 9).last?.content ?? [])
    }
    #expect(
      record == ["type": "eventDiscarded", "event": "Message", "id": "m1", "reason": "unknownConversation"])
  }

  @Test func aJournalHoldsWhatCameInTheWordsOfTheStore() async throws {
    let rig = try await ServiceRig(TestFlow.chat)
    try await rig.accept(.writes("hi"))
    try await rig.settle(try await rig.driver(), rig.effects())
    try await rig.accept(.event("Message", "m1", in: "c-1"))
    try await rig.settle(try await rig.driver(), rig.effects())
    let inputs = try await rig.change { store in
      try store.journal(of: SessionKey(simulated: 1), after: 0, limit: 9).map { try JSON(parsing: $0.input) }
    }
    let text: JSON = ["gateway": ["accepted": "gateway-2"], "to": "test.session-1.16"]
    #expect(inputs.count == 4)
    #expect(inputs[0]["begin"] == HostInput.writes("hi").json)
    #expect(inputs[1]["resume"]?["answer"]?["conversation"]?["id"] == "c-1")
    #expect(inputs[2] == ["resume": HostInput.event("Message", "m1", in: "c-1").json])
    #expect(inputs[3]["resume"]?["answer"]?["gateway"] == text["gateway"])
    #expect(try await JournalReplay(rig.store).replay(SessionKey(simulated: 1)) == .same(turns: 4))
  }

  @Test func aClockThatIsSetBackDoesNotTurnASessionBack() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let driver = try await rig.driver()
    try await rig.accept(.writes("hi"))
    rig.clock.advance(5_000)
    try await rig.settle(driver, rig.effects())
    rig.clock.set(ServiceRig.start + -100_000)
    try await rig.accept(.writes("again"))
    try await rig.settle(driver, rig.effects())
    #expect(try await rig.outcomes().suffix(2) == ["0 outcome sms.mo", "0 outcome onSuccess"])
  }

  @Test func ofTwoSessionsThatLearnAConversationAtOneInstantTheLaterHasIt() async throws {
    let rig = try await ServiceRig(TestFlow.chat)
    let (driver, effects) = (try await rig.driver(), rig.effects())
    try await rig.accept(.writes("hi"), .writes("hi", ServiceRig.bob))
    _ = try await driver.takeAll()
    // The one that began first learns it last.
    for call in try await effects.begin(atMost: 2).calls.reversed() {
      try await effects.settle(call, .answered(ScriptedWorld.started("c")))
      _ = try await driver.takeAll()
    }
    try await rig.accept(.event("Message", "m1", in: "c"))
    _ = try await driver.takeAll()
    #expect(try await rig.trace(1).contains("1 eventReceived m1"))
    #expect(try await !rig.trace(2).contains { $0.hasSuffix("eventReceived m1") })
    let replay = JournalReplay(rig.store)
    for (session, turns) in [(1, 3), (2, 2)] {
      #expect(try await replay.replay(SessionKey(simulated: session)) == .same(turns: turns))
    }
  }

  @Test func whatFellDueWhileNobodyRanFiresAtOnceAndInOrder() async throws {
    var rig = try await ServiceRig(TestFlow.question)
    try await rig.accept(.writes("hi"), .writes("hi", ServiceRig.bob))
    try await rig.settle(try await rig.driver(), rig.effects())
    rig = await rig.reopened()
    rig.clock.advance(3_600_000)
    let report = try await rig.driver().takeAll()
    #expect(report.turns == 2)
    for session in 1...2 { #expect(try await rig.outcomes(session).last == "3600000 outcome onTimeout") }
    #expect(try await rig.change { $0.nextTimer() } == nil)
  }

  @Test func aThirdOfAHundredEventsOfAnUnknownConversationIsRefused() async throws {
    let rig = try await ServiceRig(TestFlow.chat)
    let driver = try await rig.driver()
    for number in 0...100 {
      try await rig.accept(.event("Message", "m\(number)", in: "c"), key: UInt8(number))
    }
    let report = try await driver.takeAll()
    #expect(report.refusedEvents == 1)
    #expect(try await rig.change { $0.heldEvents(under: .conversation("c")).here } == 100)
    // What was discarded may come again, what is held may not.
    #expect(try await rig.accept(.event("Message", "m0", in: "c"), key: 0) == [.repeated])
    #expect(try await rig.accept(.event("Message", "m100", in: "c"), key: 100) != [.repeated])
    rig.clock.advance(Limits.heldUnknownMilliseconds)
    _ = try await driver.takeAll()
    #expect(try await rig.change { $0.heldEvents(under: .conversation("c")).all } == 0)
    #expect(try await rig.accept(.event("Message", "m0", in: "c"), key: 0) != [.repeated])
  }

  /// A gateway's answer need not name the message as its receipts do, which then are known by the effect's key alone.
  @Test(arguments: ["g", "test.s.5"] as [GatewayMessageID], [true, false])
  func aReceiptIsTakenWhetherItComesBeforeTheGatewaysAnswerOrBehindIt(
    answered: GatewayMessageID, isEarly: Bool
  ) async throws {
    let rig = try await ServiceRig(TestFlow.receipt)
    let driver = try await rig.driver()
    try await rig.accept(.writes("hi"))
    _ = try await driver.takeAll()
    let key = IdempotencyKey(session: SessionKey(simulated: 1), effect: EffectID(5))
    let inputs: [HostInput] = [
      .receipt(.delivered, gatewayID: "g", of: key),
      .answer(.gateway(.accepted(transactionID: answered)), to: key),
    ]
    for input in isEarly ? inputs : inputs.reversed() {
      try await rig.accept(input)
      _ = try await driver.takeAll()
    }
    #expect(try await rig.outcomes().last == "0 outcome onDRSuccess")
  }

  @Test func aSessionGoesOnWithTheDefinitionThatItBeganWith() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let driver = try await rig.driver()
    try await rig.accept(.writes("hi"))
    try await rig.settle(driver, rig.effects())
    // The flow has another definition now, and another path.
    try await driver.put(
      try ServiceProject(
        TestFlow.receipt, path: "moved.flow.json", formerPaths: ["test.flow.json"]))
    let next = await rig.reopened()
    try await next.accept(.writes("answer"))
    let report = try await next.driver().takeAll()
    #expect(report.started == 0)
    #expect(try await next.outcomes().last == "0 outcome sms.mo")
    try await next.accept(.writes("hi", ServiceRig.bob))
    #expect(try await next.driver().takeAll().started == 1)
    #expect(try await next.trace(2).contains("0 nodeEntered note"))
  }

  @Test func aProjectThatIsInForceKeepsItsNumber() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    #expect(try await rig.driver().put(try ServiceProject(TestFlow.question)) == 1)
    #expect(try await rig.driver().put(try ServiceProject(TestFlow.receipt)) == 2)
    #expect(try await rig.driver().put(try ServiceProject(TestFlow.question)) == 3)
  }

  @Test func aFlowThatIsNoLongerThereEndsItsSessionsAndBeginsNone() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let driver = try await rig.driver()
    try await rig.accept(.writes("hi"))
    try await rig.settle(driver, rig.effects())
    try await driver.put(ServiceProject([]))
    try await rig.accept(.writes("answer"), .writes("hi", ServiceRig.bob))
    let report = try await driver.takeAll()
    #expect(report.started == 0)
    #expect(try await rig.outcomes().last == "0 outcome sms.mo")
    #expect(try await rig.change { $0.storeRecords(after: 0, limit: 9).map(\.customer) } == [ServiceRig.bob])
  }
}

/// Inputs that cannot be taken.
@Suite struct PoisonTests {
  /// A driver whose process ends whenever it has taken an input, before that is committed.
  private func endingDriver(
    _ rig: ServiceRig, at arrival: Int
  ) async throws -> TurnDriver<CrashingStore<MemoryStore>> {
    let store = CrashingStore(rig.store) { _, store in
      store.input(arrival) == nil ? .endBeforeCommit : .live
    }
    return try await rig.driver(over: store)
  }

  @Test func whatEndsAProcessThreeTimesIsADeadLetterAndStopsNobodyElse() async throws {
    var rig = try await ServiceRig(TestFlow.question)
    try await rig.accept(.writes("hi"), .writes("hi", ServiceRig.bob))
    try await rig.settle(try await rig.driver(), rig.effects())
    let acceptances = try await rig.accept(
      .writes("poison"), .writes("answer", ServiceRig.bob), .writes("more"))
    guard case .accepted(let poison) = acceptances[0] else { throw StoreFailure.conflict }
    for _ in 1...3 {
      await #expect(throws: StoreFailure.self) { try await endingDriver(rig, at: poison).takeAll() }
      rig = await rig.reopened()
    }
    let report = try await rig.driver().takeAll()
    #expect(report.notices.count == 1)
    #expect(try await rig.outcomes(2).last == "0 outcome sms.mo")
    #expect(try await rig.outcomes(1).last == "0 outcome onSuccess")
    #expect(report.parked == 1)
    let letter = try #require(try await rig.change { $0.deadLetters(after: 0, limit: 9).first })
    #expect(letter.session == SessionKey(simulated: 1))
    #expect(letter.customer == ServiceRig.ana)
    // Retried, it is taken before what came after it.
    #expect(try await rig.store.retryDeadLetter(letter.number, at: rig.clock.now))
    _ = try await rig.driver().takeAll()
    let row = try await rig.change { $0.journal(of: SessionKey(simulated: 1), after: 2, limit: 1) }
    #expect(String(decoding: row[0].input, as: UTF8.self).contains("poison"))
    #expect(try await rig.change { $0.pendingInputs().count } == 0)
  }

  @Test func whatEndsAProcessBeforeItIsKnownWhoTakesItStallsItsSession() async throws {
    var rig = try await ServiceRig(TestFlow.question)
    try await rig.accept(.writes("hi"))
    try await rig.settle(try await rig.driver(), rig.effects())
    try await rig.accept(.writes("poison"))
    // In its group, and then as soon as it is marked: who takes it was never found out.
    for transaction in [3, 2, 2] {
      let store = CrashingStore(rig.store) { number, _ in
        number == transaction ? (number == 3 ? .endBeforeCommit : .endAfterCommit) : .live
      }
      await #expect(throws: StoreFailure.self) { try await rig.driver(over: store).takeAll() }
      rig = await rig.reopened()
    }
    try await rig.accept(.writes("more"))
    #expect(try await rig.driver().takeAll().parked == 1)
    let letter = try #require(try await rig.change { $0.deadLetters(after: 0, limit: 9).first })
    #expect(letter.session == SessionKey(simulated: 1))
    #expect(try await rig.store.retryDeadLetter(letter.number, at: rig.clock.now))
    _ = try await rig.driver().takeAll()
    let row = try await rig.change { $0.journal(of: SessionKey(simulated: 1), after: 2, limit: 1) }
    #expect(String(decoding: row[0].input, as: UTF8.self).contains("poison"))
  }

  @Test func whatBeginsASessionStallsNoOther() async throws {
    var rig = try await ServiceRig(TestFlow.flow(TestFlow.questionNodes, onlyWithoutLiveSession: false))
    try await rig.accept(.writes("hi"))
    try await rig.settle(try await rig.driver(), rig.effects())
    try await rig.accept(.writes("answer"), .writes("poison"))
    let poison = try await rig.change { $0.inputs(limit: 9)[1].arrival }
    for _ in 1...3 {
      await #expect(throws: StoreFailure.self) { try await endingDriver(rig, at: poison).takeAll() }
      rig = await rig.reopened()
    }
    #expect(try await rig.driver().takeAll().notices.count == 1)
    #expect(try await rig.change { $0.deadLetters(after: 0, limit: 9).map(\.session) } == [nil])
  }

  @Test func whatIsPutBackWhileAGroupBeginsGoesBeforeIt() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    try await rig.accept(.writes("hi"))
    try await rig.settle(try await rig.driver(), rig.effects())
    try await rig.accept(.writes("first"), .writes("second"))
    let first = try await rig.change { store in
      let row = store.inputs(limit: 1)[0]
      store.endInput(row.arrival)
      return row
    }
    let store = CrashingStore(rig.store) { number, store in
      // The driver's start, and what it claims.
      if number == 2 { store.putBack(first) }
      return .live
    }
    #expect(try await rig.driver(over: store).takeAll().taken == 2)
    let row = try await rig.change { $0.journal(of: SessionKey(simulated: 1), after: 2, limit: 1) }
    #expect(String(decoding: row[0].input, as: UTF8.self).contains("first"))
  }

  @Test func whatIsFoundUnfinishedIsTakenAloneSoThatOthersAreTriedOnce() async throws {
    var rig = try await ServiceRig(TestFlow.question)
    let acceptances = try await rig.accept(.writes("poison"), .writes("hi", ServiceRig.bob))
    guard case .accepted(let poison) = acceptances[0] else { throw StoreFailure.conflict }
    for tries in 1...3 {
      await #expect(throws: StoreFailure.self) { try await endingDriver(rig, at: poison).takeAll() }
      rig = await rig.reopened()
      #expect(try await rig.change { $0.inputs(limit: 9).map(\.tries.count) } == [tries, 1])
    }
  }

  @Test func aDamagedDocumentIsADeadLetterAfterThreeTriesInOneProcess() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let driver = try await rig.driver()
    try await rig.accept(.writes("hi"))
    try await rig.settle(driver, rig.effects())
    let key = SessionKey(simulated: 1)
    let sound = try await rig.change { store in
      let row = store.sessions(under: [], keys: [key])[0]
      var damaged = row
      damaged.document[20] ^= 1
      try store.update(damaged, after: row.turn, under: store.names(of: key))
      return row
    }
    try await rig.accept(.writes("answer"))
    let report = try await driver.takeAll()
    #expect(report.notices.count == 3)
    #expect(try await rig.change { $0.sessions(under: [], keys: [key])[0].isStalled })
    // Its timer waits behind it, and nothing is taken twice.
    rig.clock.advance(120_000)
    #expect(try await driver.takeAll().parked == 1)
    try await rig.change { store in
      var row = store.sessions(under: [], keys: [key])[0]
      row.document = sound.document
      try store.update(row, after: row.turn, under: store.names(of: key))
    }
    #expect(
      try await rig.store.dropDeadLetter(
        try await rig.change { $0.deadLetters(after: 0, limit: 1)[0].number }, at: rig.clock.now))
    _ = try await driver.takeAll()
    #expect(try await rig.outcomes().last == "120000 outcome onTimeout")
  }

  @Test func aDocumentOfALaterVersionIsLeftToOthersUntried() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let driver = try await rig.driver()
    try await rig.accept(.writes("hi"))
    try await rig.settle(driver, rig.effects())
    try await rig.change { store in
      var row = store.sessions(under: [], keys: [SessionKey(simulated: 1)])[0]
      row.document = Array(#"{"refrain":"session","version":99}"#.utf8)
      try store.update(row, after: row.turn, under: store.names(of: row.key))
    }
    try await rig.accept(.writes("answer"), .writes("hi", ServiceRig.bob))
    let report = try await driver.takeAll()
    #expect(report.started == 1)
    #expect(await driver.leavesSomething)
    #expect(try await rig.change { $0.inputs(limit: 9).count } == 1)
    #expect(try await rig.change { $0.deadLetterCount() } == 0)
  }
}

@Suite struct JournalReplayTests {
  @Test func whatWasChangedAfterwardsIsFound() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    try await rig.accept(.writes("hi"))
    try await rig.settle(try await rig.driver(), rig.effects())
    let key = SessionKey(simulated: 1)
    let rows = try await rig.change { $0.journal(of: key, after: 0, limit: 9) }
    #expect(try await JournalReplay(rig.store).replay(key) == .same(turns: 2))
    #expect(try await JournalReplay(rig.store).replay(SessionKey("nobody")) == nil)

    func replayed(_ edit: (inout [JournalRow]) -> Void) async throws -> ReplayResult? {
      var edited = rows
      edit(&edited)
      let other = await rig.reopened()
      let written = edited
      let row = try await other.change { $0.sessions(under: [], keys: [key])[0] }
      let names = try await other.change { $0.names(of: key) }
      // The journal goes with the session, which comes back with another one.
      try await other.change { store in
        var ended = row
        ended.endedAt = Timestamp(milliseconds: 0)
        try store.update(ended, after: row.turn, under: [])
        #expect(store.deleteSessions(endedBefore: Timestamp(milliseconds: 1), limit: 1) == 1)
        _ = try store.insert(row, under: names)
        for row in written { try store.append(row) }
      }
      return try await JournalReplay(other.store).replay(key)
    }
    #expect(try await replayed { _ in } == .same(turns: 2))
    #expect(try await replayed { $0.removeLast() } == .differs(turn: 2, "the journal has 1 of 2 rows"))
    #expect(try await replayed { $0[1].documentDigest += 1 } == .differs(turn: 2, "the document differs"))
    #expect(
      try await replayed { $0[0].records[3] ^= 1 }
        == .differs(turn: 1, "the stored records are not those that were written"))
    #expect(try await replayed { $0[1].machineVersion = 99 } == .otherVersion(turn: 2, version: 99))
    guard case .differs(turn: 2, let told)? = try await replayed({ $0[1].now = $0[1].now + 1 }) else {
      throw StoreFailure.conflict
    }
    #expect(told.hasPrefix("the record was"))
  }
}
