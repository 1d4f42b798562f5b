extension JSON {
  /// A number as JSON text, in the shortest form that reads back as the same double: `3`, `0.5`, `1e-7`, `15e299`.
  ///
  /// An integer has no decimal point: below 1e21 it is written out, from there on as a whole mantissa and an
  /// exponent. A fraction is written as ECMAScript writes it. Minus zero is `0`. The number must be finite.
  public static func numberText(_ number: Double) -> String {
    if number.magnitude < 0x1p53, Double(Int(number)) == number { return String(Int(number)) }
    return ShortestDecimal(number).text
  }
}

/// The shortest decimal digits that read back as a given double: ±0.DIGITS × 10^exponent, as Swift's own description
/// of a double has them.
private struct ShortestDecimal {
  private let isNegative: Bool
  /// Without zeros at either end.
  private let digits: String
  private let exponent: Int

  init(_ number: Double) {
    precondition(number.isFinite, "JSON has no way to write a number that is not finite.")
    let description = number.description
    let mantissaAndExponent = description.split(separator: "e")
    let parts = mantissaAndExponent[0].split(separator: ".")
    let integer = parts[0].drop { $0 == "-" || $0 == "0" }
    let fraction = parts.count > 1 ? parts[1] : ""
    let zerosAfterPoint = integer.isEmpty ? fraction.prefix { $0 == "0" }.count : 0
    var digits = String(integer + fraction.dropFirst(zerosAfterPoint))
    while digits.last == "0" { digits.removeLast() }
    let writtenExponent = mantissaAndExponent.count > 1 ? Int(mantissaAndExponent[1]) ?? 0 : 0
    self.digits = digits
    exponent = writtenExponent + integer.count - zerosAfterPoint
    isNegative = description.first == "-"
  }

  var text: String { isNegative ? "-" + magnitude : magnitude }

  private var magnitude: String {
    let count = digits.count
    switch exponent {
    case count...21:
      return digits + zeros(exponent - count)
    case 22...:
      // Seventeen digits at most: this is an integer.
      return digits + "e" + String(exponent - count)
    case 1..<count:
      return digits.prefix(exponent) + "." + digits.dropFirst(exponent)
    case -5...0:
      return "0." + zeros(-exponent) + digits
    default:
      let fraction = digits.dropFirst()
      return digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e" + String(exponent - 1)
    }
  }

  private func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
}
