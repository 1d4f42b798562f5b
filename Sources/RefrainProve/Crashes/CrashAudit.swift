import FlowModel
import JSONSyntax
import RefrainKit
import ServiceCore

/// What must hold of a service once all its processes have ended, however many were killed.
struct CrashAudit<Store: ServiceStore> {
  /// Something that does not hold.
  struct Violation: Error, CustomStringConvertible {
    let description: String
  }

  /// A turn of a session as its journal tells it.
  private struct Turn {
    let session: SessionKey
    let row: JournalRow
    let input: JSON
    let records: [JSON]
  }

  let store: Store
  let world: StubWorld
  let outcome: CrashRun<Store>.Outcome
  let customers: Int

  func check() async throws {
    let turns = try await turns()
    try checkMessages(turns)
    try await checkEvents(turns)
    try checkTimers(turns)
    try await checkEffects(turns)
    try await checkAgents()
    try await checkEnds()
    try await checkReplay()
  }

  private func expect(_ holds: Bool, _ what: @autoclosure () -> String) throws(Violation) {
    if !holds { throw Violation(description: what()) }
  }

  private func turns() async throws -> [Turn] {
    let rows = try await read(store) { store in
      try store.sessions(of: nil, after: 0, limit: .max).flatMap {
        try store.journal(of: $0.key, after: 0, limit: .max)
      }
    }
    return try rows.map { row in
      Turn(
        session: row.session, row: row, input: try JSON(parsing: row.input),
        records: try row.records.split(separator: UInt8(ascii: "\n")).map {
          try JSON(parsing: Array($0))
        })
    }
  }

  /// Every message that was acknowledged has been taken once, and those of a customer in their order. Where one was a dead letter
  /// until it was retried, their other sessions have gone on, and the order is that of each session; what was a dead letter before
  /// anybody was to take it nothing has waited for.
  private func checkMessages(_ turns: [Turn]) throws {
    var taken: [String: [Turn]] = [:]
    for turn in turns {
      let message = turn.input["begin"]?["message"] ?? turn.input["resume"]?["message"]
      if let id = message?["transactionId"]?.string { taken[id, default: []].append(turn) }
    }
    let outOfPlace = outcome.retried.filter { $0.session == nil }
      .map { String(decoding: $0.content, as: UTF8.self) }
    for customer in 1...customers {
      let hasWaited = outcome.retried.contains { $0.customer?.address == StubWorld.address(of: customer) }
      var latest: Turn?
      var latestOfSessions: [SessionKey: Turn] = [:]
      for number in 1...4 {
        let found = taken["t-\(customer)-\(number)"] ?? []
        try expect(
          found.count == 1, "message \(number) of customer \(customer) was taken \(found.count) times")
        if outOfPlace.contains(where: { $0.contains("t-\(customer)-\(number)") }) { continue }
        let before = hasWaited ? latestOfSessions[found[0].session] : latest
        if let before {
          try expect(
            before.row.now <= found[0].row.now
              && (before.session != found[0].session || before.row.number < found[0].row.number),
            "message \(number) of customer \(customer) was taken before the one that came before it")
        }
        latest = found[0]
        latestOfSessions[found[0].session] = found[0]
      }
    }
  }

  /// Every event that was acknowledged has been taken by a session or discarded, once.
  private func checkEvents(_ turns: [Turn]) async throws {
    var taken: [String: Int] = [:]
    func take(_ wire: JSON?) { if let id = wire?["id"]?.string { taken[id, default: 0] += 1 } }
    for turn in turns {
      take(turn.input["resume"]?["event"]?["wire"])
      for wire in turn.input["held"]?.array ?? [] { take(wire) }
    }
    let records = try await read(store) { try $0.storeRecords(after: 0, limit: .max) }
    for record in records {
      let json = try JSON(parsing: record.content)
      if json["type"] == "eventDiscarded" { take(json) }
    }
    for (id, conversation) in world.conversations {
      for number in 1...3 {
        let count = taken["\(id)-event-\(number)"] ?? 0
        try expect(
          count == 1 || count == 0 && conversation.ended != nil,
          "event \(number) of conversation \(id) was taken \(count) times")
      }
    }
  }

