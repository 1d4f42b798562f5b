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
    var numbers: Set<Int> = []
    for name in names {
      numbers.formUnion(
        try rows(
          "SELECT session FROM session_names WHERE kind = ? AND name = ?", .number(name.kind.rawValue),
          .text(name.text)
        ) { $0.integer(0) })
    }
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
    return sessions
  }

  private func number(of session: SessionKey) throws(StoreFailure) -> Int? {
    try number("SELECT number FROM sessions WHERE key = ?", .text(session.text))
  }

  public mutating func insert(
    _ session: SessionRow, under names: [StoreName]
  ) throws(StoreFailure) -> SessionRow {
    var session = session
    session.number = nextNumber()
    try connection.run(
      """
      INSERT INTO sessions (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?14, ?13, ?15)
      ON CONFLICT (key) DO NOTHING
      """, session.values + [.flag(session.isStalled), .number(session.number)])
    guard connection.changeCount == 1 else { throw .damaged("two sessions have one key") }
    try file(session.number, under: names, insteadOf: [])
    return session
  }

  public mutating func update(
    _ session: SessionRow, after former: Int, under names: [StoreName]?
  ) throws(StoreFailure) {
    // Each column that a statement names has its indexes written, whatever its value was before.
    let number =
      if let end = session.endedAt {
        try connection.first(
          """
          UPDATE sessions SET turn = ?, record_count = ?, latest_turn_at = ?, node = ?, reason = ?, waits_since = ?,
            document = ?, ended_at = ?
          WHERE key = ? AND turn = ? RETURNING number
          """, session.changingValues + [.time(end), .text(session.key.text), .number(former)],
          read: { $0.integer(0) })
      } else {
        try connection.first(
          """
          UPDATE sessions SET turn = ?, record_count = ?, latest_turn_at = ?, node = ?, reason = ?, waits_since = ?,
            document = ?
          WHERE key = ? AND turn = ? AND ended_at IS NULL RETURNING number
          """, session.changingValues + [.text(session.key.text), .number(former)],
          read: { $0.integer(0) })
      }
    guard let number else { throw .conflict }
    if let names { try file(number, under: names, insteadOf: try self.names(of: number)) }
  }

  public mutating func setStalled(_ isStalled: Bool, _ session: SessionKey) throws(StoreFailure) {
    try run("UPDATE sessions SET is_stalled = ? WHERE key = ?", .flag(isStalled), .text(session.text))
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

  private func file(
    _ session: Int, under names: [StoreName], insteadOf former: [StoreName]
  ) throws(StoreFailure) {
    for name in Set(former).subtracting(names) {
      try run(
        "DELETE FROM session_names WHERE kind = ? AND name = ? AND session = ?", .number(name.kind.rawValue),
        .text(name.text), .number(session))
    }
    for name in Set(names).subtracting(former).sorted() {
      try run(
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
    for (number, key) in ended { try delete(number, SessionKey(key)) }
    return ended.count
  }

  /// Deletes a session with all that is its own.
  func delete(_ number: Int, _ key: SessionKey) throws(StoreFailure) {
    try run("DELETE FROM session_names WHERE session = ?", .number(number))
    for table in ["journal", "effects", "timers"] {
      try run("DELETE FROM \(table) WHERE session = ?", .text(key.text))
    }
    try run("DELETE FROM sessions WHERE number = ?", .number(number))
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
