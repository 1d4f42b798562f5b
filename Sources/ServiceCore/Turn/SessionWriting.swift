import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax

/// Writing what came of a session's turn: all of it in the transaction that takes the input.
extension DurableTurn {
  /// Writes a session after a turn: its document, timers, names, effects, and its journal's row.
  /// - Parameters:
  ///   - stored: What the store keeps of what came, where that is the input.
  ///   - former: What it was before; nil where it has begun.
  mutating func write(
    _ session: inout StoredSession, after input: RoutedInput, asCame stored: [UInt8]?,
    former: FormerSession?, in store: inout Transaction
  ) throws(StoreFailure) {
    let time = max(now, session.row.latestTurnAt)
    let lines = turn.lines(
      of: session.row.key, after: session.row.recordCount, startedAt: session.row.startedAt, at: time)
    let formerTurn = session.row.turn
    session.row.turn += 1
    session.row.recordCount += turn.happenings.count
    session.row.latestTurnAt = time
    session.row.endedAt = session.state.ending?.at
    session.row.parking = session.parking
    // What the session asks for makes it longer for a time.
    let document = SessionDocument(
      session.state, of: session.program, expecting: session.row.document.count + 512)
    session.row.document = document.bytes
    let newNames = former?.naming == session.state.naming ? nil : session.state.names
    // Who sends what the session comes to wait for finds it, or has not been taken yet.
    let awaited = newNames?.filter { $0.kind == .receiver || $0.kind == .receipt } ?? []
    if !awaited.isEmpty { _ = try store.lock(awaited.sorted()) }
    if former == nil {
      session.row = try store.insert(session.row, under: newNames ?? [])
    } else {
      try store.update(session.row, after: formerTurn, under: newNames)
    }
    try writeEffects(of: session, after: input, former: former, at: time, in: &store)
    try store.append(
      JournalRow(
        of: session.row, input: input.content(of: session.row.key, asCame: stored), records: lines,
        documentDigest: document.digest))
    report.turns += 1
  }

  private mutating func writeEffects(
    of session: StoredSession, after input: RoutedInput, former: FormerSession?, at time: Timestamp,
    in store: inout Transaction
  ) throws(StoreFailure) {
    for effect in turn.effects {
      switch effect {
      case .setTimer(let timer, let due): try store.setTimer(.session(session.row.key, timer), at: due)
      case .cancelTimer(let timer): try store.removeTimer(.session(session.row.key, timer))
      case .send, .requestConversation, .requestService, .forward, .requestHTTP:
        try insert(effect, of: session, at: time, in: &store)
      }
    }
    // What was asked for and is no longer awaited is not begun any more. What has been answered has been done with.
    guard let former, !former.pendingEffects.isEmpty else { return }
    let answered: EffectID? = if case .resume(let input) = input { input.answeredEffect } else { nil }
    let pending = session.state.pendingEffects
    for effect in former.pendingEffects {
      guard let id = effect.id, id != answered, !pending.contains(where: { $0.id == id }),
        var row = try store.effect(effectKey(session.row.key, id)), case .waiting = row.state
      else { continue }
      row.isWanted = false
      try store.update(row)
    }
  }

  private mutating func insert(
    _ effect: Effect, of session: StoredSession, at time: Timestamp, in store: inout Transaction
  ) throws(StoreFailure) {
    guard let id = effect.id,
      let wanted = WantedEffect(
        effect, of: session.program, confirmsOptOut: consent(bySessionOf: session.row.flow) == .optOut)
    else { return }
    let deadline =
      wanted.isForward ? nil : session.state.wait?.alarm?.time
    let row = EffectRow(
      wanted, key: effectKey(session.row.key, id),
      notAfter: deadline ?? time + ServiceLimits.forwardMilliseconds)
    written.note(wanted, as: row.content, of: row.key)
    if let lane = row.lane, wanted.endedConversation != nil { try hasten(lane, in: &store) }
    try store.insert(row)
    report.effects += 1
  }

  /// What a customer says by a session of the flow with a path.
  private func consent(bySessionOf path: String) -> Consent? {
    project.flow(at: path).flatMap { project.flows[$0.index].consent }
  }

  /// Has the forwards that still wait in a lane be tried once more and no longer: their conversation is about to be ended.
  private func hasten(
    _ lane: String, in store: inout Transaction
  ) throws(StoreFailure) {
    for var row in try store.effects(inLane: lane) {
      guard case .waiting = row.state, WantedEffect(content: row.content)?.isForward == true else { continue }
      row.isLastTry = true
      row.state = .waiting(notBefore: .alwaysPast)
      try store.update(row)
    }
  }

  func effectKey(_ session: SessionKey, _ effect: EffectID) -> EffectKey {
    EffectKey(incarnation: incarnation, session: session, number: effect.number)
  }
}

extension [UInt8] {
  /// A digest by which a difference is seen.
  var digest: UInt64 {
    var hash = StableHash()
    hash.combine(self[...])
    return hash.value
  }
}
