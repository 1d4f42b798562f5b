#if Service
public import FlowInterpreter
public import FlowModel
public import ServiceCore

extension SQLiteTransaction: EffectStorage {
  private static let columns = """
    session, number, incarnation, content, lane, not_after, is_wanted, is_last_try, tries, first_try, state, \
    state_time, start, place
    """

  public mutating func insert(_ effect: EffectRow) throws(StoreFailure) {
    send(
      """
      INSERT INTO effects (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (session, number, incarnation) DO NOTHING
      """,
      effect.key.values + [.blob(effect.content), .optional(effect.lane)] + effect.changingValues
        + [.number(nextNumber())], orFailWith: .damaged("two effects have one key"))
  }

  public mutating func effect(_ key: EffectKey) throws(StoreFailure) -> EffectRow? {
    try first(
      "SELECT \(Self.columns) FROM effects WHERE session = ? AND number = ? AND incarnation = ?", key.values,
      read: EffectRow.init)
  }

  public mutating func effects(of session: SessionKey) throws(StoreFailure) -> [EffectRow] {
    try rows(
      "SELECT \(Self.columns) FROM effects WHERE session = ? ORDER BY place", .text(session.text),
      read: EffectRow.init)
  }

  public mutating func update(_ effect: EffectRow) throws(StoreFailure) {
    send(
      """
      UPDATE effects SET not_after = ?, is_wanted = ?, is_last_try = ?, tries = ?, first_try = ?, state = ?,
        state_time = ?, start = ?
      WHERE session = ? AND number = ? AND incarnation = ?
      """, effect.changingValues + effect.key.values, orFailWith: .conflict)
  }

  public mutating func removeEffect(_ key: EffectKey) throws(StoreFailure) {
    send("DELETE FROM effects WHERE session = ? AND number = ? AND incarnation = ?", key.values)
  }

  public mutating func effectsReady(at now: Timestamp, limit: Int) throws(StoreFailure) -> [EffectRow] {
    // By the rows' own order, which an index of states would have to be sorted into.
    try rows(
      """
      SELECT \(Self.columns) FROM effects AS ready NOT INDEXED WHERE state = \(StateNumber.waiting)
        AND state_time <= ?1 AND NOT EXISTS (
          SELECT 1 FROM effects AS earlier WHERE earlier.lane = ready.lane AND earlier.place < ready.place
            AND (earlier.state = \(StateNumber.attempted)
              OR earlier.state = \(StateNumber.waiting) AND earlier.not_after >= ?1))
      ORDER BY place LIMIT ?2
      """, .time(now), .number(limit), read: EffectRow.init)
  }

  public mutating func nextEffect() throws(StoreFailure) -> Timestamp? {
    try number("SELECT min(state_time) FROM effects WHERE state = \(StateNumber.waiting)")
      .map { Timestamp(milliseconds: Int64($0)) }
  }

  public mutating func effects(inLane lane: String) throws(StoreFailure) -> [EffectRow] {
    try rows(
      """
      SELECT \(Self.columns) FROM effects WHERE lane = ? AND state <> \(StateNumber.inDoubt) ORDER BY place
      """, .text(lane), read: EffectRow.init)
  }

  public mutating func effectsAttempted(
    until time: Timestamp, limit: Int
  ) throws(StoreFailure) -> [EffectRow] {
    try rows(
      """
      SELECT \(Self.columns) FROM effects WHERE state = \(StateNumber.attempted) AND state_time <= ?
      ORDER BY place LIMIT ?
      """, .time(time), .number(limit), read: EffectRow.init)
  }

  public mutating func effects(after order: Int, limit: Int) throws(StoreFailure) -> [EffectRow] {
    try rows(
      "SELECT \(Self.columns) FROM effects WHERE place > ? ORDER BY place LIMIT ?", .number(order),
      .number(limit), read: EffectRow.init)
  }

  public mutating func effectsInDoubt(after order: Int, limit: Int) throws(StoreFailure) -> [EffectRow] {
    try rows(
      """
      SELECT \(Self.columns) FROM effects WHERE state = \(StateNumber.inDoubt) AND place > ?
      ORDER BY place LIMIT ?
      """, .number(order), .number(limit), read: EffectRow.init)
  }

  public mutating func effectsInDoubtCount() throws(StoreFailure) -> Int {
    try number("SELECT count(*) FROM effects WHERE state = \(StateNumber.inDoubt)") ?? 0
  }
}

extension EffectKey {
  fileprivate var values: [SQLiteValue] { [.text(session.text), .number(number), .text(incarnation)] }
}

extension EffectRow {
  /// The values of the columns that may change.
  fileprivate var changingValues: [SQLiteValue] {
    let stateValues: [SQLiteValue] =
      switch state {
      case .waiting(let time): [.number(StateNumber.waiting), .time(time), .null]
      case .attempted(let time, let start): [.number(StateNumber.attempted), .time(time), .number(start)]
      case .inDoubt(let time): [.number(StateNumber.inDoubt), .time(time), .null]
      }
    return [
      .time(notAfter), .flag(isWanted), .flag(isLastTry), .number(tries), .time(firstTry),
    ] + stateValues
  }
}
#endif
