import Testing

@testable import JSONSyntax

@Suite struct KnownTextsTests {
  @Test func aStringIsFoundAmongTextsByItsBytesHoweverItIsWritten() throws {
    let texts = KnownTexts(["on", "no", "\u{E9}t\u{E9}", "e\u{301}te\u{301}", ""])
    let document = try JSONDocument(
      parsing: Array(
        #"["no", "o\u006E", "\#u{E9}t\#u{E9}", "e\#u{301}te\#u{301}", "", "onn", "On"]"#.utf8))
    let found = document.root.elements.map { document.index(of: $0.element, in: texts) }
    #expect(found == [1, 0, 2, 3, 4, nil, nil])
    for first in 0...5 {
      #expect(
        document.root.elements.map { document.index(of: $0.element, in: texts, tryingFirst: first) } == found)
    }
  }

  @Test func ofTextsThatStandTwiceTheOneThatIsTriedFirstIsFound() {
    let texts = KnownTexts(["a", "b", "a"])
    let found = (0...3).map { texts.index(of: Array("a".utf8), in: 0..<1, tryingFirst: $0) }
    #expect(found == [0, 2, 2, 0])
  }

  @Test func soughtBytesAreFoundAtEachPlaceAndNothingElseIs() {
    let sought = SoughtBytes(0x5F, 0x4B, 0x2D, 0x24, 0x7B)
    for length in 0..<27 {
      for other in [0x00, 0x2E, 0x5E, 0x60, 0xDF, 0xFF] as [UInt8] {
        var source = Array(repeating: other, count: length)
        #expect(sought.firstIndex(in: source, from: 0) == nil)
        for place in 0..<length {
          source[place] = [0x5F, 0x4B, 0x2D, 0x24, 0x7B][place % 5]
          #expect(sought.firstIndex(in: source, from: 0) == place)
          #expect(sought.firstIndex(in: source, from: place) == place)
          #expect(sought.firstIndex(in: source, from: place + 1) == nil)
          source[place] = other
        }
      }
    }
  }
}
