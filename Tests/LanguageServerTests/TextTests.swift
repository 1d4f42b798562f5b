import JSONSyntax
import TestSupport
import Testing

@testable import LanguageServer

/// Texts with characters of every width, and every end of a line.
let texts = [
  "", "\n", "a", "a\nb", "a\r\nb\r\n", "a\rb", "\r\n\r", "\u{FEFF}{}\n",
  "é🙂e\u{301}\n👩‍👩‍👧x\r\n\u{1F1E9}\u{1F1EA}",
  "\u{10FFFF}\u{FFFF}\u{800}\u{7FF}\u{7F}",
]

/// The line and the rest of it before an offset, worked out the simple way.
private func simplePosition(of offset: Int, in text: String, _ encoding: PositionEncoding) -> Position {
  let before = Array(text.unicodeScalars)[..<scalars(before: offset, in: text)]
  var line = 0
  var current = String.UnicodeScalarView()
  for (index, scalar) in before.enumerated() {
    let next = Array(text.unicodeScalars).dropFirst(index + 1).first
    current.append(scalar)
    if scalar == "\n" || scalar == "\r" && next != "\n" {
      line += 1
      current = String.UnicodeScalarView()
    }
  }
  let rest = String(current)
  switch encoding {
  case .utf8: return Position(line: line, character: rest.utf8.count)
  case .utf16: return Position(line: line, character: rest.utf16.count)
  case .utf32: return Position(line: line, character: rest.unicodeScalars.count)
  }
}

private func scalars(before offset: Int, in text: String) -> Int {
  String(decoding: Array(text.utf8)[..<offset], as: UTF8.self).unicodeScalars.count
}

@Test("positions and offsets are each other's inverse", arguments: texts, PositionEncoding.allCases)
func positions(text: String, encoding: PositionEncoding) {
  let buffer = TextBuffer(Array(text.utf8))
  let table = PositionTable(buffer, in: encoding)
  for offset in 0...buffer.bytes.count {
    let startsCharacter = offset == buffer.bytes.count || !buffer.bytes[offset].continuesCharacter
    guard startsCharacter else { continue }
    let position = table.position(at: offset)
    guard position == simplePosition(of: offset, in: text, encoding) else {
      Issue.record("\(offset) is \(position)")
      continue
    }
    // Between a CR and its LF there is no place for a cursor.
    let isWithinEnd =
      offset > 0 && offset < buffer.bytes.count && buffer.bytes[offset - 1] == UInt8(ascii: "\r")
      && buffer.bytes[offset] == UInt8(ascii: "\n")
    #expect(buffer.offset(of: position, in: encoding) == (isWithinEnd ? offset - 1 : offset))
  }
}

@Test("a long line's positions are right on either side of every checkpoint")
func longLine() {
  let text = String(repeating: "🙂é", count: 2000)
  let buffer = TextBuffer(Array(("\n" + text).utf8))
  let table = PositionTable(buffer, in: .utf16)
  let found = (0..<2000).map { table.position(at: 1 + $0 * 6) }
  #expect(found == (0..<2000).map { Position(line: 1, character: $0 * 3) })
}

@Test("a position that is none is moved to one")
func oddPositions() {
  let buffer = TextBuffer(Array("a🙂\r\nb".utf8))
  func offset(_ line: Int, _ character: Int) -> Int {
    buffer.offset(of: Position(line: line, character: character), in: .utf16)
  }
  #expect([offset(0, 2), offset(0, 3), offset(0, 99), offset(1, 99), offset(9, 0)] == [1, 5, 5, 8, 8])
}

@Test("a changed text has the lines that it would have if it were new", arguments: 0..<40 as Range<UInt64>)
func changes(seed: UInt64) {
  var random = SeededGenerator(seed: seed)
  let pieces = ["", "\r", "\n", "\r\n", "a", "🙂", "ab\n\ncd\r", "\n\r"].map { Array($0.utf8) }
  var buffer = TextBuffer([])
  for step in 0..<200 {
    let lower = Int.random(in: 0...buffer.bytes.count, using: &random)
    let upper = min(buffer.bytes.count, lower + Int.random(in: 0...4, using: &random))
    buffer.replace(lower..<upper, with: pieces.randomElement(using: &random) ?? [])
    let lines = TextBuffer(buffer.bytes).lineStarts
    guard buffer.lineStarts == lines else {
      Issue.record("seed \(seed), step \(step): \(buffer.bytes) has \(buffer.lineStarts), not \(lines)")
      return
    }
  }
}

@Test("the changes of one notification follow each other")
func severalChanges() {
  func change(_ line: Double, _ from: Double, _ to: Double, _ text: String) -> JSON {
    [
      "range": [
        "start": ["line": .number(line), "character": .number(from)],
        "end": ["line": .number(line), "character": .number(to)],
      ], "text": .string(text),
    ]
  }
  var document = OpenDocument(uri: "a.flow.json", version: 1, text: "🙂one\r\ntwo")
  document.apply(
    [change(0, 2, 3, "O\n"), change(1, 2, 2, "\u{301}"), change(2, 0, 9, "2"), "nonsense"], version: 2,
    in: .utf16)
  #expect(String(decoding: document.text.bytes, as: UTF8.self) == "🙂O\nne\u{301}\r\n2")
  document.apply([["text": "new"], change(0, 3, 3, "er")], version: 3, in: .utf16)
  #expect(String(decoding: document.text.bytes, as: UTF8.self) == "newer")
}

@Test(
  "Half a surrogate pair that an editor sends is kept as U+FFFD, which is as long, so that positions stay what they are",
  arguments: [
    (#"\ud83d"#, #"\uFFFD"#), (#"\uDE42x"#, #"\uFFFDx"#), (#"\ud83d\ude42"#, #"\ud83d\ude42"#),
    (#"\\ud83d"#, #"\\ud83d"#), (#"\\\ud83d\n"#, #"\\\uFFFD\n"#),
    (#"\ud83d\ud83d\ude42"#, #"\uFFFD\ud83d\ude42"#),
    (#"\ud83"#, #"\ud83"#), (#"\"#, #"\"#),
  ])
func halfSurrogates(sent: String, kept: String) {
  let read = HalfSurrogates.replaced(in: Array(sent.utf8))
  #expect(String(decoding: read, as: UTF8.self) == kept)
}

@Test("A change with half a surrogate pair is made")
func halfSurrogateChange() {
  var editor = Editor(Sample.clean)
  func change(_ text: String) -> [UInt8] {
    Array(
      (#"{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///a.flow.json","#
        + #""version":2},"contentChanges":[{"text":""# + text + #""}]}}"#).utf8)
  }
  #expect(editor.session.receive(change(#"{\ud83d"#)) == [])
  editor.send("textDocument/didSave", ["textDocument": ["uri": .string(editor.uri)]])
  #expect(editor.diagnostics.first?["code"] == "RF101")
}
