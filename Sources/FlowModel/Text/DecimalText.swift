public import JSONSyntax

extension ExactDecimal {
  /// Bytes of the longest text that is a number, as of a number in JSON.
  private static let longestText = JSONNumber.longestText

  /// Reads a number that a person or a service has written: a sign or none, decimal digits of any script with at most one
  /// point, and an exponent of at most four digits or none, white space at the ends aside. Nil for any other text, and for
  /// one of more than 1,000 bytes.
  ///
  /// Complexity: linear in the text's length.
  public init?(writtenByPeople text: String) {
    let trimmed = text.trimmingScalars { $0.properties.isWhitespace }
    guard trimmed.utf8.count <= Self.longestText else { return nil }
    var plain = ""
    var exponentDigits: Int?
    for scalar in trimmed.unicodeScalars {
      if let digit = scalar.decimalDigit {
        plain += String(digit)
        exponentDigits = exponentDigits.map { $0 + 1 }
        continue
      }
      // What else there may be is of ASCII, and where it may be the plain reading says.
      guard scalar.isASCII else { return nil }
      plain.unicodeScalars.append(scalar)
      if scalar == "e" || scalar == "E" { exponentDigits = 0 }
    }
    guard exponentDigits ?? 0 <= JSONNumber.longestExponent else { return nil }
    self.init(plain)
  }
}

/// The number that a Branch or a Delay reads in a text.
package struct NumberInText: Sendable, Comparable {
  private let exact: ExactDecimal

  /// Reads a text; nil where it is no number. Complexity: linear in the text's length.
  package init?(_ text: String) {
    guard let exact = ExactDecimal(writtenByPeople: text) else { return nil }
    self.exact = exact
  }

  /// The nearest double, which is infinite for a number that no double can hold.
  package var double: Double { exact.double }

  /// Whether `left` is the smaller number.
  package static func < (left: NumberInText, right: NumberInText) -> Bool { left.exact < right.exact }
}
