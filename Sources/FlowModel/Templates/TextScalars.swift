/// Texts by their Unicode scalars: what the filters of templates take off or change.
extension String {
  /// The text without white space and invisible characters at its ends.
  public var trimmed: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.isBlank }),
      let last = scalars.lastIndex(where: { !$0.isBlank })
    else { return "" }
    return String(scalars[first...last])
  }

  /// What stands before the first white space of the trimmed text.
  public var firstWord: String {
    String(trimmed.unicodeScalars.prefix { !$0.properties.isWhitespace })
  }

  /// The decimal digits alone, those of other scripts as ASCII.
  public var decimalDigits: String {
    var digits = ""
    for scalar in unicodeScalars where scalar.properties.numericType == .decimal {
      guard let value = scalar.properties.numericValue else { continue }
      digits.unicodeScalars.append(Unicode.Scalar(UInt8(ascii: "0") + UInt8(value)))
    }
    return digits
  }

  /// The text in small letters by Unicode's full default mapping, scalar by scalar: a final sigma is one like any other.
  public var lowercasedWithoutContext: String {
    unicodeScalars.reduce(into: "") { $0 += $1.properties.lowercaseMapping }
  }

  /// The text in capital letters by Unicode's full default mapping, scalar by scalar.
  public var uppercasedWithoutContext: String {
    unicodeScalars.reduce(into: "") { $0 += $1.properties.uppercaseMapping }
  }
}

extension Unicode.Scalar {
  /// Whether nobody sees this at the end of a text: white space, or an invisible character (general category Cf).
  package var isBlank: Bool { properties.isWhitespace || properties.generalCategory == .format }
}
