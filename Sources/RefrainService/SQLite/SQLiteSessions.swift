#if Service
public import FlowInterpreter
public import FlowModel
public import ServiceCore

extension SQLiteTransaction: SessionStorage {
  private static let columns = """
    key, flow, definition, customer, turn, record_count, started_at, latest_turn_at, ended_at, node, reason, \
    waits_since, is_stalled, document, number
    """

  /// One transaction runs at a time, and so nothing need be locked.
  public mutating func lock(_ names: [StoreName]) -> LockResult { .nothingChanged }

  public mutating func sessions(
    under names: [StoreName], keys: [SessionKey]
  ) throws(StoreFailure) -> [SessionRow] {
    if let known = ahead?.sessions(under: names, keys: keys) { return known }
    return try read(under: names, keys: keys).sessions
  }

  private func read(
    under names: [StoreName], keys: [SessionKey]
  ) throws(StoreFailure) -> (filed: [(name: StoreName, number: Int)], sessions: [SessionRow]) {
    var filed: [(name: StoreName, number: Int)] = []
    for name in names {
      filed += try rows(
        "SELECT session FROM session_names WHERE kind = ? AND name = ?", .number(name.kind.rawValue),
        .text(name.text)
      ) { (name, $0.integer(0)) }
    }
    var numbers = Set(filed.map(\.number))
    for key in keys {
      if let number = try number(of: key) { numbers.insert(number) }
    }
    var sessions: [SessionRow] = []
    for number in numbers.sorted() {
      let session = try first(
        "SELECT \(Self.columns) FROM sessions WHERE number = ?", .number(number), read: SessionRow.init)
      guard let session else { throw .damaged("a name leads to a session that is not there") }
      sessions.append(session)
    }
    return (filed, sessions)
  }

  public mutating func readAhead(
    inputs arrivals: [Int], under names: [StoreName], keys: [SessionKey], queues: [StoreName]
  ) throws(StoreFailure) {
    let read = try read(under: names, keys: keys)
    ahead = ReadSessions(
      names: names, filed: read.filed, keys: keys, sessions: read.sessions, isKept: { _ in true })
  }

  private func number(of session: SessionKey) throws(StoreFailure) -> Int? {
    try number("SELECT number FROM sessions WHERE key = ?", .text(session.text))
  }

  public mutating func insert(
    _ session: SessionRow, under names: [StoreName]
  ) throws(StoreFailure) -> SessionRow {
    var session = session
    session.number = nextNumber()
    send(
      """
      INSERT INTO sessions (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?14, ?13, ?15)
      ON CONFLICT (key) DO NOTHING
      """, session.values + [.flag(session.isStalled), .number(session.number)],
      orFailWith: .damaged("two sessions have one key"))
    file(session.number, under: names, insteadOf: [])
    ahead?.insert(session, under: names)
    return session
  }

  public mutating func update(
    _ session: SessionRow, after former: Int, under names: [StoreName]?
  ) throws(StoreFailure) {
    if ahead?.update(session, under: names) == false { ahead = nil }
    // Each column that a statement names has its indexes written, whatever its value was before.
    if let end = session.endedAt {
      send(
        """
        UPDATE sessions SET turn = ?, record_count = ?, latest_turn_at = ?, node = ?, reason = ?, waits_since = ?,
          document = ?, ended_at = ?
        WHERE key = ? AND turn = ?
        """, session.changingValues + [.time(end), .text(session.key.text), .number(former)],
        orFailWith: .conflict)
    } else {
      send(
        """
        UPDATE sessions SET turn = ?, record_count = ?, latest_turn_at = ?, node = ?, reason = ?, waits_since = ?,
          document = ?
        WHERE key = ? AND turn = ? AND ended_at IS NULL
        """, session.changingValues + [.text(session.key.text), .number(former)], orFailWith: .conflict)
    }
    guard let names else { return }
    guard let number = try number(of: session.key) else { throw .conflict }
    file(number, under: names, insteadOf: try self.names(of: number))
  }

