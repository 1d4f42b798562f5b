#if Service
import FlowHosting
import FlowInterpreter
import FlowModel
import ServiceCore
import Testing

@testable import RefrainService

@Suite(
  "The plans of a PostgreSQL store's statements",
  .enabled(if: PostgreSQLServer.shared != nil, "\(PostgreSQLServer.absence)"))
struct PostgreSQLPlanTests {
  /// Tables that hold a row, or one for each definition of a flow.
  private static let smallTables: Set = ["facts", "project", "store_version", "definitions", "pg_namespace"]

  /// What the statements are led by that are asked all the time, where another index would lead to the same rows by a longer way.
  private static let leading = [
    ("FROM inputs\nWHERE parked_behind IS NULL", "inputs_to_take"), ("AS ready", "effects_waiting"),
    ("min(state_time)", "effects_by_time"), ("state = 1 AND state_time <= $1", "effects_attempted"),
    ("WHERE time <= $1", "timers_by_time"), ("min(earliest.arrival)", "inputs_by_queue"),
    ("UPDATE sessions SET turn", "sessions_by_key"),
    ("DELETE FROM inputs WHERE arrival", "inputs_pkey"),
    ("SELECT key, customer FROM sessions", "session_names_pkey"),
  ]

  @Test("walk through no table that grows, once it is full")
  func plans() async throws {
    let address = try newPostgreSQLAddress()
    let store = try await PostgreSQLStore.open(address)
    try PostgreSQLConnection(address).execute(Self.filling)
    let statements = try await store.transaction { (store) throws(StoreFailure) in
      try Self.useAll(of: &store)
      return .rollBack(try Self.plans(of: store.connection))
    }
    #expect(statements.count > 60)
    for (statement, plan) in statements where !statement.hasPrefix("SELECT count(*)") {
      let walked = plan.compactMap { line in
        line.split(separator: "Seq Scan on ").dropFirst().first?.split(separator: " ").first.map(String.init)
      }
      #expect(Self.smallTables.isSuperset(of: walked), "\(statement)\n\(plan.joined(separator: "\n"))")
      for (part, index) in Self.leading where statement.contains(part) {
        #expect(plan.contains { $0.contains(index) }, "\(statement)\n\(plan.joined(separator: "\n"))")
      }
    }
    for (part, _) in Self.leading { #expect(statements.contains { $0.statement.contains(part) }, "\(part)") }
  }

  /// The plans of all statements that a connection has prepared, as they are for any values.
  private static func plans(
    of connection: PostgreSQLConnection
  ) throws(StoreFailure) -> [(statement: String, plan: [String])] {
    try connection.execute("SET plan_cache_mode = force_generic_plan")
    let prepared = try connection.rows(
      "SELECT name, statement, cardinality(parameter_types) FROM pg_prepared_statements", []
    ) { (name: $0.text(0), statement: $0.text(1), count: $0.integer(2)) }
    var plans: [(statement: String, plan: [String])] = []
    for (name, statement, count) in prepared where !statement.contains("pg_") {
      let values = count == 0 ? "" : "(\([String](repeating: "NULL", count: count).joined(separator: ", ")))"
      plans.append((statement, try connection.rows("EXPLAIN EXECUTE \(name)\(values)", []) { $0.text(0) }))
    }
    return plans
  }

  /// Asks for everything that a store can be asked for.
  private static func useAll(of store: inout PostgreSQLTransaction) throws(StoreFailure) {
    let (time, key) = (Timestamp(milliseconds: 50), SessionKey("new"))
    let customer = Customer(channel: .sms, address: "+1")
    let names = [StoreName.customer(customer), .conversation("c")]
    _ = try store.lock(names)
    let input = NewInput(key: InputKey([1]), received: time, queue: names[0], content: [])
    let accepted = try store.accept([input, input])
    _ = try store.accept([input])
    guard case .accepted(let arrival) = accepted[0] else { throw .damaged("a new input was not taken") }
    _ = (try store.inputs(limit: 9), try store.input(arrival), try store.pendingInputs())
    _ = try store.earliestInput(queuedUnder: names, before: arrival)
    _ = try store.inputs(queuedUnder: names[0])
    try store.markInputs([arrival], by: 1)
    try store.unmarkInputs([arrival])
    try store.noteTarget(key, ofInput: arrival)
    try store.parkInput(arrival, behind: key, as: [])
    try store.releaseInputs(behind: key)
    try store.putBack(InputRow(arrival: arrival, input: input))
    try store.endInput(arrival)
    try store.freeKey(InputKey([1]))
    _ = try store.deleteKeys(receivedBefore: time, limit: 2)
    _ = try store.latestKey()
    var session = SessionRow(
      key: key, flow: "f", definition: DefinitionHash(text: "d"), customer: customer, turn: 1, recordCount: 0,
      startedAt: time, latestTurnAt: time, endedAt: nil, parking: nil, document: [])
    session = try store.insert(session, under: names)
    try store.update(session, after: 1, under: [.receipt("r")])
    try store.update(session, after: 1, under: nil)
    try store.readAhead(inputs: [arrival], under: names, keys: [key], queues: names)
    try store.setStalled(true, key)
    _ = (try store.sessions(under: names, keys: [key]), try store.names(of: key))
    _ = try store.owners(under: names, keys: [key])
    _ = try store.sessions(of: customer, after: 0, limit: 9)
    _ = (try store.sessions(of: nil, after: 0, limit: 9), try store.liveSessionCounts())
    let timer = TimerName.session(key, TimerID(1))
    try store.setTimer(timer, at: time)
    _ = (try store.timer(timer), try store.timers(dueBy: time, limit: 9), try store.nextTimer())
    try store.markTimers([timer], by: 1)
    try store.unmarkTimers([timer])
    try store.removeTimer(timer)
    let effect = EffectRow(
      key: EffectKey(incarnation: "i", session: key, number: 1), content: [], lane: "l", notAfter: time,
      notBefore: time)
    try store.insert(effect)
    try store.update(effect)
    _ = (try store.effect(effect.key), try store.effectsReady(at: time, limit: 9), try store.nextEffect())
    _ = (try store.effects(inLane: "l"), try store.effectsAttempted(until: time, limit: 9))
    _ = (try store.effects(after: 0, limit: 9), try store.effectsInDoubt(after: 0, limit: 9))
    _ = try store.effects(of: key)
    try store.removeEffect(effect.key)
    try store.append(
      JournalRow(
        session: key, number: 1, now: time, machineVersion: 1, input: [], records: [], recordsDigest: 0,
        documentDigest: 0))
    _ = try store.journal(of: key, after: 0, limit: 9)
    try store.append(StoreRecord(at: time, customer: customer, content: []))
    _ = (try store.storeRecords(after: 0, limit: 9), try store.deleteStoreRecords(before: time, limit: 2))
    let held = HeldEvent(name: names[1], key: nil, received: time, content: [])
    _ = (try store.takeHeldEvent(try store.hold(held)), try store.heldEvents(under: names[1]))
    _ = try store.takeHeldEvents(under: names[1])
    _ = try store.put([], definitions: [DefinitionRow(hash: session.definition, content: [])])
    _ = (try store.projectNumber(), try store.project(), try store.definition(session.definition))
    _ = try store.deleteUnusedDefinitions()
    let letter = DeadLetter(.input, at: time, session: key, customer: customer, problem: "", content: [])
    let number = try store.insert(letter)
    _ = (try store.deadLetter(number), try store.deadLetters(after: 0, limit: 9), try store.deadLetterCount())
    try store.removeDeadLetter(number)
    _ = (try store.isPaused(), try store.isSuppressed(customer), try store.life())
    try store.setPaused(true)
    try store.setSuppressed(true, customer)
    try store.setSuppressed(false, customer)
    _ = try store.suppressedCustomers(after: nil, limit: 9)
    _ = try store.deleteSessions(endedBefore: time, limit: 2)
    _ = try store.forget(customer, conversations: ["c"])
    try store.deleteMadeNames()
  }

  /// Fills each table that grows as a store of a busy service is filled: most of its sessions have ended.
  private static let filling = """
    CREATE FUNCTION text_of(prefix TEXT, n BIGINT) RETURNS BYTEA IMMUTABLE LANGUAGE sql
      AS $$ SELECT convert_to(prefix || n, 'UTF8') $$;
    INSERT INTO sessions SELECT n, text_of('s', n), 'f', 'd', text_of('sms:+', n % 5000), 3, 9, n, n,
      CASE WHEN n % 10 > 0 THEN n END, NULL, NULL, NULL, FALSE, 'document' FROM generate_series(1, 20000) AS n;
    INSERT INTO session_names SELECT 2, text_of('c', n), n FROM generate_series(1, 20000) AS n;
    INSERT INTO locked_names SELECT 2, text_of('c', n) FROM generate_series(1, 20000) AS n;
    INSERT INTO journal SELECT text_of('s', n), turn, n, 1, 'input', 'records', 0, 0
      FROM generate_series(1, 20000) AS n, generate_series(1, 3) AS turn;
    INSERT INTO inputs SELECT n, NULL, '', n, 1, text_of('sms:+', n % 5000), 'content', 0 FROM generate_series(1, 20000) AS n;
    INSERT INTO input_keys SELECT text_of('k', n), '', n FROM generate_series(1, 20000) AS n;
    INSERT INTO timers SELECT text_of('s', n), 1, n, n, 0 FROM generate_series(1, 20000) AS n;
    INSERT INTO effects SELECT n, text_of('s', n), 1, 'i', 'content', text_of('l', n % 5000), n, TRUE, FALSE, 0, NULL,
      n % 3, n FROM generate_series(1, 20000) AS n;
    INSERT INTO store_records SELECT n, n, text_of('sms:+', n % 5000), 'content' FROM generate_series(1, 20000) AS n;
    INSERT INTO held_events SELECT n, 2, text_of('c', n), NULL, n, 'content' FROM generate_series(1, 9000) AS n;
    INSERT INTO dead_letters SELECT n, 'input', n, text_of('s', n), text_of('sms:+', n % 5000), '', ''
      FROM generate_series(1, 20000) AS n;
    INSERT INTO suppressed_customers SELECT text_of('sms:+', n) FROM generate_series(1, 20000) AS n;
    SELECT setval('numbers', 100000);
    ANALYZE;
    """
}
#endif
