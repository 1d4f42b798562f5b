public import FlowInterpreter
public import FlowModel

extension MemoryTransaction: JournalStorage {
  public mutating func append(_ row: JournalRow) throws(StoreFailure) {
    guard journal[row.key] == nil else { throw .conflict }
    journal.put(row)
  }

  public mutating func journal(of session: SessionKey, after number: Int, limit: Int) -> [JournalRow] {
    let rows = journal.from(JournalPlace(session: session, number: number + 1))
    return Array(rows.prefix { $0.session == session }.prefix(limit))
  }

  public mutating func append(_ record: StoreRecord) {
    var record = record
    record.number = facts.nextNumber()
    records.put(record)
  }

  public mutating func storeRecords(after number: Int, limit: Int) -> [StoreRecord] {
    Array(records.from(number + 1).prefix(limit))
  }

  public mutating func deleteStoreRecords(before time: Timestamp, limit: Int) -> Int {
    let old = Array(records.all.filter { $0.at < time }.prefix(limit))
    for record in old { records.remove(record.number) }
    return old.count
  }
}
