/// A plain JSON value. Objects keep the order of their members.
///
/// Two values are equal where they have the same kind and content: numbers digit for digit (`1` and `1.0` are two),
/// strings and keys byte for byte, arrays and objects in order: the same members in another order are another value.
/// `contains` compares numbers by their values, and objects whatever the order of their members.
public enum JSON: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number, with its digits.
  case number(JSONNumber)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSON])
  /// Members in order, each with a key of its own.
  case object(JSONObject)
}

extension JSON {
  /// The plain value of a JSON text; as strict as `JSONDocument`. Where a key is doubled the first counts.
  public init(parsing source: [UInt8]) throws(JSONSyntaxError) {
    self = try JSONDocument(parsing: source).root.value
  }

  /// The plain value of a JSON text; as strict as `JSONDocument`. Where a key is doubled the first counts.
  public init(parsing text: String) throws(JSONSyntaxError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// Whether this is `null`.
  public var isNull: Bool { if case .null = self { true } else { false } }

  /// The value of a boolean; nil for any other value.
  public var boolean: Bool? { if case .boolean(let boolean) = self { boolean } else { nil } }

  /// The number, with its digits; nil for any other value.
  public var number: JSONNumber? { if case .number(let number) = self { number } else { nil } }

  /// The text of a string; nil for any other value.
  public var string: String? { if case .string(let string) = self { string } else { nil } }

  /// The elements of an array; nil for any other value.
  public var array: [JSON]? { if case .array(let elements) = self { elements } else { nil } }

  /// The members of an object; nil for any other value.
  public var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

  /// An object's member with that key; nil where there is none or this is no object. Linear in the number of members.
  public subscript(key: String) -> JSON? { object?[key] }

  /// An array's element with that index, from 0; nil where there is none or this is no array.
  public subscript(index: Int) -> JSON? {
    guard let array, array.indices.contains(index) else { return nil }
    return array[index]
  }
}

// MARK: - Equality

// By hand and without recursion: a value may be nested as deep as a text, on a thread with a small stack.
extension JSON: Hashable {
  /// Whether two values are the same; see `JSON` for what counts.
  public static func == (left: JSON, right: JSON) -> Bool {
    var pending: [(JSON, JSON)] = []
    var pair: (JSON, JSON)? = (left, right)
    while let (left, right) = pair {
      switch (left, right) {
      case (.null, .null): break
      case (.boolean(let left), .boolean(let right)): guard left == right else { return false }
      case (.number(let left), .number(let right)): guard left == right else { return false }
      case (.string(let left), .string(let right)): guard left.hasSameUTF8(as: right) else { return false }
      case (.array(let left), .array(let right)):
        guard left.count == right.count else { return false }
        pending.append(contentsOf: zip(left, right))
      case (.object(let left), .object(let right)):
        guard left.count == right.count else { return false }
        for (left, right) in zip(left, right) {
          guard left.key.hasSameUTF8(as: right.key) else { return false }
          pending.append((left.value, right.value))
        }
      default: return false
      }
      pair = pending.popLast()
    }
    return true
  }

  /// Feeds the value's content to `hasher`.
  public func hash(into hasher: inout Hasher) {
    var pending = [self]
    while let value = pending.popLast() {
      switch value {
      case .null: hasher.combine(0)
      case .boolean(let boolean):
        hasher.combine(1)
        hasher.combine(boolean)
      case .number(let number):
        hasher.combine(2)
        hasher.combine(number)
      case .string(let string):
        hasher.combine(3)
        string.hashUTF8(into: &hasher)
      case .array(let elements):
        hasher.combine(4)
        hasher.combine(elements.count)
        pending.append(contentsOf: elements)
      case .object(let object):
        hasher.combine(5)
        hasher.combine(object.count)
        for field in object {
          field.key.hashUTF8(into: &hasher)
          pending.append(field.value)
        }
      }
    }
  }
}

extension String {
  /// Whether both are the same bytes; `==` would take canonically equivalent texts for equal.
  @inlinable package func hasSameUTF8(as other: String) -> Bool {
    // Names are mostly compared with copies of themselves, which have their bytes in one place, or with ones of another length.
    hasSameMemory(as: other) || utf8.count == other.utf8.count && hasSameBytes(as: other)
  }

  /// Whether both are the same bytes, of which there are as many.
  @usableFromInline func hasSameBytes(as other: String) -> Bool {
    utf8.withContiguousStorageIfAvailable { UnsafeRawBufferPointer($0).holds(other, at: 0) }
      ?? utf8.elementsEqual(other.utf8)
  }

  /// Whether both hold the same few bytes themselves, or refer to the same memory.
  @inlinable func hasSameMemory(as other: String) -> Bool {
    withUnsafeBytes(of: self) { own in
      withUnsafeBytes(of: other) { others in
        own.load(as: UInt64.self) == others.load(as: UInt64.self)
          && own.load(fromByteOffset: 8, as: UInt64.self) == others.load(fromByteOffset: 8, as: UInt64.self)
      }
    }
  }

  /// Feeds the bytes, and where they end, to `hasher`.
  @inlinable package func hashUTF8(into hasher: inout Hasher) {
    withUTF8Bytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }

  /// Gives the bytes where they lie, without a copy of the string; one that does not lie in one piece is copied.
  @inlinable package func withUTF8Bytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    var copy = self
    return copy.withUTF8(body)
  }
}

// MARK: - Literals

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// `null`.
  public init(nilLiteral: ()) { self = .null }

  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }

  /// A number.
  public init(integerLiteral value: Int) { self = .number(value) }

  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }

  /// An array.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// An object whose members are in the literal's order; no key may be there twice.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(literal: elements))
  }
}
