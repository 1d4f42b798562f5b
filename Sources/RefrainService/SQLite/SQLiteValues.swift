#if Service
import FlowInterpreter
import FlowModel
import ServiceCore

// How values of the service stand in columns.

extension SQLiteValue {
  /// A time, or none.
  static func time(_ time: Timestamp?) -> SQLiteValue { time.map { .integer($0.milliseconds) } ?? .null }

  /// A customer, or none.
  static func customer(_ customer: Customer?) -> SQLiteValue { .optional(customer?.storedText) }

  /// A digest: its bits.
  static func digest(_ digest: UInt64) -> SQLiteValue { .integer(Int64(bitPattern: digest)) }
}

extension SQLiteRow {
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

  /// The bytes in a column; nil where it has none.
  func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

  /// The tries in a column, and the start in the one behind it.
  func tries(_ column: Int32) -> Tries { Tries(count: integer(column), start: optionalInteger(column + 1)) }
}
#endif
