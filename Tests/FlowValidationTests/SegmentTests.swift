import FlowModel
import Testing

@testable import FlowValidation

@Suite("SMS segments")
struct SegmentTests {
  /// A text as pieces that are repeated, its segments, and how many characters force UCS-2.
  private static let table: [(pieces: [(String, Int)], segments: Int, forcing: Int)] = [
    ([], 1, 0),
    ([("x", 160)], 1, 0), ([("x", 161)], 2, 0), ([("x", 306)], 2, 0), ([("x", 307)], 3, 0),
    // The extension table's characters take two septets, and no boundary falls within one.
    ([("^", 80)], 1, 0), ([("^", 81)], 2, 0), ([("x", 152), ("€", 77)], 3, 0),
    ([("x", 153), ("€", 76)], 2, 0),
    ([("\u{0C}^{}\\[~]|€", 8)], 1, 0), ([("\u{0C}^{}\\[~]|€", 8), ("x", 1)], 2, 0),
    // CR and LF are one septet each and one grapheme cluster together.
    ([("\r\n", 80)], 1, 0), ([("x", 152), ("\r\n", 1), ("x", 152)], 3, 0),
    ([("x", 153), ("\r\n", 1), ("x", 151)], 2, 0),
    ([("x", 152), ("\r", 1), ("x", 153)], 2, 0),
    // All 127 characters of the default table but those of ASCII, and what looks like one of them.
    ([("£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà@$_", 3), ("x", 34)], 1, 0),
    ([("\u{2126}\u{212B}`ç\tе", 1), ("x", 64)], 1, 6), ([("`", 1), ("x", 69)], 1, 1),
    ([("`", 1), ("x", 70)], 2, 1),
    // UCS-2 counts UTF-16 units, and keeps surrogate pairs and grapheme clusters together.
    ([("ж", 70)], 1, 70), ([("ж", 71)], 2, 71), ([("ж", 134)], 2, 134), ([("ж", 135)], 3, 135),
    ([("🙂", 35)], 1, 35), ([("🙂", 36)], 2, 36), ([("🙂", 66)], 2, 66), ([("🙂", 67)], 3, 67),
    ([("ж", 66), ("👩‍👩‍👧", 1), ("ж", 59)], 2, 130), ([("ж", 66), ("👩‍👩‍👧", 1), ("ж", 60)], 3, 131),
    ([("x", 67), ("e\u{301}", 33)], 2, 33), ([("x", 66), ("e\u{301}", 34)], 3, 34),
    // A cluster that is longer than a segment is cut.
    ([("e", 1), ("\u{301}", 67)], 1, 67), ([("e", 1), ("\u{301}", 133)], 2, 133),
    ([("e", 1), ("\u{301}", 1000)], 15, 1000),
  ]

  @Test("are counted as the network cuts them")
  func counts() {
    for (index, row) in Self.table.enumerated() {
      let segments = SMSSegments(of: row.pieces.map { String(repeating: $0.0, count: $0.1) }.joined())
      #expect(
        segments.count == row.segments && segments.forcingCharacters.count == row.forcing,
        "row \(index): \(segments.count) \(segments.forcingCharacters.count)")
    }
    let unicode = SMSSegments(of: String(repeating: "x", count: 71), alwaysUCS2: true)
    #expect(unicode.count == 2 && unicode.forcingCharacters.isEmpty)
  }

  @Test("are in an alphabet of 127 characters and ten of two septets")
  func alphabet() {
    let septets = (0...0x10FFFF).compactMap(Unicode.Scalar.init).compactMap(GSMAlphabet.septets)
    #expect(septets.count { $0 == 1 } == 127 && septets.count { $0 == 2 } == 10)
    for byte in UInt8.min...UInt8.max {
      let isOne = byte < 128 && GSMAlphabet.septets(of: Unicode.Scalar(byte)) == 1
      #expect(GSMAlphabet.takesOneSeptet(byte) == isOne, "\(byte)")
    }
  }
}
