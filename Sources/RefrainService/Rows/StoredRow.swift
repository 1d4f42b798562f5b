#if Service
import FlowInterpreter
import FlowModel
import ServiceCore

/// A row that a database gives, by its columns from 0.
protocol StoredRow {
  /// Whether a column has no value.
  func isNull(_ column: Int32) -> Bool
  /// The number in a column; 0 where it has no value.
  func integer(_ column: Int32) -> Int
  /// The flag in a column; false where it has no value.
  func flag(_ column: Int32) -> Bool
  /// The text in a column; empty where it has no value.
  func text(_ column: Int32) -> String
  /// The bytes in a column; none where it has no value.
  func bytes(_ column: Int32) -> [UInt8]
}

// How values of the service stand in columns.

extension StoredRow {
  /// The number in a column; nil where it has no value.
  func optionalInteger(_ column: Int32) -> Int? { isNull(column) ? nil : integer(column) }

  /// The text in a column; nil where it has no value.
  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  /// The bytes in a column; nil where it has none.
  func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

  /// The time in a column.
  func time(_ column: Int32) -> Timestamp { Timestamp(milliseconds: Int64(integer(column))) }

  /// The time in a column; nil where it has none.
  func optionalTime(_ column: Int32) -> Timestamp? { isNull(column) ? nil : time(column) }

  /// The customer in a column; nil where it has none.
  func customer(_ column: Int32) throws(StoreFailure) -> Customer? {
    guard let text = optionalText(column) else { return nil }
    guard let customer = Customer(storedText: text) else { throw .damaged("a customer is none") }
    return customer
  }

  /// The session's key in a column; nil where it has none.
  func session(_ column: Int32) -> SessionKey? { optionalText(column).map(SessionKey.init) }

  /// The digest in a column.
  func digest(_ column: Int32) -> UInt64 { UInt64(bitPattern: Int64(integer(column))) }

  /// The tries in a column, and the start in the one behind it.
  func tries(_ column: Int32) -> Tries { Tries(count: integer(column), start: optionalInteger(column + 1)) }

  /// The name whose kind is in a column, and whose text in the one behind it.
  func name(_ column: Int32) throws(StoreFailure) -> StoreName {
    guard let kind = StoreName.Kind(rawValue: integer(column)) else { throw .damaged("a name is none") }
    return StoreName(kind, text(column + 1))
  }
}
#endif
