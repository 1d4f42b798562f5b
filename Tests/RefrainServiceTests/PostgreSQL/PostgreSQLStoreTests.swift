#if Service
import FlowHosting
import FlowInterpreter
import FlowModel
import ServiceCore
import Testing

@testable import RefrainService

@Suite(
  "A store in a PostgreSQL database",
  .enabled(if: PostgreSQLServer.shared != nil, "\(PostgreSQLServer.absence)"))
struct PostgreSQLStoreTests {
  /// The suite that every store must pass, each check with tables of its own.
  static let suite = StoreConformance(
    open: { try await PostgreSQLStore.open(try newPostgreSQLAddress()) },
    reopen: { try await PostgreSQLStore.open($0.address) })

  @Test("does what every store must do", arguments: suite.checks)
  func conformance(_ check: StoreConformance<PostgreSQLStore>.Check) async throws { try await check.run() }

  @Test("is made once by processes that start at the same time, and begun by one of them")
  func racedMigrations() async throws {
    for _ in 0..<3 {
      let address = try newPostgreSQLAddress()
      let lives = try await withThrowingTaskGroup(of: StoreLife?.self) { group in
        for _ in 0..<6 {
          group.addTask {
            let store = try await PostgreSQLStore.open(address)
            try await store.begin(.live)
            return try await store.transaction { (store) throws(StoreFailure) in .commit(try store.life()) }
          }
        }
        return try await group.reduce(into: Set<StoreLife?>()) { $0.insert($1) }
      }
      #expect(lives.count == 1 && lives.first??.incarnation.utf8.count == 16)
    }
  }

