/// The alphabet of GSM 03.38 (3GPP TS 23.038): the default table and its extension.
///
/// Characters are code points. Those that merely look like one of the alphabet's, such as the Ohm sign, are not of it.
package enum GSMAlphabet {
  /// How many septets a character takes: one from the default table, two from the extension table, nil where it is in
  /// neither.
  package static func septets(of character: Unicode.Scalar) -> Int? {
    if character.value < 128 { return asciiSeptets[Int(character.value)] }
    return furtherCharacters.contains(character) ? 1 : character == "€" ? 2 : nil
  }

  /// How many septets a segment holds that is the only one.
  package static let septetsOfOneSegment = 160

  /// Whether each byte of a text in UTF-8 is a character that takes one septet, as in most texts: so it has as many septets.
  package static func takesOneSeptetEach(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(takesOneSeptet) } ?? false
  }

  /// Whether a byte of UTF-8 is a character by itself that takes one septet.
  package static func takesOneSeptet(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " ")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "_"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
    default: false
    }
  }

  /// The default table's characters outside of ASCII.
  private static let furtherCharacters = Set("£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà".unicodeScalars)

  /// The septets of each character of ASCII. The escape is none that a text can hold.
  private static let asciiSeptets: [Int?] = (0..<128).map { code in
    switch Unicode.Scalar(UInt8(code)) {
    case "\u{0C}", "^", "{", "}", "\\", "[", "~", "]", "|": 2
    case "\n", "\r", " "..."_", "a"..."z": 1
    default: nil
    }
  }
}

extension Unicode.Scalar {
  /// What a typographic character can be written as in GSM 03.38, or nil where it is none.
  package var plainText: String? {
    switch self {
    case "\u{2018}", "\u{2019}", "\u{201A}", "\u{2032}": "'"
    case "\u{201C}", "\u{201D}", "\u{201E}", "\u{2033}": "\""
    case "\u{2013}", "\u{2014}", "\u{2212}": "-"
    case "\u{2026}": "..."
    case "\u{00A0}", "\u{202F}", "\u{2009}": " "
    default: nil
    }
  }
}
