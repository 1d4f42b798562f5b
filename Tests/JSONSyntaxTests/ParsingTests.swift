import JSONSyntax
import Testing

@Suite struct ParsingTests {
  @Test(arguments: TableRow.rows(of: validTexts))
  func aValidTextHasItsValue(_ row: TableRow) throws {
    let value = try JSON(parsing: MarkedText.bytes(row.left))
    #expect(Array(value.compact.utf8) == MarkedText.bytes(row.right))
  }

  @Test(arguments: TableRow.rows(of: invalidTexts))
  func anInvalidTextStopsAtTheMarkedBytes(_ row: TableRow) {
    let text = MarkedText(row.left)
    #expect(stop(of: text.bytes)?.range == text.range)
  }

  @Test(arguments: TableRow.rows(of: messages))
  func anErrorSaysWhatWasExpectedAndWhatIsThere(_ row: TableRow) {
    #expect(stop(of: MarkedText.bytes(row.left))?.message == row.right)
  }

  /// Strings and indentations are read eight bytes at a time: what ends one may stand at any of them.
  @Test func whatEndsARowOfBytesIsFoundAtAnyOfThem() throws {
    let parts: [(written: String, text: String?)] = [
      ("", ""), (#"\""#, "\""), (#"\u0041"#, "A"), ("é", "é"), ("😀", "😀"), ("\u{7F}", "\u{7F}"),
      ("!#[]", "!#[]"),
      ("\u{1F}", nil),
    ]
    for length in 0...18 {
      for position in 0...length {
        let before = String(repeating: "a", count: position)
        let after = String(repeating: " ", count: length - position)
        for (written, text) in parts {
          let bytes = Array("\n\(after)\"\(before)\(written)\(after)\"\(before.isEmpty ? "" : after)".utf8)
          let start = 1 + length - position
          if let text {
            let string = try JSONDocument(parsing: bytes).root
            #expect(string.string == before + text + after)
            #expect(string.range.lowerBound == start)
          } else {
            #expect(stop(of: bytes)?.range.lowerBound == start + 1 + position)
          }
        }
      }
    }
  }

  @Test func arraysAndObjectsAreNestedUpToTheLimit() throws {
    let limit = JSONDocument.depthLimit
    for (opening, closing) in [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]")] {
      let brackets = opening.utf8.filter { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }.count
      let opened = String(repeating: opening, count: limit / brackets)
      let closed = String(repeating: closing, count: limit / brackets)
      #expect(try JSON(parsing: opened + "1" + closed).compact == opened + "1" + closed)
      for tooDeep in ["[]", "{}", "[", "{"] {
        let error = stop(of: Array((opened + tooDeep + closed).utf8))
        #expect(error?.range == opened.utf8.count..<opened.utf8.count + 1)
        #expect(error?.message == "arrays and objects may be nested 512 deep at most")
      }
    }
  }

  @Test func aHundredThousandOpeningsStopAtTheFirstThatIsTooDeep() {
    #expect(stop(of: Array(repeating: UInt8(ascii: "["), count: 100_000))?.range == 512..<513)
  }

  @Test func aByteOrderMarkIsFoundInAnyText() throws {
    let marked = MarkedText.bytes("‹EF›‹BB›‹BF›{}")
    #expect(try JSONDocument(parsing: marked).byteOrderMark == 0..<3)
    #expect(try JSONDocument(parsing: marked).root.range == 3..<5)
    #expect(try JSONDocument(parsing: Array("{}".utf8)).byteOrderMark == nil)
    #expect(JSONDocument.byteOrderMark(in: MarkedText.bytes("‹EF›‹BB›‹BF›{")) == 0..<3)
    #expect(JSONDocument.byteOrderMark(in: MarkedText.bytes("‹EF›‹BB›")) == nil)
    #expect(JSONDocument.byteOrderMark(in: []) == nil)
  }

  @Test func anErrorDescribesItself() {
    let error = JSONSyntaxError(range: 7..<8, message: "expected a value, not `]`")
    #expect("\(error)" == "expected a value, not `]` (at byte 7)")
  }
}

/// The error of parsing `bytes`; nil where they are JSON.
func stop(of bytes: [UInt8]) -> JSONSyntaxError? {
  do throws(JSONSyntaxError) {
    _ = try JSONDocument(parsing: bytes)
    return nil
  } catch {
    return error
  }
}
