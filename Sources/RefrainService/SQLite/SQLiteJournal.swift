#if Service
public import FlowInterpreter
public import FlowModel
public import ServiceCore

extension SQLiteTransaction: JournalStorage {
  private static let columns = """
    session, number, now, machine_version, input, records, records_digest, document_digest
    """

  public mutating func append(_ row: JournalRow) throws(StoreFailure) {
    send(
      """
      INSERT INTO journal (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (session, number) DO NOTHING
      """,
      [
        .text(row.session.text), .number(row.number), .time(row.now), .number(row.machineVersion),
        .blob(row.input), .blob(row.records), .digest(row.recordsDigest), .digest(row.documentDigest),
      ], orFailWith: .conflict)
  }

  public mutating func journal(
    of session: SessionKey, after number: Int, limit: Int
  ) throws(StoreFailure) -> [JournalRow] {
    try rows(
      "SELECT \(Self.columns) FROM journal WHERE session = ? AND number > ? ORDER BY number LIMIT ?",
      .text(session.text), .number(number), .number(limit), read: JournalRow.init)
  }

  public mutating func append(_ record: StoreRecord) throws(StoreFailure) {
    send(
      "INSERT INTO store_records (number, at, customer, content) VALUES (?, ?, ?, ?)",
      .number(nextNumber()), .time(record.at), .customer(record.customer), .blob(record.content))
  }

  public mutating func storeRecords(after number: Int, limit: Int) throws(StoreFailure) -> [StoreRecord] {
    try rows(
      "SELECT number, at, customer, content FROM store_records WHERE number > ? ORDER BY number LIMIT ?",
      .number(number), .number(limit), read: StoreRecord.init)
  }

  public mutating func deleteStoreRecords(
    before time: Timestamp, limit: Int
  ) throws(StoreFailure) -> Int {
    try run(
      "DELETE FROM store_records WHERE number IN (SELECT number FROM store_records WHERE at < ? LIMIT ?)",
      .time(time), .number(limit))
  }
}

extension SQLiteTransaction: HeldEventStorage {
  private static let heldColumns = "number, kind, name, key, received, content"

  public mutating func hold(_ event: HeldEvent) throws(StoreFailure) -> Int {
    let number = nextNumber()
    send(
      "INSERT INTO held_events (\(Self.heldColumns)) VALUES (?, ?, ?, ?, ?, ?)", .number(number),
      .number(event.name.kind.rawValue), .text(event.name.text), event.key.map { .blob($0.bytes) } ?? .null,
      .time(event.received), .blob(event.content))
    return number
  }

  public mutating func heldEvents(under name: StoreName) throws(StoreFailure) -> (here: Int, all: Int) {
    let here = try number(
      "SELECT count(*) FROM held_events WHERE kind = ? AND name = ?", .number(name.kind.rawValue),
      .text(name.text))
    return (here ?? 0, try number("SELECT count(*) FROM held_events") ?? 0)
  }

  public mutating func takeHeldEvents(under name: StoreName) throws(StoreFailure) -> [HeldEvent] {
    let taken = try rows(
      "SELECT \(Self.heldColumns) FROM held_events WHERE kind = ? AND name = ? ORDER BY number",
      .number(name.kind.rawValue), .text(name.text), read: HeldEvent.init)
    if !taken.isEmpty {
      send(
        "DELETE FROM held_events WHERE kind = ? AND name = ?", .number(name.kind.rawValue), .text(name.text))
    }
    return taken
  }

  public mutating func takeHeldEvent(_ number: Int) throws(StoreFailure) -> HeldEvent? {
    let taken = try first(
      "SELECT \(Self.heldColumns) FROM held_events WHERE number = ?", .number(number), read: HeldEvent.init)
    if taken != nil { send("DELETE FROM held_events WHERE number = ?", .number(number)) }
    return taken
  }
}
#endif
