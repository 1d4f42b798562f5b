import FlowModel

/// The text of an open document: its bytes, and where its lines begin.
///
/// As in the protocol, and unlike in Refrain's own reports, LF, CRLF and a lone CR each end a line.
struct TextBuffer: Sendable {
  /// The text in UTF-8.
  private(set) var bytes: [UInt8]
  /// The offset of each line's first byte.
  private(set) var lineStarts: [Int]

  /// A buffer that holds `bytes`. Linear in their number.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lineStarts = [0] + Self.lineStarts(in: bytes, at: 0...bytes.count)
  }

  /// Puts `new` in the place of a range of bytes.
  ///
  /// Only what has changed is read again, so that an editor may send thousands of small changes.
  mutating func replace(_ range: Range<Int>, with new: [UInt8]) {
    // Whether a line begins somewhere, the bytes before and after that place decide.
    let first = index(ofLineFrom: max(range.lowerBound, 1))
    let kept = index(ofLineFrom: range.upperBound + 1)
    let growth = new.count - range.count
    bytes.replaceSubrange(range, with: new)
    if growth != 0 {
      for index in kept..<lineStarts.count { lineStarts[index] += growth }
    }
    let fresh = Self.lineStarts(in: bytes, at: range.lowerBound...range.lowerBound + new.count)
    lineStarts.replaceSubrange(first..<kept, with: fresh)
  }

  /// The offset of a position, which is moved back to the end of its line, or of the text, where it lies beyond,
  /// and to the beginning of a character that it would cut. Linear in the line's length.
  func offset(of position: Position, in encoding: PositionEncoding) -> Int {
    guard position.line < lineStarts.count else { return bytes.count }
    let line = content(ofLine: position.line)
    var offset = line.lowerBound
    var units = 0
    while offset < line.upperBound {
      var next = offset + 1
      while next < line.upperBound, bytes[next].continuesCharacter { next += 1 }
      units += encoding == .utf8 ? next - offset : encoding.units(of: bytes[offset])
      if units > position.character { break }
      offset = next
    }
    return offset
  }

  /// The index of the line that holds the byte at `offset`: the last one that does not begin after it.
  func line(at offset: Int) -> Int { index(ofLineFrom: offset + 1) - 1 }

  /// The index of the first line that does not begin before an offset.
  private func index(ofLineFrom offset: Int) -> Int {
    lineStarts.partitioningIndex { $0 >= offset }
  }

  /// The bytes of a line without what ends it.
  private func content(ofLine line: Int) -> Range<Int> {
    let start = lineStarts[line]
    guard line + 1 < lineStarts.count else { return start..<bytes.count }
    var end = lineStarts[line + 1] - 1
    if bytes[end] == UInt8(ascii: "\n"), end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The offsets of a range at which lines begin, the text's beginning aside.
  private static func lineStarts(in bytes: [UInt8], at offsets: ClosedRange<Int>) -> [Int] {
    guard offsets.upperBound > 0 else { return [] }
    return (max(1, offsets.lowerBound)...offsets.upperBound).filter { offset in
      let next = offset < bytes.count ? bytes[offset] : nil
      return bytes[offset - 1] == UInt8(ascii: "\n")
        || bytes[offset - 1] == UInt8(ascii: "\r") && next != UInt8(ascii: "\n")
    }
  }
}
