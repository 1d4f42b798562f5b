/// The values of the strings of a source that has been parsed.
enum JSONScalars {
  /// The UTF-8 bytes that `content`, between a string's quotes, stands for.
  static func decodedString(in source: [UInt8], content: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(content.count)
    var index = content.lowerBound
    while index < content.upperBound {
      guard source[index] == ASCII.backslash else {
        bytes.append(source[index])
        index += 1
        continue
      }
      let (scalar, length) = escape(in: source, at: index)
      bytes.append(contentsOf: scalar.utf8)
      index += length
    }
    return bytes
  }

  /// The character that the escape at `backslash` stands for, and how many bytes the escape takes; both halves of a
  /// surrogate pair are one escape.
  static func escape(in source: [UInt8], at backslash: Int) -> (scalar: Unicode.Scalar, length: Int) {
    switch source[backslash + 1] {
    case UInt8(ascii: "b"): return ("\u{8}", 2)
    case UInt8(ascii: "f"): return ("\u{C}", 2)
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "r"): return ("\r", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case ASCII.lowerU: return unicodeEscape(in: source, at: backslash)
    case let byte: return (Unicode.Scalar(byte), 2)
    }
  }

  private static func unicodeEscape(
    in source: [UInt8], at backslash: Int
  ) -> (scalar: Unicode.Scalar, length: Int) {
    let unit = hexadecimal(in: source, at: backslash + 2)
    if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
    let trail = hexadecimal(in: source, at: backslash + 8)
    guard let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (trail - 0xDC00)) else {
      preconditionFailure("A lone surrogate escape is not parsed.")
    }
    return (scalar, 12)
  }

  private static func hexadecimal(in source: [UInt8], at start: Int) -> UInt32 {
    source[start..<start + 4].reduce(0) { $0 << 4 | (ASCII.hexadecimalValue($1) ?? 0) }
  }
}
