#if Service
import ServiceCore

extension PostgreSQLTransaction: StoreRows {
  func rows(
    of table: StoreTable, after key: [StoreCell]?, limit: Int
  ) throws(StoreFailure) -> [[StoreCell]] {
    let places = (0..<table.keyCount).map { "$\($0 + 2)" }.joined(separator: ", ")
    let condition = key == nil ? "" : "WHERE (\(table.keyNames)) > (\(places))"
    return try connection.rows(
      "SELECT \(table.columnNames) FROM \(table.name) \(condition) ORDER BY \(table.keyNames) LIMIT $1",
      [.number(limit)] + (key ?? []).map(\.value)
    ) { row in
      table.columns.enumerated().map { index, column in
        let place = Int32(index)
        if row.isNull(place) { return .null }
        return switch column.type {
        case .number: .number(Int64(row.integer(place)))
        case .flag: .number(row.flag(place) ? 1 : 0)
        case .bytes, .text: .bytes(row.bytes(place))
        }
      }
    }
  }

  func add(_ rows: [[StoreCell]], to table: StoreTable) throws(StoreFailure) {
    let chosen = table.columns.map { $0.type == .flag ? "\($0.name) <> 0" : $0.name }
    let arrays = table.columns.enumerated().map { index, column in
      switch column.type {
      case .number, .flag: "$\(index + 1)::bigint[]"
      case .bytes, .text: "$\(index + 1)::bytea[]"
      }
    }
    let values = table.columns.enumerated().map { index, column -> PostgreSQLValue in
      switch column.type {
      case .number, .flag:
        .integers(rows.map { if case .number(let number) = $0[index] { number } else { nil } })
      case .bytes, .text:
        .byteArrays(rows.map { if case .bytes(let bytes) = $0[index] { bytes } else { nil } })
      }
    }
    try connection.run(
      """
      INSERT INTO \(table.name) (\(table.columnNames)) SELECT \(chosen.joined(separator: ", "))
      FROM unnest(\(arrays.joined(separator: ", "))) AS copied (\(table.columnNames))
      """, values)
  }

  func clear(_ table: StoreTable) throws(StoreFailure) { try run("DELETE FROM \(table.name)") }

  func lastNumber() throws(StoreFailure) -> Int { try number("SELECT last_value FROM numbers") ?? 0 }

  mutating func skipNumbers(to number: Int) throws(StoreFailure) {
    guard number > 0 else { return }
    _ = try self.number("SELECT setval('numbers', $1)", .number(number))
  }
}

extension StoreCell {
  fileprivate var value: PostgreSQLValue {
    switch self {
    case .null: .null
    case .number(let number): .integer(number)
    case .bytes(let bytes): .bytes(bytes)
    }
  }
}
#endif
