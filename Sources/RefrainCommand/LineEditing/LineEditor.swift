import RefrainKit

/// A line that a person edits, with the lines before it: keystrokes in, what is to be shown out. It knows no terminal.
struct LineEditor: Sendable {
  /// What a keystroke leads to.
  enum Outcome: Sendable, Hashable {
    /// The line goes on.
    case editing
    /// The keystroke could do nothing.
    case refused
    /// There are several ways to complete the word, these.
    case completions([String])
    /// The line is done.
    case accepted(String)
    /// There will be no more lines.
    case ended
    /// The screen is to be cleared.
    case clearScreen
    /// The program is to be stopped until it is continued.
    case suspended
  }

  /// Bytes of a line, with what is typed after the limit refused.
  private let limit: Int
  private var characters: [Character] = []
  /// How many characters stand before the cursor.
  private var cursor = 0
  private var size = 0
  private var history: [String] = []
  /// Which line of the history is shown; their number while it is the new one.
  private var shown = 0
  /// The new line, while one of the history is shown.
  private var draft: [Character] = []

  /// An editor with an empty line.
  /// - Parameter limit: Bytes of a line at most.
  init(limit: Int = Limits.chatLineSize) {
    self.limit = limit
  }

  /// The line as it is.
  var line: String { String(characters) }

  /// Takes a keystroke.
  /// - Parameter complete: What the line up to the cursor may be completed to, as whole lines.
  mutating func take(_ keystroke: Keystroke, completing complete: (String) -> [String]) -> Outcome {
    switch keystroke {
    case .insert(let text): return insert(text)
    case .acceptLine: return .accepted(finishLine())
    case .complete: return completeWord(complete)
    case .deleteBackward: return delete(max(0, cursor - 1)..<cursor)
    case .deleteForward: return delete(cursor..<min(characters.count, cursor + 1))
    case .deleteWord: return delete(wordStart..<cursor)
    case .deleteToStart: return delete(0..<cursor)
    case .deleteToEnd: return delete(cursor..<characters.count)
    case .moveLeft: return move(to: cursor - 1)
    case .moveRight: return move(to: cursor + 1)
    case .moveWordLeft: return move(to: wordStart)
    case .moveWordRight: return move(to: wordEnd)
    case .moveToStart: return move(to: 0)
    case .moveToEnd: return move(to: characters.count)
    case .previousLine: return showHistory(shown - 1)
    case .nextLine: return showHistory(shown + 1)
    case .clearScreen: return .clearScreen
    case .interrupt:
      guard !characters.isEmpty else { return .ended }
      startLine()
      return .editing
    case .endOfInput: return characters.isEmpty ? .ended : delete(cursor..<min(characters.count, cursor + 1))
    case .suspend: return .suspended
    }
  }

  // MARK: Editing

  private mutating func insert(_ text: String) -> Outcome {
    guard size + text.utf8.count <= limit else { return .refused }
    size += text.utf8.count
    // A mark that is typed belongs to the character before it.
    let start = max(0, cursor - 1)
    let replacement = Array(String(characters[start..<cursor]) + text)
    characters.replaceSubrange(start..<cursor, with: replacement)
    cursor = start + replacement.count
    return .editing
  }

  private mutating func delete(_ range: Range<Int>) -> Outcome {
    guard !range.isEmpty else { return .refused }
    characters.removeSubrange(range)
    cursor = range.lowerBound
    size = line.utf8.count
    return .editing
  }

  private mutating func move(to position: Int) -> Outcome {
    guard (0...characters.count).contains(position), position != cursor else { return .refused }
    cursor = position
    return .editing
  }

  /// Where the word before the cursor begins.
  private var wordStart: Int {
    var start = cursor
    while start > 0, characters[start - 1].isWhitespace { start -= 1 }
    while start > 0, !characters[start - 1].isWhitespace { start -= 1 }
    return start
  }

  /// Where the word after the cursor ends.
  private var wordEnd: Int {
    var end = cursor
    while end < characters.count, characters[end].isWhitespace { end += 1 }
    while end < characters.count, !characters[end].isWhitespace { end += 1 }
    return end
  }

  private mutating func completeWord(_ complete: (String) -> [String]) -> Outcome {
    let typed = String(characters[..<cursor])
    let candidates = complete(typed)
    guard let first = candidates.first else { return .refused }
    let common = candidates.dropFirst().reduce(first) { common, candidate in
      String(zip(common, candidate).prefix { $0 == $1 }.map(\.0))
    }
    let addition = common.dropFirst(typed.count) + (candidates.count == 1 ? " " : "")
    return addition.isEmpty ? .completions(candidates) : insert(String(addition))
  }

  // MARK: The lines before

  private mutating func startLine(_ characters: [Character] = []) {
    self.characters = characters
    cursor = characters.count
    size = line.utf8.count
  }

  private mutating func finishLine() -> String {
    let line = line
    if !line.isEmpty, history.last != line { history.append(line) }
    if history.count > Limits.chatHistory { history.removeFirst() }
    shown = history.count
    startLine()
    return line
  }

  private mutating func showHistory(_ index: Int) -> Outcome {
    guard (0...history.count).contains(index) else { return .refused }
    if shown == history.count { draft = characters }
    shown = index
    startLine(index == history.count ? draft : Array(history[index]))
    return .editing
  }
}

/// Drawing the line.
extension LineEditor {
  /// What draws the line anew in a terminal: over the one that the cursor is on, which it never leaves.
  ///
  /// Of a line longer than the window the part around the cursor is shown.
  func drawing(prompt: String, columns: Int) -> String {
    let room = max(1, columns - prompt.count - 1)
    let cells = visibleCells(room: room)
    let column = prompt.count + cells.before.reduce(0) { $0 + $1.width }
    let text = (cells.before + cells.after).map(\.text).joined()
    return "\r" + prompt + text + "\u{1B}[K\r" + (column > 0 ? "\u{1B}[\(column)C" : "")
  }

  /// A character as the terminal shows it.
  private struct Cell {
    let text: String
    let width: Int

    init(_ character: Character) {
      text = String(character).printable
      width = text.displayWidth
    }
  }

  /// The characters around the cursor that there is room for.
  private func visibleCells(room: Int) -> (before: [Cell], after: [Cell]) {
    var before = cells(of: characters[..<cursor].reversed(), room: room)
    if before.count < cursor { before = cells(of: characters[..<cursor].reversed(), room: room * 3 / 4) }
    let used = before.reduce(0) { $0 + $1.width }
    return (before.reversed(), cells(of: characters[cursor...], room: room - used))
  }

  /// As many of the characters as there is room for.
  private func cells(of characters: some Sequence<Character>, room: Int) -> [Cell] {
    var cells: [Cell] = []
    var left = room
    for character in characters {
      let cell = Cell(character)
      guard cell.width <= left else { break }
      left -= cell.width
      cells.append(cell)
    }
    return cells
  }
}
