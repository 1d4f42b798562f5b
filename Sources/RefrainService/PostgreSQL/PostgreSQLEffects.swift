#if Service
public import FlowInterpreter
public import FlowModel
public import ServiceCore

extension PostgreSQLTransaction: EffectStorage {
  private static let columns = """
    session, number, incarnation, content, lane, not_after, is_wanted, is_last_try, tries, first_try, state, \
    state_time, start, place
    """

  private static let effectInsertion = PostgreSQLSetStatement(
    """
    INSERT INTO effects (\(columns))
    SELECT session, number, incarnation, content, lane, not_after, is_wanted <> 0, is_last_try <> 0, tries, first_try,
      state, state_time, start, nextval('numbers')
    FROM unnest(
      $1::bytea[], $2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bigint[], $7::bigint[], $8::bigint[],
      $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[]
    ) AS new (
      session, number, incarnation, content, lane, not_after, is_wanted, is_last_try, tries, first_try, state,
      state_time, start
    )
    ON CONFLICT (session, number, incarnation) DO NOTHING
    """,
    [
      .bytes, .integer, .bytes, .bytes, .bytes, .integer, .integer, .integer, .integer, .integer, .integer,
      .integer, .integer,
    ], otherwise: .damaged("two effects have one key"))

  public mutating func insert(_ effect: EffectRow) throws(StoreFailure) {
    try connection.gather(
      effect.key.values + [
        .bytes(effect.content), .text(effect.lane), .time(effect.notAfter), .number(effect.isWanted ? 1 : 0),
        .number(effect.isLastTry ? 1 : 0), .number(effect.tries), .time(effect.firstTry),
      ] + effect.stateValues, for: Self.effectInsertion)
  }

  public mutating func effect(_ key: EffectKey) throws(StoreFailure) -> EffectRow? {
    try connection.rows(
      """
      SELECT \(Self.columns) FROM effects WHERE session = $1 AND number = $2 AND incarnation = $3 FOR UPDATE
      """, key.values, read: EffectRow.init
    ).first
  }

  public mutating func effects(of session: SessionKey) throws(StoreFailure) -> [EffectRow] {
    try rows(
      "SELECT \(Self.columns) FROM effects WHERE session = $1 ORDER BY place FOR UPDATE", .text(session.text),
      read: EffectRow.init)
  }

  public mutating func update(_ effect: EffectRow) throws(StoreFailure) {
    try connection.send(
      """
      UPDATE effects SET not_after = $4, is_wanted = $5, is_last_try = $6, tries = $7, first_try = $8, state = $9,
        state_time = $10, start = $11
      WHERE session = $1 AND number = $2 AND incarnation = $3
      """, effect.key.values + effect.changingValues, count: 1, otherwise: .conflict)
  }

  public mutating func removeEffect(_ key: EffectKey) throws(StoreFailure) {
    try connection.send(
      "DELETE FROM effects WHERE session = $1 AND number = $2 AND incarnation = $3", key.values)
  }

  public mutating func effectsReady(at now: Timestamp, limit: Int) throws(StoreFailure) -> [EffectRow] {
    try rows(
      """
      SELECT \(Self.columns) FROM effects AS ready
      WHERE state = \(StateNumber.waiting) AND state_time <= $1 AND NOT EXISTS (
        SELECT 1 FROM effects AS earlier WHERE earlier.lane = ready.lane AND earlier.place < ready.place
          AND (earlier.state = \(StateNumber.attempted)
            OR earlier.state = \(StateNumber.waiting) AND earlier.not_after >= $1))
      ORDER BY place LIMIT $2 FOR UPDATE OF ready SKIP LOCKED
      """, .time(now), .number(limit), read: EffectRow.init)
  }

  public mutating func nextEffect() throws(StoreFailure) -> Timestamp? {
    try number("SELECT min(state_time) FROM effects WHERE state = \(StateNumber.waiting)")
      .map { Timestamp(milliseconds: Int64($0)) }
  }

  public mutating func effects(inLane lane: String) throws(StoreFailure) -> [EffectRow] {
    try rows(
      """
      SELECT \(Self.columns) FROM effects WHERE lane = $1 AND state <> \(StateNumber.inDoubt)
      ORDER BY place FOR UPDATE
      """, .text(lane), read: EffectRow.init)
  }

  public mutating func effectsAttempted(
    until time: Timestamp, limit: Int
  ) throws(StoreFailure) -> [EffectRow] {
    try rows(
      """
      SELECT \(Self.columns) FROM effects WHERE state = \(StateNumber.attempted) AND state_time <= $1
      ORDER BY place LIMIT $2 FOR UPDATE SKIP LOCKED
      """, .time(time), .number(limit), read: EffectRow.init)
  }

  public mutating func effects(after order: Int, limit: Int) throws(StoreFailure) -> [EffectRow] {
    try rows(
      "SELECT \(Self.columns) FROM effects WHERE place > $1 ORDER BY place LIMIT $2", .number(order),
      .number(limit), read: EffectRow.init)
  }

  public mutating func effectsInDoubt(after order: Int, limit: Int) throws(StoreFailure) -> [EffectRow] {
    try rows(
      """
      SELECT \(Self.columns) FROM effects WHERE state = \(StateNumber.inDoubt) AND place > $1
      ORDER BY place LIMIT $2
      """, .number(order), .number(limit), read: EffectRow.init)
  }

  public mutating func effectsInDoubtCount() throws(StoreFailure) -> Int {
    try number("SELECT count(*) FROM effects WHERE state = \(StateNumber.inDoubt)") ?? 0
  }
}

extension EffectKey {
  fileprivate var values: [PostgreSQLValue] { [.text(session.text), .number(number), .text(incarnation)] }
}

extension EffectRow {
  /// The values of the columns that may change.
  fileprivate var changingValues: [PostgreSQLValue] {
    [.time(notAfter), .flag(isWanted), .flag(isLastTry), .number(tries), .time(firstTry)] + stateValues
  }

  /// The values of its state's columns.
  fileprivate var stateValues: [PostgreSQLValue] {
    switch state {
    case .waiting(let time): [.number(StateNumber.waiting), .time(time), .null]
    case .attempted(let time, let start): [.number(StateNumber.attempted), .time(time), .number(start)]
    case .inDoubt(let time): [.number(StateNumber.inDoubt), .time(time), .null]
    }
  }
}
#endif