  public mutating func setStalled(_ isStalled: Bool, _ session: SessionKey) throws(StoreFailure) {
    ahead = nil
    send("UPDATE sessions SET is_stalled = ? WHERE key = ?", .flag(isStalled), .text(session.text))
  }

  public mutating func names(of session: SessionKey) throws(StoreFailure) -> [StoreName] {
    guard let number = try number(of: session) else { return [] }
    return try names(of: number)
  }

  private func names(of session: Int) throws(StoreFailure) -> [StoreName] {
    try rows(
      "SELECT kind, name FROM session_names WHERE session = ? ORDER BY kind, name", .number(session)
    ) { row throws(StoreFailure) in try row.name(0) }
  }

  private func file(_ session: Int, under names: [StoreName], insteadOf former: [StoreName]) {
    for name in Set(former).subtracting(names) {
      send(
        "DELETE FROM session_names WHERE kind = ? AND name = ? AND session = ?", .number(name.kind.rawValue),
        .text(name.text), .number(session))
    }
    for name in Set(names).subtracting(former).sorted() {
      send(
        "INSERT INTO session_names (kind, name, session) VALUES (?, ?, ?)", .number(name.kind.rawValue),
        .text(name.text), .number(session))
    }
  }

  public mutating func sessions(
    of customer: Customer?, after number: Int, limit: Int
  ) throws(StoreFailure) -> [SessionRow] {
    if let customer {
      return try rows(
        "SELECT \(Self.columns) FROM sessions WHERE customer = ? AND number > ? ORDER BY number LIMIT ?",
        .customer(customer), .number(number), .number(limit), read: SessionRow.init)
    }
    return try rows(
      "SELECT \(Self.columns) FROM sessions WHERE number > ? ORDER BY number LIMIT ?", .number(number),
      .number(limit), read: SessionRow.init)
  }

  public mutating func liveSessions(
    of flow: String?, at node: NodeName?, after number: Int, limit: Int
  ) throws(StoreFailure) -> [SessionRow] {
    try rows(
      """
      SELECT \(Self.columns) FROM sessions
      WHERE ended_at IS NULL AND number > ?1 AND (?2 IS NULL OR flow = ?2) AND (?3 IS NULL OR node = ?3)
      ORDER BY number LIMIT ?4
      """, .number(number), .optional(flow), .optional(node?.text), .number(limit), read: SessionRow.init)
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
      "SELECT number, key FROM sessions WHERE ended_at < ? ORDER BY ended_at LIMIT ?", .time(time),
      .number(limit)
    ) { ($0.integer(0), $0.text(1)) }
    for (number, key) in ended { delete(number, SessionKey(key)) }
    return ended.count
  }

  /// Deletes a session with all that is its own.
  mutating func delete(_ number: Int, _ key: SessionKey) {
    ahead = nil
    send("DELETE FROM session_names WHERE session = ?", .number(number))
    for table in ["journal", "effects", "timers"] {
      send("DELETE FROM \(table) WHERE session = ?", .text(key.text))
    }
    send("DELETE FROM sessions WHERE number = ?", .number(number))
  }
}

extension SessionRow {
  /// The values of the columns but its number, and whether it is stalled.
  fileprivate var values: [SQLiteValue] {
    [
      .text(key.text), .text(flow), .text(definition.text), .customer(customer), .number(turn),
      .number(recordCount), .time(startedAt), .time(latestTurnAt), .time(endedAt),
      .optional(parking?.node.text), .optional(parking?.reason.rawValue), .time(parking?.since),
      .blob(document),
    ]
  }

  /// Those that each turn changes, as an update lists them.
  fileprivate var changingValues: [SQLiteValue] {
    [
      .number(turn), .number(recordCount), .time(latestTurnAt), .optional(parking?.node.text),
      .optional(parking?.reason.rawValue), .time(parking?.since), .blob(document),
    ]
  }
}
#endif
