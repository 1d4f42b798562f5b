#if Service
public import FlowInterpreter
public import FlowModel
public import ServiceCore

extension PostgreSQLTransaction: JournalStorage {
  private static let columns = """
    session, number, now, machine_version, input, records, records_digest, document_digest
    """

  static let journalInsertion = PostgreSQLSetStatement(
    """
    INSERT INTO journal (\(columns)) SELECT * FROM unnest(
      $1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bytea[], $7::bigint[], $8::bigint[]
    ) AS new (\(columns))
    ON CONFLICT (session, number) DO NOTHING
    """,
    [.bytes, .integer, .integer, .integer, .bytes, .bytes, .integer, .integer], otherwise: .conflict)

  public mutating func append(_ row: JournalRow) throws(StoreFailure) {
    try connection.gather(
      [
        .text(row.session.text), .number(row.number), .time(row.now), .number(row.machineVersion),
        .bytes(row.input), .bytes(row.records), .digest(row.recordsDigest), .digest(row.documentDigest),
      ], for: Self.journalInsertion)
  }

  public mutating func journal(
    of session: SessionKey, after number: Int, limit: Int
  ) throws(StoreFailure) -> [JournalRow] {
    try rows(
      "SELECT \(Self.columns) FROM journal WHERE session = $1 AND number > $2 ORDER BY number LIMIT $3",
      .text(session.text), .number(number), .number(limit), read: JournalRow.init)
  }

  public mutating func append(_ record: StoreRecord) throws(StoreFailure) {
    try send(
      "INSERT INTO store_records (number, at, customer, content) VALUES (nextval('numbers'), $1, $2, $3)",
      .time(record.at), .customer(record.customer), .bytes(record.content))
  }

  public mutating func storeRecords(after number: Int, limit: Int) throws(StoreFailure) -> [StoreRecord] {
    try rows(
      "SELECT number, at, customer, content FROM store_records WHERE number > $1 ORDER BY number LIMIT $2",
      .number(number), .number(limit), read: StoreRecord.init)
  }

  public mutating func deleteStoreRecords(
    before time: Timestamp, limit: Int
  ) throws(StoreFailure) -> Int {
    let old = try rows(
      "SELECT number FROM store_records WHERE at < $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED",
      .time(time), .number(limit)
    ) { $0.integer(0) }
    return try run("DELETE FROM store_records WHERE number = ANY($1::bigint[])", .numbers(old))
  }
}

extension PostgreSQLTransaction: HeldEventStorage {
  private static let heldColumns = "number, kind, name, key, received, content"

  public mutating func hold(_ event: HeldEvent) throws(StoreFailure) -> Int {
    let number = try number(
      """
      INSERT INTO held_events (\(Self.heldColumns)) VALUES (nextval('numbers'), $1, $2, $3, $4, $5)
      RETURNING number
      """, .number(event.name.kind.rawValue), .text(event.name.text),
      event.key.map { .bytes($0.bytes) } ?? .null, .time(event.received), .bytes(event.content))
    guard let number else { throw .damaged("an event has no number") }
    return number
  }

  public mutating func heldEvents(under name: StoreName) throws(StoreFailure) -> (here: Int, all: Int) {
    let here = try number(
      "SELECT count(*) FROM held_events WHERE kind = $1 AND name = $2", .number(name.kind.rawValue),
      .text(name.text))
    return (here ?? 0, try number("SELECT count(*) FROM held_events") ?? 0)
  }

  public mutating func takeHeldEvents(under name: StoreName) throws(StoreFailure) -> [HeldEvent] {
    try rows(
      "DELETE FROM held_events WHERE kind = $1 AND name = $2 RETURNING \(Self.heldColumns)",
      .number(name.kind.rawValue), .text(name.text), read: HeldEvent.init
    ).sorted { $0.number < $1.number }
  }

  public mutating func takeHeldEvent(_ number: Int) throws(StoreFailure) -> HeldEvent? {
    try first(
      "DELETE FROM held_events WHERE number = $1 RETURNING \(Self.heldColumns)", .number(number),
      read: HeldEvent.init)
  }
}
#endif
