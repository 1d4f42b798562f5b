/// A number with the digits that it is written with: `763459218764532199`, `19.90`, `1e3`.
///
/// Two are equal where they are written alike. Whether they have one value (`1`, `1.0` and `1e0` do) `exact` says.
public struct JSONNumber: Sendable, Hashable {
  /// The number as it is written, by JSON's grammar.
  public let text: String

  /// A number that a parser has found to be one of JSON's grammar, within `JSONNumber`'s limits.
  init(parsed text: String) { self.text = text }

  /// An integer.
  public init(_ integer: some BinaryInteger) { text = String(integer) }

  /// A number in its shortest form, see `JSON.numberText`. It must be finite.
  public init(_ number: Double) { text = JSON.numberText(number) }

  /// Bytes of the longest number, a thousand: what reads numbers takes time for each of their digits.
  public static let longestText = 1000

  /// Digits of the longest exponent. Four are more than a double can have, and no sum of exponents overflows.
  public static let longestExponent = 4

  /// The nearest double. It is finite: what overflows a double is not parsed.
  public var double: Double {
    if let small = smallInteger { return Double(small) }
    guard let number = Double(text) else {
      preconditionFailure("A number of JSON's grammar is one of Swift's.")
    }
    return number
  }

  /// The value, with each of its digits.
  public var exact: ExactDecimal {
    guard let decimal = ExactDecimal(text) else {
      preconditionFailure("A number of JSON's grammar is a decimal.")
    }
    return decimal
  }

  /// The integer that this is, however it is written (`3`, `3.0`, `3e0`); nil for a fraction, and for what is too large.
  public var integer: Int? { smallInteger ?? integerDigits.flatMap { Int($0) } }

  /// Whether this is an integer, however it is written.
  public var isInteger: Bool { smallInteger != nil || integerDigits != nil }

  /// The digits of the integer that this is, however it is written, a minus before them where it is negative; nil for a
  /// fraction. As a double does not overflow, there are no more than 309.
  public var integerDigits: String? { exact.integerDigits }

  /// The number with its digits alone where it is an integer (`3` for `3.0` and `3e0`), else the number as it is.
  package var withPlainDigits: JSONNumber {
    text.utf8.allSatisfy(ASCII.isDigit) ? self : integer.map { JSONNumber($0) } ?? self
  }

  /// An integer that is written as up to eighteen digits, without the general conversion's cost.
  private var smallInteger: Int? {
    let isNegative = text.utf8.first == ASCII.minus
    let digits = isNegative ? text.utf8.dropFirst() : text.utf8[...]
    guard digits.count <= 18 else { return nil }
    var integer = 0
    for byte in digits {
      guard ASCII.isDigit(byte) else { return nil }
      integer = integer * 10 + Int(byte - ASCII.zero)
    }
    return isNegative ? -integer : integer
  }
}

extension JSONNumber: ExpressibleByIntegerLiteral {
  /// An integer.
  public init(integerLiteral value: Int) { self.init(value) }
}

extension JSON {
  /// An integer.
  public static func number(_ integer: some BinaryInteger) -> JSON { .number(JSONNumber(integer)) }

  /// A finite number in its shortest form.
  public static func number(_ number: Double) -> JSON { .number(JSONNumber(number)) }
}
