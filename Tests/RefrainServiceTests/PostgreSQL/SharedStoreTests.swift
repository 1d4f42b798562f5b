#if Service
import FlowHosting
import FlowInterpreter
import FlowModel
import ServiceCore
import Synchronization
import Testing

@testable import RefrainService

@Suite(
  "Processes that share a PostgreSQL database",
  .enabled(if: PostgreSQLServer.shared != nil, "\(PostgreSQLServer.absence)"))
struct SharedStoreTests {
  private static let customers = (0..<25).map {
    Customer(channel: .sms, address: CustomerAddress("+1415555\(1000 + $0)"))
  }

  /// Sends a question, takes the answer, and says thanks.
  private static let flow = #"""
    {"formatVersion": 1, "name": "Test", "nodes": {
      "start": {"type": "Start", "trigger": {"channel": "sms", "number": "+15550100", "keyword": "*",
        "onlyWithoutLiveSession": true}, "on": {"onBegin": "ask"}},
      "ask": {"type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15550100", "message": "What is it?",
        "waitFor": "gatewaySubmit", "expirySeconds": 60, "on": {"onSuccess": "answer", "otherwise": "@end:error"}},
      "answer": {"type": "Receive", "channels": {"sms": {}}, "timeoutSeconds": 60,
        "on": {"sms.mo": "thanks", "onTimeout": "@end:incomplete", "onError": "@end:error"}},
      "thanks": {"type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15550100", "message": "Thanks.",
        "waitFor": "gatewaySubmit", "expirySeconds": 60, "on": {"otherwise": "@end"}}}}
    """#

  @Test(
    "take each input once and a customer's in their order, and make each call once, whatever their clocks say"
  )
  func twoProcesses() async throws {
    let address = try newPostgreSQLAddress()
    let world = CountingWorld()
    // Their clocks are ten minutes apart.
    let processes = [
      try await ServingProcess(address, world, aheadBy: -300_000),
      try await ServingProcess(address, world, aheadBy: 300_000),
    ]
    for process in processes { try await process.turns.put(try Self.project()) }
    // Each begins once, though it may be two processes that take what its customer has written at the same time.
    try await Self.write(["hi", "hello", "are you there?"], to: processes)
    try await Self.settle(processes, makesCalls: false)
    #expect(world.counts.isEmpty)
    try await Self.settle(processes)
    #expect(world.counts.values.allSatisfy { $0 == 1 } && world.counts.count == Self.customers.count)
    try await Self.write(["an answer"], to: processes)
    try await Self.settle(processes)
    #expect(world.counts.values.allSatisfy { $0 == 1 } && world.counts.count == 2 * Self.customers.count)
    let sessions = try await processes[0].store.transaction { (store) throws(StoreFailure) in
      .commit(try store.sessions(of: nil, after: 0, limit: 999))
    }
    #expect(Set(sessions.map(\.customer)) == Set(Self.customers) && sessions.count == Self.customers.count)
    // Begun, told that the question was sent, answered, told that the thanks were sent.
    #expect(sessions.allSatisfy { $0.endedAt != nil && $0.turn == 4 })
    // All times are the database's.
    #expect(sessions.allSatisfy { abs($0.startedAt - WallClock.now) < 200_000 })
    let reports = processes.map(\.report)
    #expect(reports.allSatisfy { $0.notices.isEmpty })
  }

  @Test("take a customer's later input once what another one had begun of his is given up by that")
  func orderOverProcesses() async throws {
    let address = try newPostgreSQLAddress()
    let world = CountingWorld()
    let gone = try await ServingProcess(address, world, aheadBy: 0)
    try await gone.turns.put(try Self.project())
    let process = try await ServingProcess(address, world, aheadBy: 0)
    let customer = Self.customers[0]
    for text in ["hi", "again"] {
      _ = try await gone.store.accept([.writes(text, customer)])
    }
    try await gone.store.transaction { (store) throws(StoreFailure) in
      .commit(try store.markInputs(try store.inputs(limit: 1).map(\.arrival), by: 1))
    }
    #expect(try await process.turns.takeGroup() == nil)
    try PostgreSQLConnection(address).execute("UPDATE inputs SET marked = marked - 10000 WHERE start = 1")
    let report = try await process.turns.takeAll()
    #expect(report.taken == 2 && report.started == 1 && report.notices.isEmpty)
  }

  @Test("take a group of turns by the statements that the database is measured with, and no others")
  func measuredStatements() async throws {
    let address = try newPostgreSQLAddress()
    let process = try await ServingProcess(address, CountingWorld(), aheadBy: 0)
    // A session that asks twice is found by the same names when the first question is answered for.
    let asksTwice = Self.flow.replacing(
      "\"onSuccess\": \"answer\"", with: "\"onSuccess\": \"again\"", maxReplacements: 1
    ).replacing(
      "\"answer\": {",
      with: """
        "again": {"type": "SendSMS", "destination": "$(start.sms.senderNumber)", "from": "+15550100",
          "message": "What?", "waitFor": "gatewaySubmit", "expirySeconds": 60,
          "on": {"onSuccess": "answer", "otherwise": "@end:error"}}, "answer": {
        """)
    try await process.turns.put(try Self.project(asksTwice))
    try await Self.write(["hi"], to: [process, process])
    try await process.work(makesCalls: true)
    // On a connection that has prepared nothing yet.
    let store = try await PostgreSQLStore.open(address)
    let turns = try await TurnDriver(store, clock: { WallClock.now }, sessionKey: SessionKey.drawn)
    let before = try await Self.preparedStatements(of: store)
    #expect(try await turns.takeGroup()?.turns == Self.customers.count)
    let made = try await Self.preparedStatements(of: store).subtracting(before)
    let measured = Set(PostgreSQLGroup.claiming + PostgreSQLGroup.reading + PostgreSQLGroup.writing)
    #expect(made.isSuperset(of: measured))
    // The project is read once, and what a turn wants of the world it asks for beside.
    let beside = [
      "content FROM project", "FROM definitions", "INTO effects", "INTO timers", "FROM timers WHERE session",
    ]
    let others = made.subtracting(measured).filter { made in !beside.contains { made.contains($0) } }
    #expect(others.isEmpty)
  }

  private static func preparedStatements(of store: PostgreSQLStore) async throws -> Set<String> {
    try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(Set(try store.rows("SELECT statement FROM pg_prepared_statements") { $0.text(0) }))
    }
  }

  @Test("tell one another of work, a little while after many rings once, and again over a new connection")
  func bells() async throws {
    let address = try newPostgreSQLAddress()
    let store = try await PostgreSQLStore.open(address)
    let (mine, other) = (try #require(store.bell()), try #require(store.bell()))
    let (heardByMe, heardByOther) = (SharedCount(), SharedCount())
    mine.start { heardByMe.add() }
    other.start { heardByOther.add() }
    // Both have begun to listen: what was told before has gone by, and so each looks once.
    try await Self.waitUntil { heardByMe.value == 1 && heardByOther.value == 1 }
    for _ in 1...1_000 { mine.ring() }
    try await Self.waitUntil { heardByOther.value > 1 }
    #expect(heardByMe.value == 1)
    #expect(heardByOther.value < 100)
    // Not yet told of the last ring, say.
    try await Task.sleep(for: .milliseconds(100))
    let (before, others) = (heardByMe.value, heardByOther.value)
    try PostgreSQLConnection(address).execute(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query IN ('NOTIFY refrain', 'LISTEN refrain')"
    )
    try await Self.waitUntil { heardByMe.value > before && heardByOther.value > others }
    let heard = heardByOther.value
    mine.ring()
    try await Self.waitUntil { heardByOther.value > heard }
    mine.stop()
    other.stop()
  }

  /// Waits until something is so, for half a minute at most.
  private static func waitUntil(_ condition: () -> Bool) async throws {
    for _ in 0..<3_000 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
    try #require(condition())
  }

  private static func project(_ flow: String = flow) throws -> ServiceProject {
    let source = FlowSource(file: Array(flow.utf8))
    return ServiceProject([
      .init(path: "test.flow.json", service: "care", program: try #require(source.program()), source: source)
    ])
  }

  private static func write(_ texts: [String], to processes: [ServingProcess]) async throws {
    for text in texts {
      for (index, customer) in customers.enumerated() {
        _ = try await processes[index % 2].store.accept([.writes(text, customer)])
      }
    }
  }

  /// Lets all processes work at the same time until nothing is left to do.
  private static func settle(_ processes: [ServingProcess], makesCalls: Bool = true) async throws {
    while true {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for process in processes { group.addTask { try await process.work(makesCalls: makesCalls) } }
        try await group.waitForAll()
      }
      let isDone = try await processes[0].store.transaction { (store) throws(StoreFailure) in
        let inputs = try store.pendingInputs().count
        let effects = try store.effects(after: 0, limit: 1)
        return .rollBack(inputs == 0 && (effects.isEmpty || !makesCalls))
      }
      if isDone { return }
    }
  }
}

extension NewInput {
  fileprivate static func writes(_ text: String, _ customer: Customer) -> NewInput {
    let message = InboundMessage(
      channel: .sms, from: customer.address, to: "+15550100", text: text, transactionID: "t-1")
    return NewInput(.message(message), received: Timestamp(milliseconds: 0))
  }
}

/// A process that serves, as far as the store can see.
private final class ServingProcess: Sendable {
  let store: PostgreSQLStore
  let turns: TurnDriver<PostgreSQLStore>
  private let effects: EffectDriver<PostgreSQLStore, CountingWorld>
  private let reports = Mutex(TurnReport())

  init(_ address: String, _ world: CountingWorld, aheadBy lead: Int64) async throws {
    store = try await PostgreSQLStore.open(address)
    try await store.begin(.live)
    turns = try await TurnDriver(
      store, clock: { WallClock.now + lead },
      sessionKey: SessionKey.drawn)
    effects = EffectDriver(
      store, world, processStart: turns.processStart, clock: { WallClock.now + lead }, random: { 0 })
  }

  var report: TurnReport { reports.withLock { $0 } }

  /// Does what it finds to be done now.
  func work(makesCalls: Bool) async throws {
    let report = try await turns.takeAll()
    reports.withLock { $0 += report }
    if makesCalls { _ = try await effects.performReady() }
  }
}

/// A world in which all is well, and which counts the calls with each key.
private final class CountingWorld: EffectPerformer {
  private let calls = Mutex<[EffectKey: Int]>([:])

  var counts: [EffectKey: Int] { calls.withLock { $0 } }

  func terms(of effect: WantedEffect) -> CallTerms {
    CallTerms(host: "host", timeout: 30_000, keyWindow: nil, whenInDoubt: .fail)
  }

  func perform(_ call: EffectCall) async -> CallResult {
    calls.withLock { $0[call.key, default: 0] += 1 }
    return .answered(.gateway(.accepted(transactionID: GatewayMessageID(call.key.text))))
  }
}
#endif
