#if Service
import ServiceCore

extension SQLiteTransaction: StoreRows {
  func rows(
    of table: StoreTable, after key: [StoreCell]?, limit: Int
  ) throws(StoreFailure) -> [[StoreCell]] {
    let places = [String](repeating: "?", count: table.keyCount).joined(separator: ", ")
    let condition = key == nil ? "" : "WHERE (\(table.keyNames)) > (\(places))"
    return try rows(
      "SELECT \(table.columnNames) FROM \(table.name) \(condition) ORDER BY \(table.keyNames) LIMIT ?",
      Self.values(key ?? [], of: table) + [.number(limit)]
    ) { row in
      table.columns.enumerated().map { index, column in
        let place = Int32(index)
        if row.isNull(place) { return .null }
        return switch column.type {
        case .number, .flag: .number(Int64(row.integer(place)))
        case .bytes, .text: .bytes(row.bytes(place))
        }
      }
    }
  }

  func add(_ rows: [[StoreCell]], to table: StoreTable) throws(StoreFailure) {
    let places = [String](repeating: "?", count: table.columns.count).joined(separator: ", ")
    for row in rows {
      send(
        "INSERT INTO \(table.name) (\(table.columnNames)) VALUES (\(places))", Self.values(row, of: table))
    }
  }

  func clear(_ table: StoreTable) throws(StoreFailure) { send("DELETE FROM \(table.name)") }

  func lastNumber() -> Int { latestNumber }

  /// The values of the first columns of a table.
  private static func values(_ cells: [StoreCell], of table: StoreTable) -> [SQLiteValue] {
    zip(cells, table.columns).map { cell, column in
      switch (cell, column.type) {
      case (.null, _): .null
      case (.number(let number), _): .integer(number)
      case (.bytes(let bytes), .text): .text(String(decoding: bytes, as: UTF8.self))
      case (.bytes(let bytes), _): .blob(bytes)
      }
    }
  }
}
#endif
