#if Service
import FlowModel
import Foundation
import RefrainKit
import RefrainService
import ServiceCore

/// Turns with a message to send over a store in a file, each with its answer, and the SQL of them without the machine.
enum SendWorks {
  static var all: [Work] {
    let rounds = SendRounds()
    return [
      Work(
        name: "service-send",
        summary: "turns with a message to send, and its answer, a hundred sessions at a time",
        unit: "turns/s", goal: .none, measure: { try await rounds.figures($0).turns }),
      Work(
        name: "service-sql", summary: "the SQL of service-send and of its answer, without the machine",
        unit: "turns/s", goal: .none, measure: { try await rounds.figures($0).sql }),
      Work(
        name: "service-share", summary: "what the first are of the second, taken by turns", unit: "%",
        goal: .atLeast(60), measure: { try await rounds.figures($0).share }),
    ]
  }
}

/// Both, measured by turns: what a machine gives differs from one second to the next, and so both see the same of it.
private actor SendRounds {
  struct Figures {
    /// Turns a second with the machine, and of the SQL alone.
    let turns: Measurement, sql: Measurement
    /// What the one is of the other, in percent: of each round by itself.
    let share: Measurement
  }

  private var known: Figures?

  func figures(_ plan: Plan) async throws -> Figures {
    if let known { return known }
    let figures = try await Self.measure(plan)
    known = figures
    return figures
  }

  private static func measure(_ plan: Plan) async throws -> Figures {
    var (turns, sql): ([Double], [Double]) = ([], [])
    try await ServiceWorks.inFolder { folder in
      var sends = try await Sends(in: folder + "/sends.sqlite")
      var statements = try await SendStatements(in: folder + "/sql.sqlite")
      let batches = plan.scaled(20)
      let clock = ContinuousClock()
      for round in 0...plan.repetitions {
        let turnTime = try await clock.measure { try await sends.take(batches: batches) }
        let time = try await clock.measure { try await statements.take(batches: batches) }
        // The first round warms up.
        guard round > 0 else { continue }
        turns.append(ServiceWorks.rate(of: batches * Sends.sessions, turnTime))
        sql.append(ServiceWorks.rate(of: batches * Sends.sessions, time))
      }
    }
    return Figures(
      turns: Measurement(turns), sql: Measurement(sql),
      share: Measurement(zip(turns, sql).map { 100 * $0 / $1 }))
  }
}

/// Sessions that send something at the same time.
struct Sends {
  /// How many.
  static let sessions = 100

  private let rig: ServiceRig<SQLiteStore>
  private var batches = 0

  init(in path: String) async throws {
    rig = try await ServiceRig(try await ServiceWorks.served(path))
    try await rig.open(sessions: 0..<Self.sessions)
  }

  /// Takes an event of each session, sends what comes of it, and takes the answers, before the next events come.
  mutating func take(batches count: Int) async throws {
    for batch in batches..<batches + count {
      let events = (0..<Self.sessions).map {
        rig.event(batch * Self.sessions + $0, of: $0, content: "Hello")
      }
      _ = try await rig.store.accept(events)
      try await rig.work()
    }
    batches += count
  }
}

/// What the store does of events with a message to send each, of its call and of its answer, in hundreds.
struct SendStatements {
  private let rig: ServiceRig<SQLiteStore>
  private let written: WrittenTurn
  private let sessions: [SessionRow]
  private var batches = 0

  private var store: SQLiteStore { rig.store }

  init(in path: String) async throws {
    rig = try await ServiceRig(try await ServiceWorks.served(path))
    try await rig.open(sessions: 0..<Sends.sessions)
    written = try await rig.writtenTurn()
    sessions = try await rig.store.transaction { (store) throws(StoreFailure) in
      .rollBack(try store.sessions(of: nil, after: 0, limit: Sends.sessions))
    }
  }

  /// Has the store do it.
  mutating func take(batches count: Int) async throws {
    for batch in batches..<batches + count { try await take(batch) }
    batches += count
  }

