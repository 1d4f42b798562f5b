#if Service
public import FlowInterpreter
public import FlowModel
public import ServiceCore

extension SQLiteTransaction: InputStorage {
  private static let columns = """
    arrival, key, body_digest, received, queue_kind, queue_name, content, tries, start, parked_behind, target
    """

  public mutating func accept(_ inputs: [NewInput]) throws(StoreFailure) -> [Acceptance] {
    var acceptances: [Acceptance] = []
    acceptances.reserveCapacity(inputs.count)
    for input in inputs {
      if let key = input.key, let known = try note(key, of: input) {
        acceptances.append(known)
        continue
      }
      let arrival = nextNumber()
      write(InputRow(arrival: arrival, input: input))
      acceptances.append(.accepted(arrival: arrival))
    }
    return acceptances
  }

  /// Makes a key known.
  /// - Returns: What becomes of the input where it was known before; else nil.
  private func note(_ key: InputKey, of input: NewInput) throws(StoreFailure) -> Acceptance? {
    let added = try run(
      "INSERT INTO input_keys (key, body_digest, received) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      .blob(key.bytes), .blob(input.bodyDigest), .time(input.received))
    guard added == 0 else { return nil }
    let digest = try first("SELECT body_digest FROM input_keys WHERE key = ?", .blob(key.bytes)) {
      $0.bytes(0)
    }
    return digest == input.bodyDigest ? .repeated : .repeatedOtherwise
  }

  private func write(_ row: InputRow) {
    let queue = row.input.queue
    send(
      "INSERT OR REPLACE INTO inputs (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, 0, NULL, NULL, NULL)",
      .number(row.arrival), row.input.key.map { .blob($0.bytes) } ?? .null, .blob(row.input.bodyDigest),
      .time(row.input.received), .number(queue?.kind.rawValue), .optional(queue?.text),
      .blob(row.input.content))
  }

  public mutating func inputs(limit: Int) throws(StoreFailure) -> [InputRow] {
    try rows(
      """
      SELECT \(Self.columns) FROM inputs INDEXED BY inputs_to_take WHERE parked_behind IS NULL
      ORDER BY arrival LIMIT ?
      """, .number(limit), read: InputRow.init)
  }

  public mutating func input(_ arrival: Int) throws(StoreFailure) -> InputRow? {
    try first("SELECT \(Self.columns) FROM inputs WHERE arrival = ?", .number(arrival), read: InputRow.init)
  }

  public mutating func inputs(queuedUnder name: StoreName) throws(StoreFailure) -> [InputRow] {
    try rows(
      """
      SELECT \(Self.columns) FROM inputs INDEXED BY inputs_by_queue WHERE queue_kind = ? AND queue_name = ?
      ORDER BY arrival
      """, .number(name.kind.rawValue), .text(name.text), read: InputRow.init)
  }

  public mutating func earliestInput(
    queuedUnder names: [StoreName], before arrival: Int
  ) throws(StoreFailure) -> Int? {
    var earliest: Int?
    for name in names {
      let found = try number(
        """
        SELECT arrival FROM inputs INDEXED BY inputs_by_queue
        WHERE queue_kind = ? AND queue_name = ? AND arrival < ? AND parked_behind IS NULL
        ORDER BY arrival LIMIT 1
        """, .number(name.kind.rawValue), .text(name.text), .number(earliest ?? arrival))
      earliest = found ?? earliest
    }
    return earliest
  }

  public mutating func markInputs(_ arrivals: [Int], by start: Int) throws(StoreFailure) {
    for arrival in arrivals {
      send(
        "UPDATE inputs SET tries = tries + 1, start = ? WHERE arrival = ?", .number(start), .number(arrival))
    }
  }

  public mutating func unmarkInputs(_ arrivals: [Int]) throws(StoreFailure) {
    for arrival in arrivals {
      send("UPDATE inputs SET tries = tries - 1, start = NULL WHERE arrival = ?", .number(arrival))
    }
  }

  public mutating func endInput(_ arrival: Int) throws(StoreFailure) {
    send("DELETE FROM inputs WHERE arrival = ?", .number(arrival))
  }

  public mutating func noteTarget(_ session: SessionKey?, ofInput arrival: Int) throws(StoreFailure) {
    send("UPDATE inputs SET target = ? WHERE arrival = ?", .optional(session?.text), .number(arrival))
  }

  public mutating func parkInput(
    _ arrival: Int, behind session: SessionKey, as content: [UInt8]
  ) throws(StoreFailure) {
    send(
      "UPDATE inputs SET parked_behind = ?, content = ?, tries = 0, start = NULL, target = NULL WHERE arrival = ?",
      .text(session.text), .blob(content), .number(arrival))
  }

  public mutating func releaseInputs(behind session: SessionKey) throws(StoreFailure) {
    send("UPDATE inputs SET parked_behind = NULL WHERE parked_behind = ?", .text(session.text))
  }

  public mutating func putBack(_ input: InputRow) { write(input) }

  public mutating func freeKey(_ key: InputKey) throws(StoreFailure) {
    send("DELETE FROM input_keys WHERE key = ?", .blob(key.bytes))
  }

  public mutating func deleteKeys(
    receivedBefore time: Timestamp, limit: Int
  ) throws(StoreFailure) -> Int {
    try run(
      "DELETE FROM input_keys WHERE key IN (SELECT key FROM input_keys WHERE received < ? LIMIT ?)",
      .time(time), .number(limit))
  }

  public mutating func latestKey() throws(StoreFailure) -> Timestamp? {
    try number("SELECT received FROM input_keys ORDER BY received DESC LIMIT 1").map {
      Timestamp(milliseconds: Int64($0))
    }
  }

  public mutating func pendingInputs() throws(StoreFailure) -> PendingInputs {
    let oldest = try number(
      "SELECT received FROM inputs WHERE parked_behind IS NULL ORDER BY arrival LIMIT 1")
    return PendingInputs(
      count: try number("SELECT count(*) FROM inputs") ?? 0,
      oldest: oldest.map { Timestamp(milliseconds: Int64($0)) })
  }
}
#endif