  @Test(
    "takes each later step once, from each version before, though processes of two versions start at once")
  func racedSteps() async throws {
    let later = ["ALTER TABLE facts ADD COLUMN added BIGINT", "UPDATE facts SET starts = starts + 1"]
    let steps = PostgreSQLMigrations.steps + later
    for version in 0...PostgreSQLMigrations.steps.count + 1 {
      let address = try newPostgreSQLAddress()
      if version > 0 {
        try PostgreSQLMigrations.run(on: PostgreSQLConnection(address), steps: Array(steps.prefix(version)))
      }
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<6 {
          group.addTask {
            // One that knows the former version alone may come too late to begin.
            let known = number == 0 ? PostgreSQLMigrations.steps : steps
            try? PostgreSQLMigrations.run(on: PostgreSQLConnection(address), steps: known)
          }
        }
      }
      let found = try PostgreSQLConnection(address).rows(
        "SELECT starts, (SELECT version FROM store_version) FROM facts", []
      ) { [$0.integer(0), $0.integer(1)] }
      #expect(found == [[1, steps.count]], "from version \(version)")
    }
  }

  @Test("of a newer version, or of another program or kind, is left alone")
  func strangers() async throws {
    let newer = try newPostgreSQLAddress()
    let store = try await PostgreSQLStore.open(newer)
    try await store.begin(.emulated)
    await #expect(throws: StoreOpeningFailure.otherKind(.emulated)) { try await store.begin(.live) }
    try PostgreSQLConnection(newer).execute("UPDATE store_version SET version = 99")
    await #expect(throws: StoreOpeningFailure.newer(99)) { try await PostgreSQLStore.open(newer) }
    let other = try newPostgreSQLAddress()
    try PostgreSQLConnection(other).execute("CREATE TABLE sessions (a BIGINT)")
    await #expect(
      throws: StoreOpeningFailure.failed(
        .damaged("it has other tables than it should: relation \"sessions\" already exists"))
    ) { try await PostgreSQLStore.open(other) }
    await #expect(throws: StoreOpeningFailure.self) {
      try await PostgreSQLStore.open("postgresql://nobody@127.0.0.1:1/none")
    }
  }

  @Test("is looked at without being made or changed")
  func prospect() async throws {
    let address = try newPostgreSQLAddress()
    let connection = try PostgreSQLConnection(address)
    func tables() throws -> Int? {
      try connection.rows(
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()", []
      ) { $0.integer(0) }.first
    }
    #expect(try await PostgreSQLStore.prospect(at: address, for: .live) == .empty)
    await #expect(throws: StoreOpeningFailure.absent) { try await PostgreSQLStore.toLookAt(address) }
    #expect(try tables() == 0)
    try PostgreSQLMigrations.run(on: connection, steps: Array(PostgreSQLMigrations.steps.prefix(1)))
    #expect(try await PostgreSQLStore.prospect(at: address, for: .live) == .older)
    #expect(try PostgreSQLMigrations.foundVersion(of: connection) == 1)
    try await PostgreSQLStore.open(address).begin(.live)
    #expect(try await PostgreSQLStore.prospect(at: address, for: .live) == .ready)
    await #expect(throws: StoreOpeningFailure.otherKind(.live)) {
      try await PostgreSQLStore.prospect(at: address, for: .emulated)
    }
    try connection.execute("UPDATE store_version SET version = 99")
    await #expect(throws: StoreOpeningFailure.newer(99)) {
      try await PostgreSQLStore.prospect(at: address, for: .live)
    }
  }

  @Test("takes what comes at the same time in together, and gives each its own result")
  func intake() async throws {
    let address = try newPostgreSQLAddress()
    let stores = [try await PostgreSQLStore.open(address), try await PostgreSQLStore.open(address)]
    let accepted = try await withThrowingTaskGroup(of: [Acceptance].self) { group in
      for number in 0..<600 {
        group.addTask {
          try await stores[number % 2].accept([.sample(number % 200), .sample(1_000 + number)])
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let arrivals = accepted.compactMap { if case .accepted(let arrival) = $0 { arrival } else { nil } }
    #expect(arrivals.count == 800 && Set(arrivals).count == 800)
    #expect(accepted.count { $0 == .repeated } == 400)
  }

  @Test("gives inputs and effects to one of those who ask at the same time, until that has ended")
  func claims() async throws {
    let address = try newPostgreSQLAddress()
    let (first, second) = (try await PostgreSQLStore.open(address), try await PostgreSQLStore.open(address))
    _ = try await first.accept((0..<20).map(NewInput.sample))
    try await first.transaction { (store) throws(StoreFailure) in
      for number in 1...20 {
        try store.insert(
          EffectRow(
            key: EffectKey(incarnation: "i", session: SessionKey("s"), number: number), content: [],
            lane: nil, notAfter: Timestamp(milliseconds: 9), notBefore: Timestamp(milliseconds: 0)))
        try store.setTimer(.heldEvent(number), at: Timestamp(milliseconds: 5))
      }
      return .commit(())
    }
    let meanwhile = try await first.transaction { (store) throws(StoreFailure) in
      let mine = try Claims(in: &store, limit: 8)
      // What the other one finds while this transaction goes on.
      let others = BlockingCall.result { () async -> Result<Claims, StoreFailure> in
        do throws(StoreFailure) {
          return .success(
            try await second.transaction { (store) throws(StoreFailure) in
              .commit(try Claims(in: &store, limit: 99))
            })
        } catch {
          return .failure(error)
        }
      }
      return .rollBack((mine, try others.get()))
    }
    #expect(meanwhile.0.counts == [8, 8, 8] && meanwhile.1.counts == [12, 12, 12])
    #expect(meanwhile.0.isDisjoint(with: meanwhile.1))
    let later = try await second.transaction { (store) throws(StoreFailure) in
      .commit(try Claims(in: &store, limit: 99))
    }
    #expect(later.counts == [20, 20, 20])
  }

  @Test(
    "deletes old sessions in parts, beside another one that does the same, and nobody who is served waits for it"
  )
  func deletion() async throws {
    let address = try newPostgreSQLAddress()
    let first = try await PostgreSQLStore.open(address)
    // Whoever has to wait fails.
    let second = try await PostgreSQLStore.open(address + "%20-clock_timeout%3D3000")
    try await first.transaction { (store) throws(StoreFailure) in
      for number in 0..<40 {
        // The last ten have not ended, and are of customers who have sessions that did.
        let session = SessionRow.sample(number, customer: number % 30, endedAt: number < 30 ? number : nil)
        _ = try store.insert(session, under: [.customer(session.customer)])
        try store.append(
          JournalRow(
            session: session.key, number: 1, now: session.startedAt, machineVersion: 1, input: [],
            records: [],
            recordsDigest: 0, documentDigest: 0))
      }
      return .commit(())
    }
    let time = Timestamp(milliseconds: 1_000)
    let deleted = try await first.transaction { (store) throws(StoreFailure) in
      let mine = try store.deleteSessions(endedBefore: time, limit: 12)
      // While what was deleted is not committed.
      let others = BlockingCall.result { () async -> Result<[Int], StoreFailure> in
        do throws(StoreFailure) {
          return .success(
            try await second.transaction { (store) throws(StoreFailure) in
              for number in 0..<10 {
                var session = SessionRow.sample(30 + number, customer: number, endedAt: nil)
                session.turn = 2
                try store.update(session, after: 1, under: [.customer(session.customer)])
              }
              for number in 12..<50 { _ = try store.lock([.customer(.sample(number))]) }
              _ = try store.insert(.sample(99, customer: 99, endedAt: nil), under: [])
              return .commit([
                try store.deleteSessions(endedBefore: time, limit: 12),
                try store.deleteSessions(endedBefore: time, limit: 12),
              ])
            })
        } catch {
          return .failure(error)
        }
      }
      return .commit([mine] + (try others.get()))
    }
    #expect(deleted == [12, 12, 6])
    let left = try await second.transaction { (store) throws(StoreFailure) in
      let sessions = try store.sessions(of: nil, after: 0, limit: 99)
      var counts: [Int] = []
      for session in sessions { counts.append(try store.journal(of: session.key, after: 0, limit: 9).count) }
      return .commit((sessions.map(\.key), counts))
    }
    #expect(left.0 == ((30..<40) + [99]).map { SessionKey("s\($0)") })
    #expect(left.1 == [Int](repeating: 1, count: 10) + [0])
  }

  @Test("leaves what another process has marked to it for a while")
  func marks() async throws {
    let address = try newPostgreSQLAddress()
    let (first, second) = (try await PostgreSQLStore.open(address), try await PostgreSQLStore.open(address))
    try await first.begin(.live)
    let starts = [try await start(first), try await start(second)]
    #expect(starts == [1, 2])
    _ = try await first.accept((0..<3).map(NewInput.sample))
    func found(by store: PostgreSQLStore) async throws -> [Int] {
      try await store.transaction { (store) throws(StoreFailure) in
        .commit(try Claims(in: &store, limit: 9).counts)
      }
    }
    try await first.transaction { (store) throws(StoreFailure) in
      try store.setTimer(.heldEvent(1), at: Timestamp(milliseconds: 5))
      try store.markTimers([.heldEvent(1)], by: 1)
      try store.markInputs(try store.inputs(limit: 2).map(\.arrival), by: 1)
      return .commit(())
    }
    #expect(try await found(by: first) == [3, 0, 1])
    #expect(try await found(by: second) == [1, 0, 0])
    try PostgreSQLConnection(address).execute(
      "UPDATE inputs SET marked = marked - 10000; UPDATE timers SET marked = marked - 10000")
    #expect(try await found(by: second) == [3, 0, 1])
  }

  @Test("begins a transaction anew that waits in a circle for another, and both are kept")
  func deadlocks() async throws {
    let address = try newPostgreSQLAddress()
    let store = try await PostgreSQLStore.open(address)
    let names = [StoreName(.customer, "a"), StoreName(.customer, "b")]
    let (runs, holders) = (SharedCount(), SharedCount())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for order in [names, names.reversed()] {
        group.addTask {
          try await store.transaction { (store) throws(StoreFailure) in
            runs.add()
            _ = try store.lock([order[0]])
            holders.add()
            while holders.value < 2 { try store.run("SELECT pg_sleep(0.01)") }
            _ = try store.lock([order[1]])
            return .commit(
              try store.append(StoreRecord(at: Timestamp(milliseconds: 1), customer: nil, content: [])))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(runs.value >= 3)
    let (records, left) = try await store.transaction { (store) throws(StoreFailure) in
      .commit(
        (
          try store.storeRecords(after: 0, limit: 9).count,
          try store.number("SELECT count(*) FROM locked_names")
        ))
    }
    #expect(records == 2)
    #expect(left == 0, "names that nobody stands under are not kept")
  }

  @Test("takes its locks from a process that hangs, whose writing fails then")
  func hanging() async throws {
    let address = try newPostgreSQLAddress()
    let (first, second) = (try await PostgreSQLStore.open(address), try await PostgreSQLStore.open(address))
    let setting = "SELECT setting::bigint FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout'"
    await #expect(throws: StoreFailure.self) {
      try await first.transaction { (store) throws(StoreFailure) in
        _ = try store.lock([.conversation("c")])
        guard try store.number(setting) == 10_000 else { return .rollBack(()) }
        try store.run("SET LOCAL idle_in_transaction_session_timeout = 50")
        // It hangs for as long as another one waits for what it holds.
        let other = BlockingCall.result { () async -> Bool in
          do throws(StoreFailure) {
            return try await second.transaction { (store) throws(StoreFailure) in
              .commit(try store.lock([.conversation("c")]) == .mayHaveChanged)
            }
          } catch {
            return false
          }
        }
        guard other else { return .rollBack(()) }
        return .commit(try store.setPaused(true))
      }
    }
    #expect(try await isPaused(second) == false)
  }

  @Test("goes on behind a lost connection, and has kept nothing of what was under way")
  func lostConnection() async throws {
    let address = try newPostgreSQLAddress()
    let store = try await PostgreSQLStore.open(address)
    let cut =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%cut here%' AND pid <> pg_backend_pid()"
    await #expect(throws: StoreFailure.self) {
      try await store.transaction { (store) throws(StoreFailure) in
        try store.setPaused(true)
        try store.run("SELECT 'cut here'")
        try PostgreSQLConnection(address).execute(cut)
        return .commit(try store.setPaused(true))
      }
    }
    #expect(try await isPaused(store) == false)
    // One that was cut while nobody used it is not noticed by anybody.
    _ = try await store.transaction { (store) throws(StoreFailure) in
      .commit(try store.run("SELECT 'cut here'"))
    }
    try PostgreSQLConnection(address).execute(cut)
    #expect(try await isPaused(store) == false)
  }

  private func isPaused(_ store: PostgreSQLStore) async throws -> Bool {
    try await store.transaction { (store) throws(StoreFailure) in .commit(try store.isPaused()) }
  }

  private func start(_ store: PostgreSQLStore) async throws -> Int {
    try await store.transaction { (store) throws(StoreFailure) in .commit(try store.noteStart()) }
  }
}

/// What a process finds to be taken.
private struct Claims: Sendable {
  let inputs: Set<Int>
  let effects: Set<EffectKey>
  let timers: Set<Int>

  init(in store: inout PostgreSQLTransaction, limit: Int) throws(StoreFailure) {
    inputs = Set(try store.inputs(limit: limit).map(\.arrival))
    effects = Set(try store.effectsReady(at: Timestamp(milliseconds: 5), limit: limit).map(\.key))
    timers = Set(try store.timers(dueBy: Timestamp(milliseconds: 5), limit: limit).map(\.order))
  }

  var counts: [Int] { [inputs.count, effects.count, timers.count] }

  func isDisjoint(with other: Claims) -> Bool {
    inputs.isDisjoint(with: other.inputs) && effects.isDisjoint(with: other.effects)
      && timers.isDisjoint(with: other.timers)
  }
}

/// A count that bodies of transactions add to, from any thread.
final class SharedCount: Sendable {
  private let state = WaitableState(0)
  func add() { state.change { $0 += 1 } }
  var value: Int { state.wait { $0 } }
}

extension Customer {
  fileprivate static func sample(_ number: Int) -> Customer {
    Customer(channel: .sms, address: CustomerAddress("+\(100 + number)"))
  }
}

extension SessionRow {
  /// A session of a customer's, after its first turn.
  fileprivate static func sample(_ number: Int, customer: Int, endedAt: Int?) -> SessionRow {
    let time = Timestamp(milliseconds: Int64(number))
    return SessionRow(
      key: SessionKey("s\(number)"), flow: "f", definition: DefinitionHash(text: "d"),
      customer: .sample(customer), turn: 1,
      recordCount: 0, startedAt: time, latestTurnAt: time,
      endedAt: endedAt.map { Timestamp(milliseconds: Int64($0)) }, parking: nil, document: [])
  }
}

extension NewInput {
  /// An input with a key of its own.
  fileprivate static func sample(_ number: Int) -> NewInput {
    NewInput(
      key: InputKey(Array("\(number)".utf8)), bodyDigest: [1], received: Timestamp(milliseconds: 1),
      queue: nil,
      content: [])
  }
}
#endif