  private func take(_ batch: Int) async throws {
    let count = sessions.count
    let document = written.document(after: batch)
    _ = try await store.accept(
      (0..<count).map { rig.event(batch * count + $0, of: $0, content: "Hello") })
    let keys = (0..<count).map {
      EffectKey(incarnation: "sql", session: sessions[$0].key, number: batch * count + $0 + 1)
    }
    try await claim()
    try await end(document, written.records.event) { [written] (store, index) throws(StoreFailure) in
      try store.insert(
        EffectRow(
          key: keys[index], content: written.effect, lane: "send sms +15555550100 +1555555\(index)",
          notAfter: WallClock.now + 60_000, notBefore: Timestamp(milliseconds: 0)))
      try store.setTimer(.session(keys[index].session, TimerID(1)), at: WallClock.now + 60_000)
    }
    try await call(keys)
    try await claim()
    try await end(document, written.records.answer) { (store, index) throws(StoreFailure) in
      try store.removeTimer(.session(keys[index].session, TimerID(1)))
    }
  }

  private func claim() async throws {
    try await store.transaction { [count = sessions.count] (store) throws(StoreFailure) in
      _ = try store.timers(dueBy: WallClock.now, limit: count)
      try store.markInputs(try store.inputs(limit: count).map(\.arrival), by: 1)
      return .commit(())
    }
  }

  /// Ends inputs, each with a session's document, its journal's row and what else is done.
  private func end(
    _ document: [UInt8], _ records: [UInt8],
    besides: @escaping @Sendable (inout SQLiteTransaction, Int) throws(StoreFailure) -> Void
  ) async throws {
    try await store.transaction { [sessions] (store) throws(StoreFailure) in
      _ = try store.projectNumber()
      let inputs = try store.inputs(limit: sessions.count)
      for (index, input) in inputs.enumerated() {
        let key = sessions[index].key
        guard var row = try store.sessions(under: [], keys: [key]).first else { throw .conflict }
        let former = row.turn
        row.turn += 1
        row.document = document
        try store.update(row, after: former, under: nil)
        try besides(&store, index)
        try store.append(
          JournalRow(
            session: key, number: row.turn, now: row.latestTurnAt, machineVersion: 1,
            input: input.input.content, records: records, recordsDigest: 1, documentDigest: 2))
        try store.endInput(input.arrival)
      }
      return .commit(())
    }
  }

  /// Marks effects as attempted, and ends them with an answer for their sessions.
  private func call(_ keys: [EffectKey]) async throws {
    try await store.transaction { [sessions] (store) throws(StoreFailure) in
      for var effect in try store.effectsReady(at: WallClock.now, limit: sessions.count) {
        _ = try store.isSuppressed(sessions[0].customer)
        effect.state = .attempted(until: WallClock.now + 30_000, by: 1)
        try store.update(effect)
      }
      return .commit(())
    }
    try await store.transaction { [written] (store) throws(StoreFailure) in
      for key in keys {
        _ = try store.effect(key)
        try store.removeEffect(key)
      }
      _ = try store.accept(
        keys.map {
          NewInput(key: nil, received: WallClock.now, queue: .session($0.session), content: written.answer)
        })
      return .commit(())
    }
  }
}

/// What a turn with a message to send, and that of the answer, have a store keep.
struct WrittenTurn: Sendable {
  private let parked: [UInt8]
  /// The effect.
  let effect: [UInt8]
  /// What came of it.
  let answer: [UInt8]
  /// What both turns tell.
  let records: (event: [UInt8], answer: [UInt8])

  init(document: [UInt8], effect: [UInt8], answer: [UInt8], records: (event: [UInt8], answer: [UInt8])) {
    parked = document
    self.effect = effect
    self.answer = answer
    self.records = records
  }

  /// A document as large as that of a session that has taken so many events: it remembers the ids of all.
  func document(after events: Int) -> [UInt8] {
    parked + [UInt8](repeating: 7, count: events * "\"event-1000\",".utf8.count)
  }
}
#endif
