#if Service
public import FlowInterpreter
public import FlowModel
public import ServiceCore

extension PostgreSQLTransaction: SessionStorage {
  private static let columns = """
    key, flow, definition, customer, turn, record_count, started_at, latest_turn_at, ended_at, node, reason, \
    waits_since, is_stalled, document, number
    """

  static let makingOfNames = """
    INSERT INTO locked_names (kind, name)
    SELECT * FROM unnest($1::bigint[], $2::bytea[]) AS new (kind, name) ORDER BY kind, name
    ON CONFLICT (kind, name) DO NOTHING RETURNING kind, name
    """

  static let lockingOfNames = """
    SELECT kind FROM locked_names WHERE (kind, name) IN (SELECT * FROM unnest($1::bigint[], $2::bytea[]))
    ORDER BY kind, name FOR UPDATE
    """

  public mutating func lock(_ names: [StoreName]) throws(StoreFailure) -> LockResult {
    let names = names.filter { !heldNames.contains($0) }
    guard !names.isEmpty else { return .nothingNew }
    // What is waited for takes time.
    clockReading = nil
    let (kinds, texts) = (PostgreSQLValue.kinds(names), PostgreSQLValue.texts(names))
    var count = 0
    // A row that was deleted while it was waited for locks nothing: it is made anew.
    while count < names.count {
      madeNames.formUnion(
        try rows(Self.makingOfNames, kinds, texts) { row throws(StoreFailure) in try row.name(0) })
      count = try rows(Self.lockingOfNames, kinds, texts) { _ in }.count
    }
    heldNames.formUnion(names)
    return .mayHaveChanged
  }

  /// Deletes the names that were made to be locked and that no session stands under: they are made anew when they are
  /// needed.
  mutating func deleteMadeNames() throws(StoreFailure) {
    guard !madeNames.isEmpty else { return }
    try deleteUnusedNames(madeNames)
    madeNames = []
  }

  /// Deletes those of some names that no session stands under and nobody else has locked.
  private mutating func deleteUnusedNames(_ names: Set<StoreName>) throws(StoreFailure) {
    try run(
      """
      DELETE FROM locked_names WHERE (kind, name) IN (
        SELECT kind, name FROM locked_names AS unused
        WHERE (kind, name) IN (SELECT * FROM unnest($1::bigint[], $2::bytea[]))
          AND NOT EXISTS (SELECT 1 FROM session_names WHERE kind = unused.kind AND name = unused.name)
        FOR UPDATE SKIP LOCKED
      )
      """, .kinds(names), .texts(names))
    heldNames.subtract(names)
  }

  public mutating func sessions(
    under names: [StoreName], keys: [SessionKey]
  ) throws(StoreFailure) -> [SessionRow] {
    guard !names.isEmpty || !keys.isEmpty else { return [] }
    if let known = ahead?.sessions.sessions(under: names, keys: keys) { return known }
    return try read(under: names, keys: keys)
  }

  /// The sessions that stand under some names, or have some keys.
  private static let isNamed = """
    number IN (
      SELECT session FROM session_names WHERE (kind, name) IN (SELECT * FROM unnest($1::bigint[], $2::bytea[]))
      UNION SELECT number FROM sessions WHERE key = ANY($3::bytea[])
    )
    """

  static let namedSessions = "SELECT \(columns) FROM sessions WHERE \(isNamed) ORDER BY number"

  private func read(under names: [StoreName], keys: [SessionKey]) throws(StoreFailure) -> [SessionRow] {
    try rows(
      Self.namedSessions, .kinds(names), .texts(names), .texts(keys.map(\.text)), read: SessionRow.init)
  }

  static let ownersOfSessions = "SELECT key, customer FROM sessions WHERE \(isNamed)"

  public mutating func owners(
    under names: [StoreName], keys: [SessionKey]
  ) throws(StoreFailure) -> [(session: SessionKey, customer: Customer)] {
    guard !names.isEmpty || !keys.isEmpty else { return [] }
    return try rows(Self.ownersOfSessions, .kinds(names), .texts(names), .texts(keys.map(\.text))) {
      row throws(StoreFailure) in
      guard let customer = try row.customer(1) else { throw .damaged("a session is nobody's") }
      return (SessionKey(row.text(0)), customer)
    }
  }

  static let earlierInputs = """
    SELECT queue.kind, queue.name, waiting.arrival
    FROM unnest($1::bigint[], $2::bytea[]) AS queue (kind, name) JOIN inputs AS waiting
      ON waiting.queue_kind = queue.kind AND waiting.queue_name = queue.name
    WHERE waiting.arrival < $3 AND waiting.parked_behind IS NULL ORDER BY waiting.arrival
    """

