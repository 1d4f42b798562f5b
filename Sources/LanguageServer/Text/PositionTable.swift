import JSONSyntax

/// Turns the byte offsets of one text into positions.
///
/// Making one is linear in the text's size; a look-up costs a binary search and at most a kilobyte's scan, whatever
/// the length of the line.
struct PositionTable: Sendable {
  private static let stride = 1024

  private let text: TextBuffer
  private let encoding: PositionEncoding
  /// The number of units before each multiple of `stride`.
  private let checkpoints: [Int]

  /// Indexes a text.
  init(_ text: TextBuffer, in encoding: PositionEncoding) {
    self.text = text
    self.encoding = encoding
    var checkpoints: [Int] = []
    checkpoints.reserveCapacity(text.bytes.count / Self.stride + 1)
    var units = 0
    for (offset, byte) in text.bytes.enumerated() {
      if offset % Self.stride == 0 { checkpoints.append(units) }
      units += encoding.units(of: byte)
    }
    self.checkpoints = checkpoints
  }

  /// The position of the byte at `offset`, which may be the text's end.
  func position(at offset: Int) -> Position {
    let line = text.line(at: offset)
    return Position(line: line, character: units(before: offset) - units(before: text.lineStarts[line]))
  }

  /// A range of bytes as the protocol has it.
  func range(_ range: Range<Int>) -> JSON {
    ["start": position(at: range.lowerBound).json, "end": position(at: range.upperBound).json]
  }

  private func units(before offset: Int) -> Int {
    guard offset > 0 else { return 0 }
    let checkpoint = min(offset / Self.stride, checkpoints.count - 1)
    return text.bytes[(checkpoint * Self.stride)..<offset]
      .reduce(checkpoints[checkpoint]) { $0 + encoding.units(of: $1) }
  }
}
