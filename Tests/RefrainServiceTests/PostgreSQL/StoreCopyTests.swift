#if Service
import FlowHosting
import FlowInterpreter
import FlowModel
import ServiceCore
import Testing

@testable import RefrainService

@Suite("A store that is copied", .enabled(if: PostgreSQLServer.shared != nil, "\(PostgreSQLServer.absence)"))
struct StoreCopyTests {
  private let folder = TemporaryFolder()

  @Test("from a file into a database and back is what it was, and gives no number twice")
  func thereAndBack() async throws {
    let address = try newPostgreSQLAddress()
    let file = try SQLiteStore.toServe(folder.path("a.sqlite"))
    try await Self.fill(file)
    let database = try await PostgreSQLStore.open(address)
    let count = try await StoreCopy.copy(from: file, to: database).get()
    // More than are read at once of inputs and keys, and one row or two of all else.
    #expect(count == 2 * 1_200 + 14)
    let back = try SQLiteStore.toServe(folder.path("b.sqlite"))
    #expect(try await StoreCopy.copy(from: database, to: back).get() == count)
    let wanted = try await Self.contents(of: file)
    #expect(try await Self.contents(of: database) == wanted)
    #expect(try await Self.contents(of: back) == wanted)
    #expect(try back.hashingKey() == file.hashingKey())
    let last = try await file.transaction { (store) throws(StoreFailure) in .rollBack(store.lastNumber()) }
    let fresh = try await [
      Self.newNumber(in: file), Self.newNumber(in: database), Self.newNumber(in: back),
    ]
    #expect(fresh.allSatisfy { $0 > last })
    // What another process had marked is to be found by the next one.
    _ = try await Self.start(database)
    #expect(try await Self.contents(of: database, inputs: 9_999).inputs.count == 1_201)
  }

  @Test("goes into none that is in use, and into one in which a copy did not come to its end")
  func targets() async throws {
    let address = try newPostgreSQLAddress()
    let file = try SQLiteStore.toServe(folder.path("a.sqlite"))
    try await Self.fill(file)
    let database = try await PostgreSQLStore.open(address)
    _ = try await database.accept([.copied(7)])
    #expect(try await StoreCopy.copy(from: file, to: database).get() == 2 * 1_200 + 14)
    #expect(await StoreCopy.copy(from: file, to: database) == .failure(.targetInUse))
    #expect(await StoreCopy.copy(from: database, to: file) == .failure(.targetInUse))
  }