  static let filedSessions = """
    SELECT kind, name, session FROM session_names
    WHERE (kind, name) IN (SELECT * FROM unnest($1::bigint[], $2::bytea[]))
    """

  public mutating func readAhead(
    inputs arrivals: [Int], under names: [StoreName], keys: [SessionKey], queues: [StoreName]
  ) throws(StoreFailure) {
    let inputs = try self.inputs(arrivals)
    // Before the sessions: who makes a dead letter of an input has its session stalled with it.
    let waiting = try rows(
      Self.earlierInputs, .kinds(queues), .texts(queues), .number(arrivals.max() ?? 0)
    ) { row throws(StoreFailure) in (queue: try row.name(0), arrival: row.integer(2)) }
    let filed = try rows(Self.filedSessions, .kinds(names), .texts(names)) { row throws(StoreFailure) in
      (name: try row.name(0), number: row.integer(2))
    }
    let sessions = try read(under: names, keys: keys)
    ahead = PostgreSQLReadAhead(
      arrivals: arrivals, inputs: inputs, queues: queues, waiting: waiting,
      sessions: ReadSessions(
        names: names, filed: filed, keys: keys, sessions: sessions,
        isKept: { heldNames.contains(.customer($0.customer)) }))
  }

  public mutating func insert(
    _ session: SessionRow, under names: [StoreName]
  ) throws(StoreFailure) -> SessionRow {
    var session = session
    // Nobody is to forget the definition meanwhile.
    try send("SELECT 1 FROM definitions WHERE hash = $1 FOR SHARE", .text(session.definition.text))
    let number = try connection.rows(
      """
      INSERT INTO sessions (\(Self.columns))
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $14, $13, nextval('numbers'))
      ON CONFLICT (key) DO NOTHING RETURNING number
      """, session.values + [.flag(session.isStalled)], read: { $0.integer(0) }
    ).first
    guard let number else { throw .damaged("two sessions have one key") }
    session.number = number
    try file(number, under: names, insteadOf: [])
    ahead?.sessions.insert(session, under: names)
    return session
  }

  /// Writes sessions anew.
  static let sessionChange = PostgreSQLSetStatement(
    """
    UPDATE sessions SET turn = new.turn, record_count = new.record_count, latest_turn_at = new.latest_turn_at,
      ended_at = new.ended_at, node = new.node, reason = new.reason, waits_since = new.waits_since,
      document = new.document
    FROM unnest(
      $1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[], $7::bytea[], $8::bigint[],
      $9::bytea[], $10::bigint[]
    ) AS new (
      key, turn, record_count, latest_turn_at, ended_at, node, reason, waits_since, document, former
    )
    WHERE sessions.key = new.key AND sessions.turn = new.former
      AND (sessions.ended_at IS NULL OR new.ended_at IS NOT NULL)
    """,
    [.bytes, .integer, .integer, .integer, .integer, .bytes, .bytes, .integer, .bytes, .integer],
    otherwise: .conflict, isOncePerRow: true)

  /// Writes a session anew that is to be found by other names, and tells by which it is found.
  private static let changeOfNames = """
    WITH changed AS (\(sessionChange.sql) RETURNING sessions.number)
    SELECT filed.kind, filed.name, changed.number FROM changed LEFT JOIN session_names AS filed
      ON filed.session = changed.number
    """

  public mutating func update(
    _ session: SessionRow, after former: Int, under names: [StoreName]?
  ) throws(StoreFailure) {
    let values: [PostgreSQLValue] = [
      .text(session.key.text), .number(session.turn), .number(session.recordCount),
      .time(session.latestTurnAt), .time(session.endedAt), .text(session.parking?.node.text),
      .text(session.parking?.reason.rawValue), .time(session.parking?.since), .bytes(session.document),
      .number(former),
    ]
    if ahead?.sessions.update(session, under: names) == false { ahead = nil }
    guard let names else { return try connection.gather(values, for: Self.sessionChange) }
    let filed = try connection.rows(Self.changeOfNames, PostgreSQLSet(values, of: Self.sessionChange).values)
    {
      row throws(StoreFailure) in
      (number: row.integer(2), name: row.isNull(0) ? nil : try row.name(0))
    }
    guard let number = filed.first?.number else { throw .conflict }
    try file(number, under: names, insteadOf: filed.compactMap(\.name))
  }

  public mutating func setStalled(_ isStalled: Bool, _ session: SessionKey) throws(StoreFailure) {
    ahead = nil
    try send("UPDATE sessions SET is_stalled = $1 WHERE key = $2", .flag(isStalled), .text(session.text))
  }

