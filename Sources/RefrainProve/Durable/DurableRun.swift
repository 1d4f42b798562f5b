import FlowModel
import JSONSyntax
import RefrainKit
import ServiceCore
import Synchronization

/// One run of the seeded simulation, taken once more by the durable turn over a store in memory: every session must have the
/// trace that it has in a host.
///
/// Sessions have other keys there, in the order of their starts, and a trace of their own each.
struct DurableRun: Sendable {
  /// What a session's trace is otherwise, or what else went wrong.
  struct Difference: Error, Sendable, CustomStringConvertible {
    let description: String
  }

  /// How much was compared.
  struct Tally: Sendable {
    var sessions = 0
    var records = 0
    var turns = 0
    var processes = 0
  }

  let run: SessionRun
  /// After how many inputs the process ends and another one goes on with what the store holds.
  var inputsPerProcess = 97

  /// Takes the run's inputs and compares what came of them.
  func compare(_ project: ServiceProject) async throws -> Tally {
    var simulation = run.simulation(of: project.routed)
    simulation.run()
    let history = simulation.history
    let keys = DrawnKeys(seed: run.seed &+ UInt64(run.number))
    let clock = SettableClock(history.start)
    var store = MemoryStore()
    _ = try await store.transaction { (store) throws(StoreFailure) in
      .commit(store.set(StoreLife(incarnation: "prove", kind: .emulated)))
    }
    var driver = try await TurnDriver(store, clock: { clock.now }, sessionKey: { keys.draw() })
    try await driver.put(project)
    var tally = Tally(processes: 1)
    var report = TurnReport()
    for (index, step) in history.steps.enumerated() {
      if index > 0, index.isMultiple(of: inputsPerProcess) {
        store = await store.reopened()
        driver = try await TurnDriver(store, clock: { clock.now }, sessionKey: { keys.draw() })
        tally.processes += 1
      }
      clock.set(step.time)
      if let input = keys.renamed(step.input) {
        _ = try await store.accept([NewInput(input, received: step.time)])
      }
      report += try await driver.takeAll()
    }
    guard report.notices.isEmpty else { throw Difference(description: "\(report.notices[0])") }
    tally.turns = report.turns
    try await compareSessions(history, keys, store, &tally)
    try await compareStore(history, store)
    try await replay(store)
    return tally
  }

  private func compareSessions(
    _ history: SimulationHistory, _ keys: DrawnKeys, _ store: MemoryStore, _ tally: inout Tally
  ) async throws {
    var traces: [String: [TraceRecord]] = [:]
    for record in history.records {
      if let session = record.session { traces[session, default: []].append(record) }
    }
    guard traces.count == keys.count else {
      throw Difference(description: "\(keys.count) sessions began, and \(traces.count) in the host")
    }
    for number in 1...max(1, traces.count) where !traces.isEmpty {
      let expected = traces[SessionKey(simulated: number).text] ?? []
      let key = keys.key(number)
      let begin = expected[0].milliseconds
      let lines = expected.enumerated().map { index, record in
        TraceRecord(
          sequence: index + 1, milliseconds: record.milliseconds - begin, session: key.text,
          happening: record.happening
        ).json(traceStart: history.start + begin).compact
      }
      let told = try await trace(of: key, in: store)
      if let index = lines.indices.first(where: { $0 >= told.count || told[$0] != lines[$0] }) {
        let other = index < told.count ? told[index] : "nothing"
        throw Difference(
          description: "session-\(number), record \(expected[index].sequence): \(lines[index]) is \(other)")
      }
      guard told.count == lines.count else {
        throw Difference(description: "session-\(number) tells more: \(told[lines.count])")
      }
      tally.sessions += 1
      tally.records += lines.count
    }
  }

  private func trace(of key: SessionKey, in store: MemoryStore) async throws -> [String] {
    let rows = try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(store.journal(of: key, after: 0, limit: .max))
    }
    return rows.flatMap { row in
      row.records.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// What belongs to no session is told alike too; a malformed message of a callback is never taken in.
  private func compareStore(_ history: SimulationHistory, _ store: MemoryStore) async throws {
    let expected = history.records.filter { record in
      if case .callbackSkipped = record.happening { return false }
      return record.session == nil
    }
    let lines = expected.map { record in
      let members = record.json(traceStart: history.start).object.map { Array($0.dropFirst(2)) }
      return "\(record.milliseconds) \(JSON.object(JSONObject(members ?? [])).compact)"
    }
    let records = try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(store.storeRecords(after: 0, limit: .max))
    }
    let told = records.map { "\($0.at - history.start) \(String(decoding: $0.content, as: UTF8.self))" }
    guard told != lines else { return }
    let index = zip(told, lines).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    throw Difference(
      description: index.map { "of no session: \(lines[$0]) is \(told[$0])" }
        ?? "of no session there are \(told.count) records, not \(lines.count)")
  }

  private func replay(_ store: MemoryStore) async throws {
    var difference: Difference?
    try await JournalReplay(store).replayAll { key, result in
      if case .same = result { return }
      difference = difference ?? Difference(description: "replayed, \(key.text) \(result)")
    }
    if let difference { throw difference }
  }
}

/// A clock that is set.
final class SettableClock: Sendable {
  private let time: Mutex<Timestamp>

  init(_ time: Timestamp) { self.time = Mutex(time) }

  var now: Timestamp { time.withLock { $0 } }

  func set(_ now: Timestamp) { time.withLock { $0 = now } }
}

/// Keys of sessions, in the order of their starts.
final class DrawnKeys: Sendable {
  private struct Drawn {
    var generator: SeededGenerator
    var keys: [SessionKey] = []
  }

  private let drawn: Mutex<Drawn>

  init(seed: UInt64) { drawn = Mutex(Drawn(generator: SeededGenerator(seed: seed))) }

  /// How many were drawn.
  var count: Int { drawn.withLock { $0.keys.count } }

  /// Draws the next.
  func draw() -> SessionKey {
    drawn.withLock { drawn in
      let key = SessionKey(bits: (high: drawn.generator.next(), low: drawn.generator.next()))
      drawn.keys.append(key)
      return key
    }
  }

  /// The key of the session with a number, from 1.
  func key(_ number: Int) -> SessionKey { drawn.withLock { $0.keys[number - 1] } }

  /// The input of a host as it comes to a store: for sessions by their keys there, a callback's message by itself; nil where nothing
  /// comes, since a store keeps its timers itself.
  func renamed(_ input: HostInput) -> HostInput? {
    switch input {
    case .message, .webhook: input
    case .callback(let body):
      switch body.first {
      case .success(let event): .event(event, of: nil)
      case .failure: nil
      }
    case .event(let event, let session): .event(event, of: session.map(renamed))
    case .answer(let answer, let key): .answer(answer, to: renamed(key))
    case .receipt(let report, let id, let key): .receipt(report, gatewayID: id, of: key.map(renamed))
    case .timer, .timePassed: nil
    }
  }

  private func renamed(_ key: IdempotencyKey) -> IdempotencyKey {
    IdempotencyKey(session: renamed(key.session), effect: key.effect)
  }

  private func renamed(_ session: SessionKey) -> SessionKey {
    guard let number = Int(session.text.drop { !$0.isNumber }), number <= count else { return session }
    return key(number)
  }
}
