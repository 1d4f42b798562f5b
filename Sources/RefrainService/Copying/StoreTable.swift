#if Service
import ServiceCore

/// A table that both kinds of store have alike, row for row.
struct StoreTable: Sendable {
  /// What stands in a column.
  enum ColumnType: Sendable {
    case number, flag, bytes, text
  }

  /// A column.
  struct Column: Sendable {
    let name: String
    let type: ColumnType
  }

  /// The table's name.
  let name: String
  /// The columns; the first ones tell the rows apart, and order them.
  let columns: [Column]
  /// How many of the columns tell the rows apart.
  let keyCount: Int

  private init(_ name: String, keys keyCount: Int = 1, _ columns: KeyValuePairs<String, ColumnType>) {
    self.name = name
    self.keyCount = keyCount
    self.columns = columns.map { Column(name: $0.key, type: $0.value) }
  }

  /// The names of the columns, as a statement lists them.
  var columnNames: String { columns.map(\.name).joined(separator: ", ") }

  /// The names of those that tell the rows apart.
  var keyNames: String { columns.prefix(keyCount).map(\.name).joined(separator: ", ") }

  /// All tables but the one of what a store knows of itself.
  static let all = [
    StoreTable(
      "inputs",
      [
        "arrival": .number, "key": .bytes, "body_digest": .bytes, "received": .number, "queue_kind": .number,
        "queue_name": .text, "content": .bytes, "tries": .number, "start": .number, "parked_behind": .text,
        "target": .text,
      ]),
    StoreTable("input_keys", ["key": .bytes, "body_digest": .bytes, "received": .number]),
    StoreTable(
      "sessions",
      [
        "number": .number, "key": .text, "flow": .text, "definition": .text, "customer": .text,
        "turn": .number,
        "record_count": .number, "started_at": .number, "latest_turn_at": .number, "ended_at": .number,
        "node": .text, "reason": .text, "waits_since": .number, "is_stalled": .flag, "document": .bytes,
      ]),
    StoreTable("session_names", keys: 3, ["kind": .number, "name": .text, "session": .number]),
    StoreTable(
      "timers", keys: 2,
      [
        "session": .text, "number": .number, "time": .number, "place": .number, "tries": .number,
        "start": .number,
      ]),
    StoreTable(
      "effects",
      [
        "place": .number, "session": .text, "number": .number, "incarnation": .text, "content": .bytes,
        "lane": .text, "not_after": .number, "is_wanted": .flag, "is_last_try": .flag, "tries": .number,
        "first_try": .number, "state": .number, "state_time": .number, "start": .number,
      ]),
    StoreTable(
      "journal", keys: 2,
      [
        "session": .text, "number": .number, "now": .number, "machine_version": .number, "input": .bytes,
        "records": .bytes, "records_digest": .number, "document_digest": .number,
      ]),
    StoreTable(
      "store_records", ["number": .number, "at": .number, "customer": .text, "content": .bytes]),
    StoreTable(
      "held_events",
      [
        "number": .number, "kind": .number, "name": .text, "key": .bytes, "received": .number,
        "content": .bytes,
      ]),
    StoreTable("project", ["number": .number, "content": .bytes]),
    StoreTable("definitions", ["hash": .text, "content": .bytes, "is_in_force": .flag]),
    StoreTable(
      "dead_letters",
      [
        "number": .number, "kind": .text, "at": .number, "session": .text, "customer": .text,
        "problem": .text, "content": .bytes,
      ]),
    StoreTable("suppressed_customers", ["customer": .text]),
  ]
}

/// What stands in a column of a row: a flag as 0 or 1, a text as its bytes.
enum StoreCell: Sendable, Hashable {
  case null
  case number(Int64)
  case bytes([UInt8])
}

/// A transaction of a store whose tables can be read and written row by row.
protocol StoreRows: StoreTransaction {
  /// Rows of a table in the order of their keys.
  /// - Parameter key: The key after which they go on; nil from the first.
  func rows(of table: StoreTable, after key: [StoreCell]?, limit: Int) throws(StoreFailure) -> [[StoreCell]]

  /// Adds rows to a table.
  func add(_ rows: [[StoreCell]], to table: StoreTable) throws(StoreFailure)

  /// Deletes all rows of a table.
  func clear(_ table: StoreTable) throws(StoreFailure)

  /// The last number that was given to anything.
  func lastNumber() throws(StoreFailure) -> Int

  /// Has all numbers be greater than one from now on.
  mutating func skipNumbers(to number: Int) throws(StoreFailure)
}
#endif
