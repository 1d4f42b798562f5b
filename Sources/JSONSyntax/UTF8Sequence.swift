/// Well-formed UTF-8, by the table of the Unicode standard, section 3.9 (no overlong forms, no surrogates,
/// nothing above U+10FFFF).
enum UTF8Sequence {
  /// How many bytes the character at `start` takes; nil where no well-formed sequence begins there.
  static func length(in source: [UInt8], at start: Int) -> Int? {
    let second: ClosedRange<UInt8>
    let length: Int
    switch source[start] {
    case 0..<0x80: return 1
    case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
    case 0xE0: (second, length) = (0xA0...0xBF, 3)
    case 0xED: (second, length) = (0x80...0x9F, 3)
    case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
    case 0xF0: (second, length) = (0x90...0xBF, 4)
    case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
    case 0xF4: (second, length) = (0x80...0x8F, 4)
    default: return nil
    }
    guard start + length <= source.count, second.contains(source[start + 1]) else { return nil }
    for index in start + 2..<start + length where source[index] & 0xC0 != 0x80 { return nil }
    return length
  }
}
