/// The bytes that JSON's grammar gives a meaning.
enum ASCII {
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let slash = UInt8(ascii: "/")
  static let comma = UInt8(ascii: ",")
  static let colon = UInt8(ascii: ":")
  static let minus = UInt8(ascii: "-")
  static let plus = UInt8(ascii: "+")
  static let point = UInt8(ascii: ".")
  static let zero = UInt8(ascii: "0")
  static let nine = UInt8(ascii: "9")
  static let lowerE = UInt8(ascii: "e")
  static let upperE = UInt8(ascii: "E")
  static let lowerU = UInt8(ascii: "u")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  // MARK: Eight bytes at a time

  /// One in each of eight bytes.
  static let ones: UInt64 = 0x0101_0101_0101_0101

  /// How many of eight bytes, the first in the lowest bits, are spaces before one is not.
  static func spaces(beginning bytes: UInt64) -> Int {
    (bytes ^ ones &* UInt64(space)).trailingZeroBitCount / 8
  }

  /// How many of eight bytes, the first in the lowest bits, are characters of ASCII that stand for themselves in a string
  /// before one is a quote, a backslash, a control character or no ASCII.
  static func plainText(beginning bytes: UInt64) -> Int {
    // A byte's highest bit is set where the byte is below 0x20, is 0 once a quote or backslash is taken from it, or is no
    // ASCII. A borrow can set a bit too much, but only above one that is rightly set, and the lowest counts.
    let quotes = bytes ^ (ones &* UInt64(quote))
    let backslashes = bytes ^ (ones &* UInt64(backslash))
    let special = (bytes &- ones &* 0x20) | (quotes &- ones) | (backslashes &- ones) | bytes
    return (special & (ones &* 0x80)).trailingZeroBitCount / 8
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= zero && byte <= nine }

  /// The value of a hexadecimal digit in either case.
  static func hexadecimalValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
