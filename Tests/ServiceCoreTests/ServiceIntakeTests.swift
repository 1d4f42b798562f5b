import FlowHosting
import FlowInterpreter
import FlowModel
import ServiceProtocols
import Testing

@testable import ServiceCore

/// What the world sends is in the store before it is answered.
@Suite struct ServiceIntakeTests {
  private static func intake<Store: ServiceStore>(
    _ store: Store, _ rig: LiveRig, pendingLimit: Int = 100
  ) -> ServiceIntake<Store> {
    ServiceIntake(
      store, rig.protocols.gate, incarnation: "test", authentication: ChecksumAuthentication(), key: [1],
      pendingLimit: pendingLimit, clock: { [clock = rig.clock] in clock.now })
  }

  private static func sms(_ id: String, _ text: String) -> ReceivedRequest {
    ReceivedRequest(
      method: "POST", path: "/sms/inbound/0123456789abcdefABCDEF",
      query: "id=\(id)&from=14155550123&to=%2B15550100&text=\(text)")
  }

  private static func callback(_ ids: String...) -> ReceivedRequest {
    let messages = ids.map {
      #"{"id":"\#($0)","conversation":{"id":"c"},"type":{"value":"text/plain"},"content":"Hi"}"#
    }
    return ReceivedRequest(
      method: "POST", path: "/ece/callback/0123456789abcdefABCDEF",
      body: Array(#"{"message":[\#(messages.joined(separator: ",")),7]}"#.utf8))
  }

  @Test func aRepetitionIsAnsweredAsTheFirstTimeAndChangesNothing() async throws {
    let (store, rig) = (MemoryStore(), try LiveRig())
    let intake = Self.intake(store, rig)
    let first = await intake.take(Self.sms("1", "Hi"))
    #expect(first.reply == .ok && first.accepted == 1)
    let second = await intake.take(Self.sms("1", "Hi"))
    #expect(second.reply == .ok && second.accepted == 0 && second.repeated == 1)
    let third = await intake.take(Self.sms("1", "Ho"))
    #expect(third.reply == .ok && third.differing == 1)
    let events = await intake.take(Self.callback("1", "2"))
    #expect(events.reply == .ok && events.accepted == 2 && events.malformed == ["message 2: it is no object"])
    let again = await intake.take(Self.callback("2", "3"))
    #expect(again.accepted == 1 && again.repeated == 1)
    let rows = try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(store.inputs(limit: 99))
    }
    #expect(rows.count == 4 && Set(rows.map(\.input.key)).count == 4)
    #expect(rows.first?.input.queue == .customer(ServiceRig.ana))
    #expect(rows.allSatisfy { $0.input.key?.bytes.count == 32 })
  }

  @Test func nothingIsAcknowledgedThatIsNotKept() async throws {
    let rig = try LiveRig()
    let intake = Self.intake(CrashingStore(MemoryStore()) { _, _ in .endBeforeCommit }, rig)
    let outcome = await intake.take(Self.sms("1", "Hi"))
    #expect(outcome.reply.status == 503 && outcome.accepted == 0 && outcome.problem != nil)
    #expect(outcome.reply.headers == [.init(name: "Retry-After", value: "5")])
  }

  @Test func whereTooMuchWaitsECEAloneIsTaken() async throws {
    let rig = try LiveRig()
    let intake = Self.intake(MemoryStore(), rig, pendingLimit: 2)
    intake.note(pending: 1)
    #expect(await intake.take(Self.sms("1", "Hi")).reply == .ok)
    #expect(await intake.take(Self.sms("2", "Hi")).reply.status == 503)
    #expect(await intake.take(Self.callback("1")).reply == .ok)
    intake.note(pending: 0)
    #expect(await intake.take(Self.sms("2", "Hi")).reply == .ok)
    // What is taken meanwhile leaves room, before anybody has counted anew.
    #expect(await intake.take(Self.sms("5", "Hi")).reply == .ok)
    #expect(await intake.take(Self.sms("6", "Hi")).reply.status == 503)
    intake.note(taken: 7)
    #expect(await intake.take(Self.sms("6", "Hi")).reply == .ok)
    // Settings that are read anew say how many that are.
    intake.note(pending: 2)
    intake.set(rig.protocols.gate, pendingLimit: 3)
    #expect(await intake.take(Self.sms("3", "Hi")).reply == .ok)
    #expect(await intake.take(Self.sms("4", "Hi")).reply.status == 503)
  }

  @Test func whenItCameIsToldByTheClockThatAllProcessesGoBy() async throws {
    let (store, rig) = (MemoryStore(), try LiveRig())
    let intake = Self.intake(store, rig)
    #expect(await intake.take(Self.sms("1", "Hi")).accepted == 1)
    intake.note(pending: 1, clockAhead: 180_000)
    #expect(await intake.take(Self.sms("2", "Hi")).accepted == 1)
    let received = try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(store.inputs(limit: 9).map(\.input.received))
    }
    #expect(received.count == 2 && received[0] - received[1] == 180_000)
  }

  @Test func aReceiptFromBeforeARestorationIsKnownByTheKeyThatStandsForTheGatewaysID() async throws {
    let (store, rig) = (MemoryStore(), try LiveRig())
    let intake = Self.intake(store, rig)
    func receipt(_ key: String) -> ReceivedRequest {
      ReceivedRequest(
        method: "GET", path: "/sms/receipt/0123456789abcdefABCDEF", query: "effect=\(key)&status=1")
    }
    #expect(await intake.take(receipt("test.s.1")).accepted == 1)
    #expect(await intake.take(receipt("former.s.1")).accepted == 1)
    for key in ["test.s.0", "s.1", "x"] {
      let none = await intake.take(receipt(key))
      #expect(none.reply == .ok && none.accepted == 0 && none.malformed.count == 1, "\(key)")
    }
    let inputs = try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(store.inputs(limit: 9).map { StoredInput(content: $0.input.content) })
    }
    let effects = inputs.map { input -> [String?] in
      guard case .outside(.receipt(_, let id, let effect))? = input else { return [] }
      return [id.text, effect?.text]
    }
    #expect(effects == [["test.s.1", "s.1"], ["former.s.1", nil]])
  }

  @Test func aRequestOfAStrangersIsRefusedWithoutAWord() async throws {
    let intake = Self.intake(MemoryStore(), try LiveRig())
    let outcome = await intake.take(ReceivedRequest(method: "POST", path: "/ece/callback/guessed", body: []))
    #expect(outcome.reply == ServiceReply(401) && outcome.problem != nil)
  }

  @Test func tokensAreNotAskedForWithoutEnd() async throws {
    let rig = try LiveRig()
    let intake = Self.intake(MemoryStore(), rig)
    let ask = ReceivedRequest(method: "POST", path: "/oauth2/token")
    for _ in 1...30 { #expect(await intake.take(ask).reply.status == 404) }
    #expect(await intake.take(ask).reply.status == 429)
    rig.clock.advance(1_000)
    #expect(await intake.take(ask).reply.status == 404)
  }
}
