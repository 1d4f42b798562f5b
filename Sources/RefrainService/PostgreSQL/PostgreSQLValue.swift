#if Service
/// A value that a statement is given.
enum PostgreSQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case flag(Bool)
  case bytes([UInt8])
  case integers([Int64?])
  case byteArrays([[UInt8]?])

  /// A number, or none.
  static func number(_ number: Int?) -> PostgreSQLValue { number.map { .integer(Int64($0)) } ?? .null }

  /// A text, or none: its bytes.
  static func text(_ text: String?) -> PostgreSQLValue { text.map { .bytes(Array($0.utf8)) } ?? .null }

  /// Numbers.
  static func numbers(_ numbers: [Int?]) -> PostgreSQLValue {
    .integers(numbers.map { $0.map(Int64.init) })
  }

  /// Texts: their bytes.
  static func texts(_ texts: [String?]) -> PostgreSQLValue {
    .byteArrays(texts.map { $0.map { Array($0.utf8) } })
  }

  /// Writes the value in its binary form, of PostgreSQL's documentation of its protocol.
  /// - Returns: Whether there is one.
  func append(to bytes: inout [UInt8]) -> Bool {
    switch self {
    case .null: return false
    case .integer(let number): bytes.append(bigEndian: number)
    case .flag(let flag): bytes.append(flag ? 1 : 0)
    case .bytes(let value): bytes += value
    case .integers(let numbers):
      Self.append(arrayOf: numbers, type: .integer, to: &bytes) { $0.append(bigEndian: $1) }
    case .byteArrays(let values):
      Self.append(arrayOf: values, type: .bytes, to: &bytes) { $0 += $1 }
    }
    return true
  }

  /// The numbers by which servers know types.
  private enum ElementType: Int32 {
    case bytes = 17
    case integer = 20
  }

  private static func append<Element>(
    arrayOf elements: [Element?], type: ElementType, to bytes: inout [UInt8],
    append: (inout [UInt8], Element) -> Void
  ) {
    // Dimensions, whether elements may be null, and their type; then of the dimension its length and first index.
    bytes.append(bigEndian: Int32(elements.isEmpty ? 0 : 1))
    bytes.append(bigEndian: Int32(1))
    bytes.append(bigEndian: type.rawValue)
    if elements.isEmpty { return }
    bytes.append(bigEndian: Int32(elements.count))
    bytes.append(bigEndian: Int32(1))
    for element in elements {
      let place = bytes.count
      bytes.append(bigEndian: Int32(-1))
      guard let element else { continue }
      append(&bytes, element)
      var length: [UInt8] = []
      length.append(bigEndian: Int32(bytes.count - place - 4))
      bytes.replaceSubrange(place..<place + 4, with: length)
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
    for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}
#endif
