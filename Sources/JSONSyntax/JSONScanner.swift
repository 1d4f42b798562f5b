/// A place in a source, and the tokens of JSON that may be read from there: white space, literals, numbers, strings.
///
/// Each method that reads a token begins at `position` and leaves it after the token.
struct JSONScanner {
  let source: [UInt8]
  var position: Int

  /// The byte at `position`; nil at the end.
  var current: UInt8? { position < source.count ? source[position] : nil }

  mutating func skipWhitespace() {
    // A line's indentation: a quarter of the bytes of a file that is laid out for people.
    if position < source.count, source[position] == ASCII.lineFeed {
      position += 1
      skipWords(ASCII.spaces)
    }
    while position < source.count {
      switch source[position] {
      case ASCII.space, ASCII.lineFeed, ASCII.carriageReturn, ASCII.tab: position += 1
      default: return
      }
    }
  }

  /// Reads `true`, `false` or `null`; the first byte that differs is where parsing stops.
  mutating func scanLiteral(_ literal: String) throws(JSONSyntaxError) {
    for expected in literal.utf8 {
      guard current == expected else { throw unexpected("expected `\(literal)`") }
      position += 1
    }
  }

  /// Skips bytes of a kind eight at a time, in a fifth of the time that single bytes take; what is left of them stands in
  /// the source's last seven bytes.
  /// - Parameter beginning: How many of eight bytes are of the kind before one is not.
  private mutating func skipWords(_ beginning: (UInt64) -> Int) {
    position = source.withUnsafeBytes { bytes in
      var position = position
      while position + 8 <= bytes.count {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        let count = beginning(word)
        position += count
        if count < 8 { break }
      }
      return position
    }
  }

  // MARK: Numbers

  /// Reads a number: a minus, digits without a leading zero, a fraction, an exponent.
  mutating func scanNumber() throws(JSONSyntaxError) {
    let start = position
    if current == ASCII.minus { position += 1 }
    let integerStart = position
    if current == ASCII.zero {
      position += 1
      if let next = current, ASCII.isDigit(next) {
        throw unexpected("a number has no leading zeros", naming: false)
      }
    } else {
      try scanDigits(or: "a number's `-` must be followed by a digit")
    }
    let integerDigits = position - integerStart
    if current == ASCII.point {
      position += 1
      try scanDigits(or: "a number's decimal point must be followed by a digit")
    }
    let exponentStart = position
    if current == ASCII.lowerE || current == ASCII.upperE { try scanExponent() }
    guard position - start <= JSONNumber.longestText else {
      throw JSONSyntaxError(
        range: start..<position,
        message: "this number is too long: a number has at most \(JSONNumber.longestText) bytes")
    }
    // Below 1e300 nothing can overflow, and few numbers have to be converted to know more.
    if integerDigits > 200 || position - exponentStart > "e99".utf8.count {
      let number = JSONNumber(parsed: String(decoding: source[start..<position], as: UTF8.self))
      guard number.double.isFinite else {
        throw JSONSyntaxError(
          range: start..<position,
          message: "this number is too large: the largest that can be held is about 1.8e308")
      }
    }
  }

  /// Reads one digit at least; `complaint` says that one is missing.
  private mutating func scanDigits(or complaint: String) throws(JSONSyntaxError) {
    guard let first = current, ASCII.isDigit(first) else {
      throw unexpected(complaint)
    }
    position += 1
    while let next = current, ASCII.isDigit(next) { position += 1 }
  }

  /// Reads the `e` and the exponent after it.
  private mutating func scanExponent() throws(JSONSyntaxError) {
    position += 1
    if current == ASCII.minus || current == ASCII.plus { position += 1 }
    let start = position
    try scanDigits(or: "a number's exponent must have a digit")
    guard position - start <= JSONNumber.longestExponent else {
      throw JSONSyntaxError(
        range: start..<position,
        message: "a number's exponent has at most \(JSONNumber.longestExponent) digits")
    }
  }

  // MARK: Strings

  /// Reads a string from its opening to its closing quote, and says whether it has escapes.
  mutating func scanString() throws(JSONSyntaxError) -> Bool {
    var hasEscapes = false
    position += 1
    skipWords(ASCII.plainText)
    while let byte = current {
      switch byte {
      case ASCII.quote:
        position += 1
        return hasEscapes
      case ASCII.backslash:
        hasEscapes = true
        try scanEscape()
      case 0..<0x20:
        throw unexpected("a string's control characters are written as escapes (`\\n`, `\\t`, `\\u0001`)")
      case 0x20..<0x80:
        position += 1
      default:
        guard let length = UTF8Sequence.length(in: source, at: position) else {
          throw unexpected("a string must be well-formed UTF-8")
        }
        position += length
      }
    }
    throw unexpected("a string must be closed with `\"`")
  }

  /// Reads an escape; both halves of a surrogate pair are one.
  private mutating func scanEscape() throws(JSONSyntaxError) {
    let start = position
    position += 1
    guard current == ASCII.lowerU else {
      guard let byte = current, "\"\\/bfnrt".utf8.contains(byte) else {
        throw unexpected("a backslash in a string must be followed by one of `\" \\ / b f n r t u`")
      }
      position += 1
      return
    }
    let unit = try scanUnicodeEscape()
    guard UTF16.isSurrogate(UInt16(unit)) else { return }
    if UTF16.isLeadSurrogate(UInt16(unit)), current == ASCII.backslash, position + 1 < source.count,
      source[position + 1] == ASCII.lowerU
    {
      position += 1
      if UTF16.isTrailSurrogate(UInt16(try scanUnicodeEscape())) { return }
    }
    throw JSONSyntaxError(
      range: start..<start + 6,
      message: "this escape is half of a surrogate pair: write both halves, or the character itself")
  }

  /// Reads `u` and four hexadecimal digits.
  private mutating func scanUnicodeEscape() throws(JSONSyntaxError) -> UInt32 {
    position += 1
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = ASCII.hexadecimalValue(byte) else {
        throw unexpected("`\\u` must be followed by four hexadecimal digits")
      }
      unit = unit << 4 | digit
      position += 1
    }
    return unit
  }

  // MARK: What is there instead

  /// The error of stopping at `position`, where something else was expected.
  func unexpected(_ expected: String, naming: Bool = true) -> JSONSyntaxError {
    guard position < source.count else {
      return JSONSyntaxError(range: position..<position, message: "\(expected), but the text ends here")
    }
    let length = UTF8Sequence.length(in: source, at: position) ?? 1
    let range = position..<position + length
    guard naming else { return JSONSyntaxError(range: range, message: expected) }
    return JSONSyntaxError(range: range, message: "\(expected), not \(name(of: range))")
  }

  /// What to call the character, or the lone byte, at `range`.
  private func name(of range: Range<Int>) -> String {
    let byte = source[range.lowerBound]
    switch byte {
    case ASCII.lineFeed, ASCII.carriageReturn: return "a line break"
    case ASCII.tab: return "a tab"
    case ASCII.space: return "a space"
    case UInt8(ascii: "`"): return "a backtick"
    case 0..<0x20, 0x7F:
      return "the control character U+00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
    case 0x80... where range.count == 1:
      return "the byte 0x\(String(byte, radix: 16, uppercase: true)), which is not UTF-8 there"
    default: return "`\(String(decoding: source[range], as: UTF8.self))`"
    }
  }
}