  /// No timer fires before its time, and nothing whose time has come is still waited for.
  private func checkTimers(_ turns: [Turn]) throws {
    var due: [String: Int] = [:]
    for turn in turns {
      let key = turn.session.text
      if turn.input["resume"]?["timer"]?["number"] != nil, let time = due[key],
        let at = turn.records.first?["at"]?.naturalNumber
      {
        try expect(at >= time, "a timer of \(key) fired at \(at), before \(time)")
      }
      for record in turn.records where record["type"] == "waiting" {
        due[key] = record["until"]?.naturalNumber
      }
    }
  }

  /// Each effect was done once, or is told of as in doubt or expired.
  private func checkEffects(_ turns: [Turn]) async throws {
    let asking = ["messageSent", "conversationRequested", "serviceRequested", "messageForwarded"]
    var asked = 0
    var doubts: [String: Int] = [:]
    var known = Set(world.done.keys.map(\.text))
    let ofService = try await read(store) { store in
      try store.storeRecords(after: 0, limit: .max).map { try JSON(parsing: $0.content) }
    }
    for record in turns.flatMap(\.records) + ofService {
      switch record["type"]?.string {
      case "effectInDoubt": doubts[record["effect"]?.string ?? "", default: 0] += 1
      case "effectExpired": known.insert(record["effect"]?.string ?? "")
      case let type? where asking.contains(type): asked += 1
      default: break
      }
    }
    known.formUnion(doubts.keys)
    // What the service wants itself no record asks for.
    known = known.filter { EffectKey(text: $0)?.session.text != "service" }
    for (key, count) in world.done {
      try expect(
        count <= 1 + doubts[key.text, default: 0],
        "effect \(key.text) was done \(count) times and is not in doubt")
    }
    try expect(known.count == asked, "\(asked) effects were asked for, and \(known.count) are heard of")
    let doubtful = doubts.values.reduce(0, +)
    try expect(
      doubtful <= outcome.callsInFlight + world.unanswered,
      "\(doubtful) effects are in doubt where \(outcome.callsInFlight + world.unanswered) calls were cut off")
  }

  /// No agent has been alone for longer than five minutes and a half, the time aside in which nobody ran meanwhile: the clock
  /// is the run's own, and nothing is added for a busy machine.
  private func checkAgents() async throws {
    for (id, conversation) in world.conversations {
      let sessions = try await read(store) { try $0.sessions(under: [.conversation(id)], keys: []) }
      guard sessions.isEmpty else { continue }
      guard let ended = conversation.ended else {
        throw Violation(description: "nobody knows conversation \(id), and nobody has ended it")
      }
      let downtime = outcome.downtimes.reduce(0) {
        $0 + max(0, min(ended, $1.upperBound) - max(conversation.began, $1.lowerBound))
      }
      try expect(
        ended - conversation.began <= 330_000 + downtime,
        "the agent of conversation \(id) was alone for \(ended - conversation.began) ms")
    }
  }

  /// Nothing waits any more that time alone would bring on, and no dead letter is there but of a conversation that was ended.
  private func checkEnds() async throws {
    let (sessions, pending, letters) = try await read(store) { store in
      (
        try store.sessions(of: nil, after: 0, limit: .max), try store.pendingInputs(),
        try store.deadLetters(after: 0, limit: .max)
      )
    }
    try expect(pending.count == 0, "\(pending.count) inputs have not been taken")
    for session in sessions {
      try expect(
        session.endedAt != nil || session.parking?.reason == .conversationEvent,
        "\(session.key.text) still waits for \(session.parking?.reason.rawValue ?? "nothing")")
    }
    for letter in letters {
      try expect(letter.kind == .orphan, "there is a dead letter: \(letter.problem)")
    }
  }

  private func checkReplay() async throws {
    var violation: Violation?
    try await JournalReplay(store).replayAll { key, result in
      if case .same = result { return }
      violation = violation ?? Violation(description: "replayed, \(key.text) \(result)")
    }
    if let violation { throw violation }
  }
}
