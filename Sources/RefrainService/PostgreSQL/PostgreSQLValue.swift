#if Service
/// A value that a statement is given.
enum PostgreSQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case flag(Bool)
  case bytes([UInt8])
  case array(PostgreSQLArray)

  /// A number, or none.
  static func number(_ number: Int?) -> PostgreSQLValue { number.map { .integer(Int64($0)) } ?? .null }

  /// A text, or none: its bytes.
  static func text(_ text: String?) -> PostgreSQLValue { text.map { .bytes(Array($0.utf8)) } ?? .null }

  /// Numbers.
  static func integers(_ numbers: [Int64?]) -> PostgreSQLValue {
    .array(PostgreSQLArray(of: .integer, numbers.lazy.map { $0.map(PostgreSQLValue.integer) ?? .null }))
  }

  /// Numbers.
  static func numbers(_ numbers: [Int?]) -> PostgreSQLValue {
    .array(PostgreSQLArray(of: .integer, numbers.lazy.map(PostgreSQLValue.number)))
  }

  /// Bytes.
  static func byteArrays(_ values: [[UInt8]?]) -> PostgreSQLValue {
    .array(PostgreSQLArray(of: .bytes, values.lazy.map { $0.map(PostgreSQLValue.bytes) ?? .null }))
  }

  /// Texts: their bytes.
  static func texts(_ texts: [String?]) -> PostgreSQLValue {
    .array(PostgreSQLArray(of: .bytes, texts.lazy.map(PostgreSQLValue.text)))
  }

  /// Writes the value in its binary form, of PostgreSQL's documentation of its protocol.
  /// - Returns: Whether there is one.
  func append(to bytes: inout [UInt8]) -> Bool {
    switch self {
    case .null: return false
    case .integer(let number): bytes.append(bigEndian: number)
    case .flag(let flag): bytes.append(flag ? 1 : 0)
    case .bytes(let value): bytes += value
    case .array(let array): array.append(to: &bytes)
    }
    return true
  }
}

/// An array that a statement is given, in its binary form: of numbers or of bytes, some of which may be none.
struct PostgreSQLArray: Sendable, Hashable {
  /// What it is an array of: the numbers by which servers know types.
  enum ElementType: Int32, Sendable {
    case bytes = 17
    case integer = 20
  }

  private let type: ElementType
  /// How many elements it has.
  private(set) var count = 0
  /// Each element with its length before it.
  private var elements: [UInt8] = []

  /// Creates an array.
  init(of type: ElementType, _ values: some Sequence<PostgreSQLValue> = []) {
    self.type = type
    for value in values { append(value) }
  }

  /// How many bytes its elements take.
  var byteCount: Int { elements.count }

  /// Adds an element.
  mutating func append(_ value: PostgreSQLValue) {
    count += 1
    let place = elements.count
    elements.append(bigEndian: Int32(-1))
    guard value.append(to: &elements) else { return }
    let length = UInt32(elements.count - place - 4)
    for offset in 0..<4 { elements[place + offset] = UInt8(truncatingIfNeeded: length >> (24 - 8 * offset)) }
  }

  /// Writes it: its dimensions, whether elements may be null, and their type; then of the dimension its length and first index.
  func append(to bytes: inout [UInt8]) {
    bytes.append(bigEndian: Int32(count == 0 ? 0 : 1))
    bytes.append(bigEndian: Int32(1))
    bytes.append(bigEndian: type.rawValue)
    if count == 0 { return }
    bytes.append(bigEndian: Int32(count))
    bytes.append(bigEndian: Int32(1))
    bytes += elements
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }
}
#endif
