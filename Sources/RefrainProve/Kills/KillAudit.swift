#if Service
import FlowModel
import RefrainKit
import ServiceCore

/// What must hold of a store and of the world's log, once all is quiet.
struct KillAudit {
  /// Something does not hold.
  struct Violation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
  }

  /// How much was judged.
  struct Tally: Sendable {
    var sessions = 0
    var turns = 0
    var doubts = 0
    var orphans = 0
    /// How late a timer fired at most that was due while the service was up, by the clock: what a busy machine adds.
    var lateness: Int64 = 0
    /// How long a customer's message waited for its turn at most while the service was up: what a busy machine adds.
    var backlog: Int64 = 0
  }

  let world: KillWorld
  /// How many calls had begun and were not answered when processes were killed.
  let callsInFlight: Int
  /// Inputs that were dead letters and that no session was to take yet: a customer's first message, an event of a conversation
  /// that nobody knew. Nothing that came behind such a one waited for it.
  let outOfPlace: Set<Int>

  private var journals: [(session: SessionRow, rows: [JournalRow])] = []
  private var records: [StoreRecord] = []
  private(set) var tally = Tally()
  /// When each input was taken, by its number.
  private(set) var takenAt: [Int: Timestamp] = [:]
  /// When each effect was judged to be in doubt of which that was said, by its key.
  private(set) var doubtedAt: [String: [Timestamp]] = [:]

  /// - Parameter letters: The dead letters that were retried.
  init(_ world: KillWorld, callsInFlight: Int, retried letters: [DeadLetter]) {
    self.world = world
    self.callsInFlight = callsInFlight
    outOfPlace = Set(
      letters.filter { $0.session == nil }.flatMap { letter in
        Self.numbers(in: (try? JSON(parsing: letter.content))?["content"]?.string ?? "")
      })
  }

  /// Judges all of it.
  mutating func check<Store: ServiceStore>(_ store: Store) async throws {
    try await read(store)
    try await checkInputs()
    try checkOrder()
    try await checkEffects(store)
    try await checkTimers()
    try await checkAgents()
    try await checkReplay(store)
  }

  private mutating func read<Store: ServiceStore>(_ store: Store) async throws {
    (journals, records) = try await store.transaction { (store) throws(StoreFailure) in
      var journals: [(session: SessionRow, rows: [JournalRow])] = []
      for session in try store.sessions(of: nil, after: 0, limit: .max) {
        journals.append((session, try store.journal(of: session.key, after: 0, limit: .max)))
      }
      return .rollBack((journals, try store.storeRecords(after: 0, limit: .max)))
    }
    tally.sessions = journals.count
    tally.turns = journals.reduce(0) { $0 + $1.rows.count }
  }

  /// The numbers of the inputs that a row of a journal took, in order: a start's answer takes events with it.
  /// - Parameter signs: What the wanted ones' names begin with: `t` of a message, `e` of an event.
  private func numbers(in row: JournalRow, signs: String = "te") -> [Int] {
    Self.numbers(in: String(decoding: row.input, as: UTF8.self), signs: signs)
  }

  /// The numbers of the inputs that are named in what the service has written.
  static func numbers(in text: String, signs: String = "te") -> [Int] {
    text.split(separator: "\"").filter { $0.first.map(signs.contains) ?? false }
      .compactMap { Int($0.dropFirst()) }
  }

  /// No input that was acknowledged is lost, and none is taken twice.
  private mutating func checkInputs() async throws {
    var taken: [Int: Int] = [:]
    for journal in journals {
      for row in journal.rows {
        for number in numbers(in: row) {
          taken[number, default: 0] += 1
          takenAt[number] = row.now
        }
      }
    }
    if let (number, count) = taken.first(where: { $0.value > 1 }) {
      throw Violation("input \(number) was taken \(count) times")
    }
    var discarded: Set<Int> = []
    var unhandled: [String: Int] = [:]
    for record in records {
      let json = try? JSON(parsing: record.content)
      if json?["type"] == "eventDiscarded", let number = json?["id"]?.string.flatMap({ Int($0.dropFirst()) })
      {
        discarded.insert(number)
      }
      if json?["type"] == "messageUnhandled", let customer = record.customer {
        unhandled[customer.address.text, default: 0] += 1
      }
    }
    var missing: [String: Int] = [:]
    for (number, (lane, _)) in await world.acknowledged
    where taken[number] == nil && !discarded.contains(number) {
      missing[lane, default: 0] += 1
    }
    for (lane, count) in missing where unhandled[lane] != count {
      throw Violation(
        "\(count) acknowledged inputs of \(lane) are lost, \(unhandled[lane] ?? 0) were unhandled")
    }
  }

  /// Each customer's messages, and each conversation's events, are taken in the order in which they came.
  private func checkOrder() throws {
    for journal in journals {
      for sign in ["t", "e"] {
        var latest = 0
        for row in journal.rows {
          for number in numbers(in: row, signs: sign) where !outOfPlace.contains(number) {
            guard number > latest else {
              throw Violation("session \(journal.session.key.text) takes input \(number) after \(latest)")
            }
            latest = number
          }
        }
      }
    }
  }

  /// Each effect is asked for once, or once more for each doubt; nothing is asked for that was not committed; no more is in
  /// doubt than calls were in flight.
  private mutating func checkEffects<Store: ServiceStore>(_ store: Store) async throws {
    for journal in journals {
      for row in journal.rows {
        for line in row.records.split(separator: UInt8(ascii: "\n")) {
          let json = try? JSON(parsing: Array(line))
          noteDoubt(json, at: row.now)
        }
      }
    }
    // Of what the service wants itself.
    for record in records { noteDoubt(try? JSON(parsing: record.content), at: record.at) }
    let doubts = doubtedAt.mapValues(\.count)
    tally.doubts = doubts.values.reduce(0, +)
    guard tally.doubts <= callsInFlight else {
      throw Violation("\(tally.doubts) effects are in doubt, and \(callsInFlight) calls were in flight")
    }
    let sessions = Set(journals.map(\.session.key.text)).union(["service"])
    for (key, calls) in Dictionary(grouping: await world.calls, by: \.key) {
      guard sessions.contains(key.session.text) else {
        throw Violation("\(key.text) was asked for, and its session is not there")
      }
      guard calls.count <= 1 + doubts[key.text, default: 0] else {
        throw Violation("\(key.text) was asked for \(calls.count) times, \(doubts[key.text] ?? 0) in doubt")
      }
    }
  }

  private mutating func noteDoubt(_ record: JSON?, at time: Timestamp) {
    guard record?["type"] == "effectInDoubt", let key = record?["effect"]?.string else { return }
    doubtedAt[key, default: []].append(time)
  }

  /// Every session has come to its end, which a timer sees to, and no timer fired early.
  private mutating func checkTimers() async throws {
    let (downtimes, acknowledged) = (await world.downtimes, await world.acknowledged)
    for (session, rows) in journals {
      guard session.endedAt != nil else { throw Violation("session \(session.key.text) waits for ever") }
      for (index, row) in rows.enumerated() {
        for number in numbers(in: row, signs: "t") {
          guard let at = acknowledged[number]?.at else { continue }
          tally.backlog = max(tally.backlog, row.now - at - Self.overlap(of: downtimes, with: at, row.now))
        }
        guard let input = try? JSON(parsing: row.input), input["resume"]?["timer"] != nil else { continue }
        if index > 0, String(decoding: row.records, as: UTF8.self).contains("\"survey\"") {
          let due = rows[index - 1].now + KillFlow.pauseMilliseconds
          tally.lateness = max(
            tally.lateness, row.now - due - Self.overlap(of: downtimes, with: due, row.now))
        }
        // The flow sets none that is shorter; the pause is also told by what went before it.
        guard row.now - session.startedAt >= KillFlow.pauseMilliseconds else {
          throw Violation("turn \(row.number) of \(session.key.text) fired early")
        }
      }
    }
  }

  /// No agent is left with nobody for longer than 330 seconds, while the service was up.
  private mutating func checkAgents() async throws {
    let names = Set(
      journals.flatMap { journal in
        journal.rows.flatMap { row in
          String(decoding: row.input, as: UTF8.self).split(separator: "\"").filter { $0.first == "c" }
            .map(String.init)
        }
      })
    let downtimes = await world.downtimes
    for (id, conversation) in await world.conversations where !names.contains(id) {
      tally.orphans += 1
      guard let end = conversation.endedAt else { throw Violation("an agent is left alone in \(id)") }
      // An event that is not acknowledged comes again, by whoever posts it.
      guard let begin = conversation.knownAt else { throw Violation("nothing was heard of \(id)") }
      let time = end - begin - Self.overlap(of: downtimes, with: begin, end)
      // The event and its timer each wait for a machine that may be busy.
      guard time <= 330_000 + tally.lateness + tally.backlog else {
        throw Violation("an agent was alone in \(id) for \(time / 1000) s")
      }
    }
  }

  /// For how many milliseconds of a time nobody served the store.
  private static func overlap(
    of downtimes: [ClosedRange<Timestamp>], with begin: Timestamp, _ end: Timestamp
  ) -> Int64 {
    downtimes.reduce(0) { $0 + max(0, min(end, $1.upperBound) - max(begin, $1.lowerBound)) }
  }

  /// The machine makes of the journals what it made of them before.
  private func checkReplay<Store: ServiceStore>(_ store: Store) async throws {
    var difference: Violation?
    try await JournalReplay(store).replayAll { key, result in
      if case .same = result { return }
      difference = difference ?? Violation("replayed, \(key.text) \(result)")
    }
    if let difference { throw difference }
  }
}
#endif
