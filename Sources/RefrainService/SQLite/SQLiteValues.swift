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
#endif
