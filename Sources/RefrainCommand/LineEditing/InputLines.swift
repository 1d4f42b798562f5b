import RefrainKit

/// A line of standard input.
enum InputLine: Sendable, Hashable {
  case text(String)
  /// It is longer than a line may be, and has been passed over.
  case tooLong
}

/// Lines of standard input as they come, be it from a pipe or from a terminal that edits them itself.
struct PlainLines: Sendable {
  private static let pieceSize = 1 << 16

  private var cutter = LineCutter()
  private var lines: ArraySlice<InputLine> = []

  /// The next line; nil at the end of input.
  mutating func next(on console: inout Console) throws(SystemError) -> InputLine? {
    while lines.isEmpty {
      // Whoever reads the other end may wait for what is still to be written before writing more.
      console.flush()
      let bytes = try console.system.nextStandardInput(limit: Self.pieceSize)
      guard !bytes.isEmpty else { return cutter.finish() }
      lines = cutter.cut(bytes)[...]
    }
    return lines.removeFirst()
  }
}

/// Lines that a person writes at a terminal, who can edit them and call back those before.
struct EditedLines: Sendable {
  private static let pieceSize = 4096
  private static let eraseLine = "\r\u{1B}[K"

  /// What stands before the line.
  let prompt: String
  /// Where the line is shown.
  let stream: StandardStream

  private var editor = LineEditor()
  private var reader = KeyReader()
  /// Keystrokes of lines to come: somebody was faster, or pasted them.
  private var keystrokes: ArraySlice<Keystroke> = []

  init(prompt: String, stream: StandardStream) {
    self.prompt = prompt
    self.stream = stream
  }

  /// The next line, which is then no longer on the screen; nil where there will be no more.
  /// - Parameter complete: What the beginning of a line may be completed to.
  mutating func next(
    on console: inout Console, completing complete: (String) -> [String]
  ) throws(SystemError) -> String? {
    try console.system.beginKeyInput()
    defer { console.system.endKeyInput() }
    while true {
      while let keystroke = keystrokes.popFirst() {
        switch editor.take(keystroke, completing: complete) {
        case .editing: continue
        case .refused: console.draw("\u{07}", on: stream)
        case .completions(let lines): show(lines, on: &console)
        case .clearScreen: console.draw("\u{1B}[H\u{1B}[2J", on: stream)
        case .suspended: try suspend(on: &console)
        case .accepted(let line):
          console.draw(Self.eraseLine, on: stream)
          return line
        case .ended:
          console.draw(Self.eraseLine, on: stream)
          return nil
        }
      }
      let columns = console.system.columns(of: stream) ?? 80
      console.draw(editor.drawing(prompt: prompt, columns: columns), on: stream)
      let bytes = try console.system.nextStandardInput(limit: Self.pieceSize)
      guard !bytes.isEmpty else { return nil }
      keystrokes = reader.read(bytes)[...]
    }
  }

  private func show(_ completions: [String], on console: inout Console) {
    let words = completions.map { String($0.split(separator: " ").last ?? "") }
    for line in TextLayout.wrapped(words.joined(separator: "  ")) {
      console.draw(Self.eraseLine + line + "\n", on: stream)
    }
  }

  private func suspend(on console: inout Console) throws(SystemError) {
    console.draw(Self.eraseLine, on: stream)
    console.system.endKeyInput()
    console.system.stopUntilContinued()
    try console.system.beginKeyInput()
  }
}

/// Cuts bytes into lines, in whatever pieces they come. What is not UTF-8 is replaced.
struct LineCutter: Sendable {
  private let limit: Int
  private var pending: [UInt8] = []
  private var isTooLong = false

  /// - Parameter limit: Bytes of a line at most.
  init(limit: Int = Limits.chatLineSize) {
    self.limit = limit
  }

  /// The lines that are complete with these bytes.
  mutating func cut(_ bytes: [UInt8]) -> [InputLine] {
    var lines: [InputLine] = []
    var pieces = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    while let piece = pieces.popFirst() {
      // One byte more may be the carriage return, which is no part of the line.
      isTooLong = isTooLong || pending.count + piece.count > limit + 1
      if isTooLong { pending = [] } else { pending += piece }
      if !pieces.isEmpty { lines.append(takeLine()) }
    }
    return lines
  }

  /// The last line, if what came does not end in a line break.
  mutating func finish() -> InputLine? {
    pending.isEmpty && !isTooLong ? nil : takeLine()
  }

  private mutating func takeLine() -> InputLine {
    defer {
      pending = []
      isTooLong = false
    }
    if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
    return isTooLong || pending.count > limit ? .tooLong : .text(String(decoding: pending, as: UTF8.self))
  }
}
