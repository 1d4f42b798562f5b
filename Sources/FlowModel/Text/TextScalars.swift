/// Texts by their Unicode scalars: what comparisons and the filters of templates take off or change.
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
    String(trimmed.unicodeScalars.prefix { !$0.isWhiteSpace })
  }

  /// The decimal digits alone, those of other scripts as ASCII.
  public var decimalDigits: String {
    var digits = ""
    for digit in unicodeScalars.lazy.compactMap(\.decimalDigit) { digits += String(digit) }
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
  /// Whether this is white space (Unicode's White_Space).
  var isWhiteSpace: Bool {
    isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
  }

  /// Whether nobody sees this at the end of a text: white space, or an invisible character (general category Cf).
  package var isBlank: Bool { isWhiteSpace || isInvisible }

  /// Whether this is invisible where it stands: a format character (general category Cf), such as a zero-width joiner or a
  /// mark of direction.
  var isInvisible: Bool { properties.generalCategory == .format }

  /// Whether this is punctuation (the general categories P).
  var isPunctuation: Bool {
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      true
    default: false
    }
  }

  /// The value of a decimal digit of any script (general category Nd).
  var decimalDigit: Int? {
    if isASCII { return ("0"..."9").contains(self) ? Int(value - 0x30) : nil }
    guard properties.numericType == .decimal, let value = properties.numericValue else { return nil }
    return Int(value)
  }
}

extension StringProtocol {
  /// The text without the scalars at its ends that are of a kind. Linear in the number of these.
  func trimmingScalars(_ isTrimmed: (Unicode.Scalar) -> Bool) -> SubSequence {
    var start = startIndex
    var end = endIndex
    while start < end, isTrimmed(unicodeScalars[start]) { start = unicodeScalars.index(after: start) }
    while start < end {
      let last = unicodeScalars.index(before: end)
      guard isTrimmed(unicodeScalars[last]) else { break }
      end = last
    }
    return self[start..<end]
  }
}
