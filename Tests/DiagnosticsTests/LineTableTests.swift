import Diagnostics
import Testing

@Suite struct LineTableTests {
  /// Texts in which `|` is the place that is asked for, each with its line and column.
  static let places: [(text: String, line: Int, column: Int)] = [
    ("|", 1, 1), ("|a", 1, 1), ("a|", 1, 2), ("ab|\n", 1, 3), ("ab\n|", 2, 1), ("ab\n|c", 2, 1),
    ("ab\nc|d\n", 2, 2),
    ("\n\n|\n", 3, 1), ("|\n", 1, 1),
    // Only LF ends a line; CR is a column.
    ("a\r|\nb", 1, 3), ("a\r\n|b", 2, 1), ("a\rb|\n", 1, 4), ("a\u{2028}b|", 1, 4), ("a\u{85}|b", 1, 3),
    ("a\u{C}b|", 1, 4),
    // Columns are code points: an emoji of two UTF-16 units is one, a combining mark is one of its own.
    ("😀|a", 1, 2), ("é|", 1, 2), ("e\u{301}|a", 1, 3), ("👩‍👩‍👧|", 1, 6), ("🇩🇪|", 1, 3), ("\u{FEFF}|{", 1, 2),
    ("😀\r\né😀|x", 2, 3), ("\u{10FFFF}\u{0}|", 1, 3),
  ]

  @Test func aPlaceIsALineAndAColumnOfCodePoints() {
    for (text, line, column) in Self.places {
      let bytes = Array(text.utf8)
      guard let offset = bytes.firstIndex(of: UInt8(ascii: "|")) else { continue }
      let table = LineTable(bytes.filter { $0 != UInt8(ascii: "|") })
      let position = table.position(at: offset)
      #expect(position.line == line && position.column == column, "\(text)")
    }
  }

  @Test func everyPlaceOfALongTextIsCounted() {
    // Lines of all lengths around the stride of the table's checkpoints, with characters of one to four bytes.
    let units = ["a", "é", "€", "😀", "\n", "\r\n"].map { Array($0.utf8) }
    var bytes: [UInt8] = []
    var expected: [Int: (line: Int, column: Int)] = [:]
    var line = 1
    var column = 1
    for index in 0..<9000 {
      let unit = index % 2500 == 2499 ? units[4 + index % 2] : units[index * index % 11 % 4]
      expected[bytes.count] = (line, column)
      bytes += unit
      if unit.last == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    expected[bytes.count] = (line, column)
    let table = LineTable(bytes)
    let wrong = expected.filter { offset, place in
      let position = table.position(at: offset)
      return position.line != place.line || position.column != place.column
    }
    #expect(expected.count == 9001)
    #expect(wrong.isEmpty)
  }

  @Test func aLongLineIsSearchedAsFastAsAShortOne() {
    let table = LineTable(Array(repeating: UInt8(ascii: "a"), count: 1_000_000))
    let clock = ContinuousClock()
    let time = clock.measure {
      for offset in stride(from: 0, to: 1_000_000, by: 500) { _ = table.position(at: offset) }
    }
    // 2000 look-ups that each count the line from its start would take minutes in a debug build.
    #expect(table.position(at: 999_999) == LineTable([]).position(at: 0).movedTo(column: 1_000_000))
    #expect(time < .seconds(20))
  }

  @Test func aLinesBytesAreWithoutItsEnd() {
    let cases: [(String, [String])] = [
      ("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("a\r\nb", ["a", "b"]), ("\n\r\n\r", ["", "", "\r"]),
      ("a\rb\r\n", ["a\rb", ""]), ("é😀\n\n", ["é😀", "", ""]), ("a\r\r\n", ["a\r", ""]),
    ]
    for (text, lines) in cases {
      let bytes = Array(text.utf8)
      let table = LineTable(bytes)
      let found = lines.indices.map { String(decoding: bytes[table.bytes(ofLine: $0 + 1)], as: UTF8.self) }
      #expect(found.map { Array($0.utf8) } == lines.map { Array($0.utf8) }, "\(text)")
      #expect(table.position(at: bytes.count).line == lines.count, "\(text)")
    }
  }
}

extension LineTable.Position {
  /// The same line, and a column, for a comparison.
  fileprivate func movedTo(column: Int) -> LineTable.Position {
    LineTable(Array(repeating: UInt8(ascii: "b"), count: column)).position(at: column - 1)
  }
}