  public mutating func names(of session: SessionKey) throws(StoreFailure) -> [StoreName] {
    try rows(
      """
      SELECT kind, name FROM session_names WHERE session IN (SELECT number FROM sessions WHERE key = $1)
      ORDER BY kind, name
      """, .text(session.text)
    ) { row throws(StoreFailure) in try row.name(0) }
  }

  private func file(
    _ session: Int, under names: [StoreName], insteadOf former: [StoreName]
  ) throws(StoreFailure) {
    let gone = Set(former).subtracting(names).sorted()
    if !gone.isEmpty {
      try send(
        """
        DELETE FROM session_names
        WHERE session = $1 AND (kind, name) IN (SELECT * FROM unnest($2::bigint[], $3::bytea[]))
        """, .number(session), .kinds(gone), .texts(gone))
    }
    let new = Set(names).subtracting(former).sorted()
    if !new.isEmpty {
      try send(
        """
        INSERT INTO session_names (session, kind, name)
        SELECT $1::bigint, new.* FROM unnest($2::bigint[], $3::bytea[]) AS new (kind, name)
        """, .number(session), .kinds(new), .texts(new))
    }
  }

  public mutating func sessions(
    of customer: Customer?, after number: Int, limit: Int
  ) throws(StoreFailure) -> [SessionRow] {
    if let customer {
      return try rows(
        "SELECT \(Self.columns) FROM sessions WHERE customer = $1 AND number > $2 ORDER BY number LIMIT $3",
        .customer(customer), .number(number), .number(limit), read: SessionRow.init)
    }
    return try rows(
      "SELECT \(Self.columns) FROM sessions WHERE number > $1 ORDER BY number LIMIT $2", .number(number),
      .number(limit), read: SessionRow.init)
  }

  public mutating func liveSessions(
    of flow: String?, at node: NodeName?, after number: Int, limit: Int
  ) throws(StoreFailure) -> [SessionRow] {
    try rows(
      """
      SELECT \(Self.columns) FROM sessions
      WHERE ended_at IS NULL AND number > $1 AND ($2::bytea IS NULL OR flow = $2)
        AND ($3::bytea IS NULL OR node = $3)
      ORDER BY number LIMIT $4
      """, .number(number), .text(flow), .text(node?.text), .number(limit), read: SessionRow.init)
  }

  public mutating func liveSessionCounts() throws(StoreFailure) -> [LiveSessionCount] {
    try rows("SELECT flow, node, count(*) FROM sessions WHERE ended_at IS NULL GROUP BY flow, node") { row in
      LiveSessionCount(
        flow: row.text(0), node: row.optionalText(1).map { NodeName($0) }, count: row.integer(2))
    }
  }

  public mutating func deleteSessions(
    endedBefore time: Timestamp, limit: Int
  ) throws(StoreFailure) -> Int {
    let ended = try rows(
      """
      SELECT number, key, customer FROM sessions WHERE ended_at < $1 ORDER BY ended_at LIMIT $2
      FOR UPDATE SKIP LOCKED
      """, .time(time), .number(limit)
    ) { ($0.integer(0), $0.text(1), $0.text(2)) }
    try deleteSessions(numbers: ended.map(\.0), keys: ended.map(\.1), customers: ended.map(\.2))
    return ended.count
  }

  /// Deletes sessions with all that is their own.
  mutating func deleteSessions(numbers: [Int], keys: [String], customers: [String]) throws(StoreFailure) {
    guard !numbers.isEmpty else { return }
    ahead = nil
    let names = try rows(
      "DELETE FROM session_names WHERE session = ANY($1::bigint[]) RETURNING kind, name", .numbers(numbers)
    ) { row throws(StoreFailure) in try row.name(0) }
    for table in ["journal", "effects", "timers"] {
      try run("DELETE FROM \(table) WHERE session = ANY($1::bytea[])", .texts(keys))
    }
    try run("DELETE FROM sessions WHERE number = ANY($1::bigint[])", .numbers(numbers))
    try deleteUnusedNames(Set(names + customers.map { StoreName(.customer, $0) }))
  }
}

extension SessionRow {
  /// The values of its columns but its number, and whether it is stalled.
  fileprivate var values: [PostgreSQLValue] {
    [
      .text(key.text), .text(flow), .text(definition.text), .customer(customer), .number(turn),
      .number(recordCount), .time(startedAt), .time(latestTurnAt), .time(endedAt), .text(parking?.node.text),
      .text(parking?.reason.rawValue), .time(parking?.since), .bytes(document),
    ]
  }
}
#endif
