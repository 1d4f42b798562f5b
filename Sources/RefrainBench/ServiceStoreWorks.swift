#if Service
import FlowModel
import Foundation
import RefrainKit
import RefrainService
import ServiceCore

/// The live service over a store in which much has been kept: none of it may be noticed.
enum ServiceStoreWorks {
  static var all: [Work] {
    [
      Work(
        name: "service-sql", summary: "the SQL of service-send and of its answer, without the machine",
        unit: "turns/s", goal: .none,
        measure: { plan in
          try await ServiceWorks.repeated(plan) { try await sends(in: $0, batches: plan.scaled(80)) }
        }),
      Work(
        name: "service-ended",
        summary: "a turn with 1,000,000 ended sessions in the store, against an empty one",
        unit: "times", goal: .atMost(1.3), measure: ended),
      Work(
        name: "service-deletion",
        summary: "99th percentile of acknowledgements while 1,000,000 sessions are deleted", unit: "ms",
        goal: .atMost(100), measure: deletion),
      Work(
        name: "service-memory", summary: "resident memory once started with 100,000 parked sessions",
        unit: "MB", goal: .atMost(60), measure: { try await memory($0, sessions: 100_000) }),
      Work(
        name: "service-memory-1M", summary: "the same with 1,000,000 parked sessions", unit: "MB",
        goal: .atMost(66), measure: { try await memory($0, sessions: 1_000_000) }),
    ]
  }

  // MARK: What is kept

  /// Puts sessions into a store that nobody will read: ended ones, or parked ones with their timers.
  private static func fill(_ store: SQLiteStore, with count: Int, areEnded: Bool) async throws {
    let together = 1_000
    for first in stride(from: 0, to: count, by: together) {
      try await store.transaction { (store) throws(StoreFailure) in
        for number in first..<min(first + together, count) {
          let row = row(number, isEnded: areEnded)
          let conversation = StoreName.conversation(ConversationID("kept-\(number)"))
          _ = try store.insert(
            row, under: areEnded ? [conversation] : [conversation, .customer(row.customer)])
          try store.append(
            JournalRow(
              session: row.key, number: 1, now: row.startedAt, machineVersion: 1, input: [1], records: [2],
              recordsDigest: 3, documentDigest: 4))
          if !areEnded {
            try store.setTimer(.session(row.key, TimerID(1)), at: WallClock.now + 86_400_000)
          }
        }
        return .commit(())
      }
    }
  }

  private static func row(_ number: Int, isEnded: Bool) -> SessionRow {
    let start = Timestamp(milliseconds: 1_767_225_600_000)
    return SessionRow(
      key: SessionKey("kept-\(number)"), flow: "benchmark.flow.json",
      definition: DefinitionHash(text: "kept"),
      customer: Customer(channel: .sms, address: CustomerAddress("+1777\(1_000_000 + number)")), turn: 1,
      recordCount: 1, startedAt: start, latestTurnAt: start, endedAt: isEnded ? start : nil, parking: nil,
      document: [UInt8](repeating: 7, count: isEnded ? 300 : 1_500))
  }

  // MARK: Measuring

  private static func ended(_ plan: Plan) async throws -> Measurement? {
    var rates: [Double] = []
    for count in [0, plan.scaled(1_000_000)] {
      try await ServiceWorks.inFolder { folder in
        let path = folder + "/store.sqlite"
        rates.append(
          try await ServiceWorks.turns(in: path, plan.scaled(20_000), together: 100, content: "Re: hm") {
            try await fill($0, with: count, areEnded: true)
          })
      }
    }
    return Measurement([rates[0] / rates[1]])
  }

  private static func deletion(_ plan: Plan) async throws -> Measurement? {
    var time: Double?
    try await ServiceWorks.inFolder { folder in
      let store = try SQLiteStore.toServe(folder + "/store.sqlite")
      try await store.begin(.emulated)
      try await fill(store, with: plan.scaled(1_000_000), areEnded: true)
      time = try await acknowledgement(by: store, plan.scaled(5_000))
    }
    return time.map { Measurement([$0]) }
  }