  @Test("is refused while somebody serves it, and a store beside it is not")
  func served() async throws {
    let address = try newPostgreSQLAddress()
    let (store, other) = (
      try await PostgreSQLStore.open(address), try await PostgreSQLStore.open(try newPostgreSQLAddress())
    )
    var serving: PostgreSQLStore? = try await PostgreSQLStore.open(address, isServing: true)
    await #expect(throws: StoreOpeningFailure.otherProcess) { try await store.refuseWhileServed() }
    try await other.refuseWhileServed()
    withExtendedLifetime(serving) {}
    serving = nil
    // The server sees a moment later that a connection has ended.
    for _ in 0..<1_000 {
      if (try? await store.refuseWhileServed()) != nil { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("the store is free again")
  }

  /// What a store gives of each kind.
  private struct Contents: Sendable, Equatable {
    var life: StoreLife?
    var isPaused: Bool
    var inputs: [InputRow]
    var sessions: [SessionRow]
    var names: [StoreName]
    var timers: [TimerRow]
    var effects: [EffectRow]
    var journal: [JournalRow]
    var records: [StoreRecord]
    var letters: [DeadLetter]
    var project: ProjectRow?
    var definition: DefinitionRow?
    var suppressed: [Customer]
    var held: Int
  }

  private static func contents<Store: ServiceStore>(
    of store: Store, inputs limit: Int = 99
  ) async throws -> Contents {
    try await store.transaction { (store) throws(StoreFailure) in
      let key = SessionKey("s")
      return .rollBack(
        Contents(
          life: try store.life(), isPaused: try store.isPaused(), inputs: try store.inputs(limit: limit),
          sessions: try store.sessions(of: nil, after: 0, limit: 9), names: try store.names(of: key),
          timers: try store.timers(dueBy: Timestamp(milliseconds: 99), limit: 9),
          effects: try store.effects(after: 0, limit: 9),
          journal: try store.journal(of: key, after: 0, limit: 9),
          records: try store.storeRecords(after: 0, limit: 9),
          letters: try store.deadLetters(after: 0, limit: 9), project: try store.project(),
          definition: try store.definition(DefinitionHash(text: "d")),
          suppressed: try store.suppressedCustomers(after: nil, limit: 9),
          held: try store.heldEvents(under: .conversation("c\0é")).here))
    }
  }

  private static func newNumber<Store: ServiceStore>(in store: Store) async throws -> Int {
    let accepted = try await store.accept([
      NewInput(key: nil, received: .init(milliseconds: 1), queue: nil, content: [])
    ])
    guard case .accepted(let number) = accepted[0] else { return 0 }
    return number
  }

  private static func start<Store: ServiceStore>(_ store: Store) async throws -> Int {
    try await store.transaction { (store) throws(StoreFailure) in .commit(try store.noteStart()) }
  }

  /// Puts something of every kind in.
  private static func fill(_ store: SQLiteStore) async throws {
    _ = try await store.accept((0..<1_200).map(NewInput.copied))
    let time = Timestamp(milliseconds: 50)
    let customer = Customer(channel: .sms, address: "+1\u{0}5")
    let key = SessionKey("s")
    try await store.transaction { (store) throws(StoreFailure) in
      try store.set(StoreLife(incarnation: "i", kind: .live, starts: 3))
      try store.setPaused(true)
      try store.markInputs(try store.inputs(limit: 2).map(\.arrival), by: 3)
      let hash = DefinitionHash(text: "d")
      _ = try store.put([1], definitions: [DefinitionRow(hash: hash, content: [2, 0])])
      let parking = SessionRow.Parking(node: "ask", reason: .message, since: time)
      let row = SessionRow(
        key: key, flow: "f", definition: hash, customer: customer, turn: 1, recordCount: 2, startedAt: time,
        latestTurnAt: time, endedAt: nil, parking: parking, isStalled: true, document: [0, 255])
      _ = try store.insert(row, under: [.customer(customer), .conversation("c\0é")])
      for number in 1...2 {
        try store.append(
          JournalRow(
            session: key, number: number, now: time, machineVersion: 1, input: [], records: [1],
            recordsDigest: .max, documentDigest: 1 << 63))
      }
      try store.setTimer(.session(key, TimerID(1)), at: time)
      try store.setTimer(.heldEvent(9), at: time)
      let effectKey = EffectKey(incarnation: "i", session: key, number: 1)
      try store.insert(EffectRow(key: effectKey, content: [], lane: "l'", notAfter: time, notBefore: time))
      try store.append(StoreRecord(at: time, customer: nil, content: []))
      let held = HeldEvent(name: .conversation("c\0é"), key: InputKey([1]), received: time, content: [3])
      _ = try store.hold(held)
      _ = try store.insert(
        DeadLetter(.input, at: time, session: key, customer: customer, problem: "it's", content: [4]))
      return .commit(try store.setSuppressed(true, customer))
    }
  }
}

extension NewInput {
  /// An input that only its number tells from another.
  fileprivate static func copied(_ number: Int) -> NewInput {
    NewInput(
      key: InputKey(Array("k\(number)".utf8)), bodyDigest: [1],
      received: Timestamp(milliseconds: Int64(number)),
      queue: number % 2 == 0 ? .customer(Customer(channel: .sms, address: "+1")) : nil,
      content: [UInt8(number % 256)])
  }
}
#endif
