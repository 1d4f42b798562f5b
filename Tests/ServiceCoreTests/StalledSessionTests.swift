import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceCore
import Testing

/// What waits behind a session that a dead letter is in the way of.
@Suite struct StalledSessionTests {
  private static let session = SessionKey(simulated: 1)

  private static func setDocument(
    _ document: [UInt8], in store: inout MemoryTransaction
  ) throws(StoreFailure) {
    var row = store.sessions(under: [], keys: [session])[0]
    row.document = document
    try store.update(row, after: row.turn, under: nil)
  }

  private static func document(in store: inout MemoryTransaction) -> [UInt8] {
    store.sessions(under: [], keys: [session])[0].document
  }

  @Test func aMessageBeginsAnewWhoseSessionHasEndedWhileItWaited() async throws {
    let (rig, driver, effects) = try await ServiceRig.answered(by: TestFlow.question)
    try await rig.change { $0.setStalled(true, Self.session) }
    // Its Receive runs out before the message comes.
    rig.clock.advance(60_000)
    #expect(try await driver.takeAll().parked == 1)
    try await rig.accept(.writes("hi again"))
    #expect(try await driver.takeAll().parked == 1)
    try await rig.change { store in
      store.setStalled(false, Self.session)
      store.releaseInputs(behind: Self.session)
    }
    try await rig.settle(driver, effects)
    #expect(try await rig.outcomes().last == "60000 outcome onTimeout")
    #expect(try await rig.outcomes(2) == ["0 outcome onBegin", "0 outcome onSuccess"])
    #expect(try await JournalReplay(rig.store).replay(Self.session) == .same(turns: 3))
  }

  @Test func aMessageBeginsAnewWhoseSessionIsEndedByHandWhileItWaits() async throws {
    let (rig, driver, _) = try await ServiceRig.answered(by: TestFlow.question)
    try await rig.change { $0.setStalled(true, Self.session) }
    try await rig.accept(.writes("hi again"))
    #expect(try await driver.takeAll().parked == 1)
    #expect(try await rig.store.endSession(Self.session, at: rig.clock.now))
    #expect(try await driver.takeAll().started == 1)
  }

  @Test func whatWaitsIsTakenAsItWouldHaveBeen() async throws {
    let (rig, driver, effects) = try await ServiceRig.answered(by: TestFlow.question)
    try await rig.change { $0.setStalled(true, Self.session) }
    try await rig.accept(.writes("answer"))
    #expect(try await driver.takeAll().parked == 1)
    try await rig.change { store in
      store.setStalled(false, Self.session)
      store.releaseInputs(behind: Self.session)
    }
    try await rig.settle(driver, effects)
    #expect(try await rig.trace().last == "0 ended success")
    #expect(try await JournalReplay(rig.store).replay(Self.session) == .same(turns: 4))
  }

  @Test func messagesWaitBehindASessionThatCannotBeReadAndKeepTheirOrder() async throws {
    let (rig, driver, effects) = try await ServiceRig.answered(by: TestFlow.chat)
    let sound = try await rig.change { store in
      let document = Self.document(in: &store)
      var damaged = document
      damaged[20] ^= 1
      try Self.setDocument(damaged, in: &store)
      return document
    }
    for text in ["1", "2", "3"] {
      try await rig.accept(.writes(text))
      try await rig.settle(driver, effects)
    }
    #expect(try await rig.change { $0.sessions(of: nil, after: 0, limit: 9).count } == 1)
    #expect(try await rig.change { $0.pendingInputs().count } == 2)
    let letter = try await rig.change { $0.deadLetters(after: 0, limit: 9)[0].number }
    try await rig.change { try Self.setDocument(sound, in: &$0) }
    #expect(try await rig.store.retryDeadLetter(letter, at: rig.clock.now))
    try await rig.settle(driver, effects)
    let forwarded = rig.world.calls.compactMap { call in
      if case .forward(let message) = call.effect { message.text } else { nil }
    }
    #expect(forwarded == ["1", "2", "3"])
  }

  @Test func messagesWaitBehindASessionOfWhichNothingCanBeRead() async throws {
    let (rig, driver, effects) = try await ServiceRig.answered(by: TestFlow.chat)
    try await rig.change { store in
      // Not even its journal, which ends before the row does.
      var row = store.sessions(under: [], keys: [Self.session])[0]
      row.document = Array("{}".utf8)
      row.turn += 1
      try store.update(row, after: row.turn - 1, under: nil)
    }
    for text in ["1", "2"] {
      try await rig.accept(.writes(text))
      try await rig.settle(driver, effects)
    }
    #expect(try await rig.change { $0.sessions(of: nil, after: 0, limit: 9).count } == 1)
    #expect(try await rig.change { $0.pendingInputs().count } == 1)
    // Other customers go on.
    try await rig.accept(.writes("hi", ServiceRig.bob))
    #expect(try await driver.takeAll().started == 1)
  }
}
