import RefrainKit
import Testing

@testable import RefrainCommand

/// Bytes that a terminal sends, and the line that comes of them, `|` being the cursor.
struct EditingCase: Sendable, CustomTestStringConvertible {
  let bytes: String
  let line: String

  var testDescription: String { "\(bytes.debugDescription) → \(line)" }

  init(_ bytes: String, _ line: String) {
    self.bytes = bytes
    self.line = line
  }

  static let all = [
    EditingCase("abc", "abc|"),
    EditingCase("ac\u{1B}[Db", "ab|c"),
    EditingCase("ac\u{1B}ODb\u{1B}OC", "abc|"),
    EditingCase("abc\u{02}\u{02}\u{06}x", "abx|c"),
    EditingCase("abc\u{01}x\u{05}y", "xabcy|"),
    EditingCase("abc\u{1B}[Hx\u{1B}[Fy", "xabcy|"),
    EditingCase("abc\u{1B}[1~x\u{1B}[4~y", "xabcy|"),
    EditingCase("abc\u{7F}\u{08}", "a|"),
    EditingCase("\u{7F}", "|"),
    EditingCase("abc\u{01}\u{04}\u{1B}[3~", "|c"),
    EditingCase("one two\u{17}", "one |"),
    EditingCase("one two  \u{17}\u{17}", "|"),
    EditingCase("one two\u{1B}b\u{15}", "|two"),
    EditingCase("one two\u{01}\u{1B}f\u{0B}", "one|"),
    EditingCase("one two\u{1B}[1;5D\u{1B}[1;5D\u{1B}[1;5C", "one| two"),
    EditingCase("日本🇩🇪\u{7F}\u{1B}[D", "日|本"),
    EditingCase("e\u{301}x\u{1B}[D\u{7F}", "|x"),
    // A mark that is typed joins the letter before it.
    EditingCase("ex\u{1B}[D\u{301}\u{1B}[D", "|e\u{301}x"),
    // Keys that mean nothing here, and sequences that are cut off.
    EditingCase("a\u{1B}[15~b\u{1B}[200~c\u{00}\u{07}d", "abcd|"),
    EditingCase("a\u{1B}\u{1B}[D\u{1B}xb", "b|a"),
    EditingCase("a\u{1B}[1\u{01}b", "ab|"),
    // History.
    EditingCase("one\rtwo\r\u{1B}[A", "two|"),
    EditingCase("one\rtwo\rthr\u{1B}[A\u{10}\u{10}", "one|"),
    EditingCase("one\rtwo\rthr\u{1B}[A\u{1B}[A\u{1B}[B\u{0E}\u{0E}", "thr|"),
    EditingCase("one\rone\r\r\u{1B}[A\u{1B}[A\u{1B}[B", "|"),
    EditingCase("one\r\u{1B}[Ax\r\u{1B}[A\u{1B}[A", "one|"),
    // Completion.
    EditingCase("/me\t", "/message |"),
    EditingCase("/r\t", "/re|"),
    EditingCase("/rec\td\t", "/receipt delivered |"),
    EditingCase("me\t", "me|"),
    EditingCase("/nothing\t", "/nothing|"),
    EditingCase("/me x\u{01}\u{06}\u{06}\u{06}\t", "/message | x"),
    // Ctrl-C begins anew.
    EditingCase("abc\u{03}d", "d|"),
  ]
}

@Suite("Line editor")
struct LineEditorTests {
  private func outcomes(of bytes: [[UInt8]], _ editor: inout LineEditor) -> [LineEditor.Outcome] {
    var reader = KeyReader()
    return bytes.flatMap { reader.read($0) }.map {
      editor.take($0, completing: ChatCommand.completions)
    }
  }

  @Test("Keys edit the line, in whatever pieces their bytes come", arguments: EditingCase.all)
  func editing(_ example: EditingCase) {
    let bytes = Array(example.bytes.utf8)
    for pieces in [[bytes], bytes.map { [$0] }] {
      var editor = LineEditor()
      _ = outcomes(of: pieces, &editor)
      let typed = editor.line
      _ = editor.take(.insert("|"), completing: { _ in [] })
      #expect(editor.line == example.line && typed.utf8.count == example.line.utf8.count - 1)
    }
  }

  @Test("Some keys are for whoever shows the line")
  func outcomes() {
    var editor = LineEditor()
    #expect(
      outcomes(of: [Array("/re\t\u{0C}\u{1A}\rx\u{03}\u{04}".utf8)], &editor) == [
        .editing, .completions(["/reject", "/receipt"]), .clearScreen, .suspended, .accepted("/re"),
        .editing, .editing, .ended,
      ])
    #expect(outcomes(of: [[0x03]], &editor) == [.ended])
    #expect(outcomes(of: [[0x1B, 0x5B, 0x44]], &editor) == [.refused])
  }

  @Test("What is not UTF-8 is replaced, and what is longer than a line may be is refused")
  func limits() {
    var editor = LineEditor(limit: 10)
    #expect(outcomes(of: [[0x61, 0xFF], [0xC3], [0x62]], &editor).count == 2)
    #expect(editor.line == "a\u{FFFD}\u{FFFD}b")
    #expect(outcomes(of: [Array("123".utf8)], &editor) == [.refused])
    #expect(outcomes(of: [Array("12".utf8)], &editor) == [.editing])
    #expect(outcomes(of: [[0x7F], [0x7F], [0x7F]], &editor) == [.editing, .editing, .editing])
    #expect(outcomes(of: [Array("123".utf8)], &editor) == [.editing])
  }

  @Test("The history forgets its oldest lines")
  func history() {
    var editor = LineEditor()
    let lines = (0...Limits.chatHistory).map { Array("\($0)\r".utf8) }
    _ = outcomes(of: lines, &editor)
    _ = outcomes(of: Array(repeating: [0x10], count: Limits.chatHistory + 5), &editor)
    #expect(editor.line == "1")
  }

  @Test(
    "The part of the line around the cursor is drawn, and the cursor in its place",
    arguments: [
      ("abc", "abc", 5), ("abc\u{02}", "abc", 4), ("日本\u{02}", "日本", 4), ("a\u{202E}b", "a\\u202Eb", 10),
      ("0123456789abcdefg", "0123456789abcdefg", 19), ("0123456789abcdefgh", "6789abcdefgh", 14),
      ("0123456789abcdefgh\u{01}", "0123456789abcdefg", 2),
      ("0123456789abcdefgh\u{01}\u{06}", "0123456789abcdefg", 3),
      ("日本日本日本日本日本", "日本日本日本", 14),
    ])
  func drawing(bytes: String, shown: String, column: Int) {
    var editor = LineEditor()
    _ = outcomes(of: [Array(bytes.utf8)], &editor)
    #expect(editor.drawing(prompt: "> ", columns: 20) == "\r> \(shown)\u{1B}[K\r\u{1B}[\(column)C")
    // A window that is too small for anything is survived.
    #expect(editor.drawing(prompt: "> ", columns: 1).hasPrefix("\r> "))
  }
}
