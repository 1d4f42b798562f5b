extension String {
  /// The number that a Branch or a Delay reads in the text; nil where it is none.
  ///
  /// White space at its ends aside: a sign or none, decimal digits of any script with at most one point, an exponent of at
  /// most four digits or none, in at most 1,000 bytes. Close enough to tell which of two is greater.
  var decimalNumber: Double? {
    let scalars = unicodeScalars.drop { $0.properties.isWhitespace }
    let trimmed = scalars.reversed().drop { $0.properties.isWhitespace }.reversed()
    var text = ""
    for scalar in trimmed {
      if let digit = scalar.decimalDigit {
        text += String(digit)
      } else if scalar.isASCII {
        text.unicodeScalars.append(scalar)
      } else {
        return nil
      }
    }
    guard utf8.count <= 1000, text.isDecimal else { return nil }
    return Double(text)
  }

  private var isDecimal: Bool {
    var rest = utf8[...]
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let mantissa = rest.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
    guard mantissa.contains(where: \.isDigit), mantissa.count(where: { $0 == UInt8(ascii: ".") }) <= 1,
      mantissa.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") })
    else { return false }
    rest = rest[mantissa.endIndex...]
    guard !rest.isEmpty else { return true }
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    return (1...4).contains(rest.count) && rest.allSatisfy(\.isDigit)
  }
}

extension Unicode.Scalar {
  fileprivate var decimalDigit: Int? {
    properties.generalCategory == .decimalNumber ? properties.numericValue.map { Int($0) } : nil
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
