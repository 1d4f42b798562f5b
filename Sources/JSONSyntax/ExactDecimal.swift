/// A decimal number of any length, for comparisons without rounding: a sign, digits and an exponent.
///
/// It is kept normalized, as ±0.DIGITS × 10^exponent without zeros at either end of the digits, so that equal values have
/// one form. The exponent is never written out: `1e9999` takes one digit.
public struct ExactDecimal: Sendable, Hashable {
  /// Whether the number is less than 0.
  private let isNegative: Bool
  /// ASCII digits, neither beginning nor ending with `0`; none for the number 0.
  private let digits: String
  private let exponent: Int

  /// Reads a number: a sign or none, ASCII digits with at most one point, and an exponent or none. Nil for any other text.
  ///
  /// Complexity: linear in the text's length. No exponent that is greater than an `Int` is read.
  public init?(_ text: String) {
    var rest = text.utf8[...]
    let isNegative = rest.first == ASCII.minus
    if isNegative || rest.first == ASCII.plus { rest.removeFirst() }
    let integer = rest.prefix(while: ASCII.isDigit)
    rest = rest[integer.endIndex...]
    var fraction = rest.prefix(0)
    if rest.first == ASCII.point {
      fraction = rest.dropFirst().prefix(while: ASCII.isDigit)
      rest = rest[fraction.endIndex...]
    }
    guard !integer.isEmpty || !fraction.isEmpty else { return nil }
    var exponent = 0
    if rest.first == ASCII.lowerE || rest.first == ASCII.upperE {
      guard let written = Int(Substring(rest.dropFirst())) else { return nil }
      exponent = written
    } else if !rest.isEmpty {
      return nil
    }
    self.init(isNegative: isNegative, integer: integer, fraction: fraction, exponent: exponent)
  }

  private init(
    isNegative: Bool, integer: Substring.UTF8View, fraction: Substring.UTF8View, exponent: Int
  ) {
    let digits = Array(integer) + Array(fraction)
    let leadingZeros = digits.prefix { $0 == ASCII.zero }.count
    var significant = digits[leadingZeros...]
    while significant.last == ASCII.zero { significant.removeLast() }
    self.digits = String(decoding: significant, as: UTF8.self)
    self.isNegative = isNegative && !significant.isEmpty
    self.exponent = significant.isEmpty ? 0 : exponent + integer.count - leadingZeros
  }

  /// The digits of an integer, a minus before them where it is negative; nil for a number with a fraction.
  ///
  /// Complexity: linear in the number of digits, which the exponent may make many.
  var integerDigits: String? {
    guard !digits.isEmpty else { return "0" }
    let zeros = exponent - digits.utf8.count
    guard zeros >= 0 else { return nil }
    return (isNegative ? "-" : "") + digits + String(repeating: "0", count: zeros)
  }

  /// The least integer that is no less than this number times a power of ten; nil where an `Int` may not hold it.
  public func roundedUp(timesTenTo power: Int) -> Int? {
    let places = exponent + power
    guard places > 0 else { return digits.isEmpty || isNegative ? 0 : 1 }
    guard places <= 18 else { return nil }
    let written = digits.utf8.prefix(places)
    let whole = Int(
      String(decoding: written, as: UTF8.self) + String(repeating: "0", count: places - written.count))
    return whole.map { isNegative ? -$0 : $0 + (digits.utf8.count > places ? 1 : 0) }
  }

  /// The nearest double, which is infinite for a number that no double can hold.
  public var double: Double {
    // A text of these digits is always one of Swift's.
    Double("\(isNegative ? "-" : "")0.\(digits.isEmpty ? "0" : digits)e\(exponent)") ?? .nan
  }
}

extension ExactDecimal: Comparable {
  /// Whether `left` is the smaller number. Complexity: linear in the digits that both have.
  public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    guard left.sign == right.sign else { return left.sign < right.sign }
    return left.isNegative ? right.hasSmallerMagnitude(than: left) : left.hasSmallerMagnitude(than: right)
  }

  private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

  /// Whether this is nearer to 0, of two numbers of one sign.
  private func hasSmallerMagnitude(than other: ExactDecimal) -> Bool {
    guard exponent == other.exponent else { return exponent < other.exponent }
    return digits.utf8.lexicographicallyPrecedes(other.digits.utf8)
  }
}
