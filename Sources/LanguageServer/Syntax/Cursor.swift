/// Where somebody is typing: between which brackets, after which key, in which string.
struct Cursor {
  /// What may stand at a place.
  enum Slot {
    /// A key of the object.
    case key(of: Int)
    /// The value of the key.
    case value(of: Int)
    /// An element of the array.
    case element(of: Int)
  }

  /// What may stand here.
  let slot: Slot
  /// The string that the cursor is in, if it is in one.
  let string: Int?
  /// What has been typed: from the beginning of the string's text, or of the word.
  let typed: Range<Int>
  /// What a completion takes the place of: what has been typed, and the rest of it after the cursor.
  let replaced: Range<Int>

  /// The place at an offset; nil where nothing can stand, such as right after a value.
  init?(at offset: Int, in tree: SyntaxTree) {
    let source = tree.source
    var wordStart = offset
    while wordStart > 0, !source[wordStart - 1].endsWord { wordStart -= 1 }
    // Up to here the elements are those of the whole tree: nothing later changes them.
    var reader = SyntaxReader(source, upTo: wordStart)
    reader.read()
    guard let container = reader.container else { return nil }
    string = reader.openString
    let start = string.map { reader.elements[$0].content.lowerBound } ?? wordStart
    typed = start..<offset
    replaced = start..<Self.end(of: string, after: offset, in: tree)
    let before = reader.elements.count - (string == nil ? 1 : 2)
    let isValue = string.map { reader.elements[$0].kind == .string } ?? reader.isAfterColon
    if reader.elements[container].kind == .array {
      slot = .element(of: container)
    } else {
      // Reading takes for a value only what follows a key and its colon.
      slot = isValue ? .value(of: before) : .key(of: container)
    }
    if string == nil, !Self.mayBegin(at: wordStart, in: source) { return nil }
  }

  /// Whether something may begin at an offset: after an opening bracket or a separator, or on a line of its own.
  private static func mayBegin(at offset: Int, in source: [UInt8]) -> Bool {
    var index = offset
    while index > 0, source[index - 1].isWhitespace {
      if source[index - 1].endsLine { return true }
      index -= 1
    }
    return index > 0 && "{[,:".utf8.contains(source[index - 1])
  }

  /// The end of what stands at the cursor: of the string, if it is closed and no bracket or comma is in it, or of the word.
  private static func end(of string: Int?, after offset: Int, in tree: SyntaxTree) -> Int {
    if let string, tree[string].isClosed, tree[string].content.upperBound >= offset {
      let end = tree[string].content.upperBound
      if !tree.source[offset..<end].contains(where: { "{}[],".utf8.contains($0) }) { return end }
    }
    var end = offset
    while end < tree.source.count, !tree.source[end].endsWord { end += 1 }
    return end
  }
}