  /// The 99th percentile of acknowledgements, in milliseconds, while all sessions of a store that have ended are deleted.
  static func acknowledgement(by store: some ServiceStore, _ count: Int) async throws -> Double {
    let deletion = Task {
      while try await !store.deleteOld(sessionsBefore: WallClock.now, keysBefore: WallClock.now, limit: 500) {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    // As long as that takes, and no longer than figures need.
    var times: [Double] = []
    for number in 0..<count {
      let start = ContinuousClock.now
      _ = try await store.accept([
        NewInput(
          key: InputKey(Array("\(number)".utf8)), received: WallClock.now, queue: nil,
          content: [UInt8](repeating: 7, count: 300))
      ])
      times.append((ContinuousClock.now - start) / .milliseconds(1))
      try await Task.sleep(for: .milliseconds(5))
    }
    deletion.cancel()
    _ = await deletion.result
    times.sort()
    return times[times.count * 99 / 100]
  }

  private static func memory(_ plan: Plan, sessions: Int) async throws -> Measurement? {
    var memory: Double?
    try await ServiceWorks.inFolder { folder in
      let path = folder + "/store.sqlite"
      do {
        let rig = try await ServiceRig(try await ServiceWorks.served(path))
        try await fill(rig.store, with: plan.scaled(sessions), areEnded: false)
      }
      // A process of its own, which has filled nothing.
      let child = try ChildProcess.run([CommandLine.arguments[0], "--serve-store", path])
      memory = Double(child.output.filter(\.isNumber)).map { $0 / 1_000_000 }
    }
    return memory.map { Measurement([$0]) }
  }

  /// Starts over a store, and prints how many bytes of memory the process has then.
  static func serve(_ path: String) async throws {
    let rig = try await ServiceRig(try await ServiceWorks.served(path))
    _ = try await rig.driver.takeAll()
    if let bytes = HostWorks.residentBytes { print(bytes) }
  }

  // MARK: The SQL alone

  /// Does what the store does of events with a message to send each, of its call and of its answer, in hundreds.
  static func sends(in path: String, batches: Int) async throws -> Double {
    let rig = try await ServiceRig(try await ServiceWorks.served(path))
    let sessions = ServiceWorks.senders
    let together = sessions
    try await rig.open(sessions: 0..<sessions)
    let written = try await rig.writtenTurn()
    let rows = try await rig.store.transaction { (store) throws(StoreFailure) in
      .rollBack(try store.sessions(of: nil, after: 0, limit: sessions))
    }
    let time = try await ContinuousClock().measure {
      for batch in 0..<batches {
        let document = written.document(after: batch)
        let events = (0..<together).map {
          let number = batch * together + $0
          return rig.event(number, of: number % sessions, content: "Hello")
        }
        _ = try await rig.store.accept(events)
        let keys = (0..<together).map {
          EffectKey(incarnation: "sql", session: rows[$0 % sessions].key, number: batch * together + $0 + 1)
        }
        try await claim(rig.store, together)
        try await take(rig.store, rows, together, document, written.records.event) {
          (store, index) throws(StoreFailure) in
          try store.insert(
            EffectRow(
              key: keys[index], content: written.effect, lane: "send sms +15555550100 +1555555\(index)",
              notAfter: WallClock.now + 60_000, notBefore: Timestamp(milliseconds: 0)))
          try store.setTimer(.session(keys[index].session, TimerID(1)), at: WallClock.now + 60_000)
        }
        try await rig.store.transaction { (store) throws(StoreFailure) in
          for var effect in try store.effectsReady(at: WallClock.now, limit: together) {
            _ = try store.isSuppressed(rows[0].customer)
            effect.state = .attempted(until: WallClock.now + 30_000, by: 1)
            try store.update(effect)
          }
          return .commit(())
        }
        try await rig.store.transaction { (store) throws(StoreFailure) in
          for key in keys {
            _ = try store.effect(key)
            try store.removeEffect(key)
          }
          _ = try store.accept(
            keys.map {
              NewInput(
                key: nil, received: WallClock.now, queue: .session($0.session), content: written.answer)
            })
          return .commit(())
        }
        try await claim(rig.store, together)
        try await take(rig.store, rows, together, document, written.records.answer) {
          (store, index) throws(StoreFailure) in
          try store.removeTimer(.session(keys[index].session, TimerID(1)))
        }
      }
    }
    return ServiceWorks.rate(of: batches * together, time)
  }

  private static func claim(_ store: SQLiteStore, _ count: Int) async throws {
    try await store.transaction { (store) throws(StoreFailure) in
      _ = try store.timers(dueBy: WallClock.now, limit: count)
      try store.markInputs(try store.inputs(limit: count).map(\.arrival), by: 1)
      return .commit(())
    }
  }

  /// Ends inputs, each with a session's document, its journal's row and what else is done.
  private static func take(
    _ store: SQLiteStore, _ sessions: [SessionRow], _ count: Int, _ document: [UInt8], _ records: [UInt8],
    besides: @escaping @Sendable (inout SQLiteTransaction, Int) throws(StoreFailure) -> Void
  ) async throws {
    try await store.transaction { (store) throws(StoreFailure) in
      _ = try store.projectNumber()
      let inputs = try store.inputs(limit: count)
      for (index, input) in inputs.enumerated() {
        let key = sessions[index % sessions.count].key
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
}
#endif
