/// Turns byte offsets of one source text into lines and columns.
///
/// Only LF ends a line. Lines and columns count from 1, columns in Unicode code points.
/// Making one is linear in the text's size; a look-up costs a binary search and at most a kilobyte's scan,
/// whatever the length of the line.
public struct LineTable: Sendable {
  /// A line and a column, both from 1, the column in code points.
  public struct Position: Sendable, Hashable {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1: code points since the line's beginning, and one.
    public let column: Int
  }

  private static let stride = 1024

  private let source: [UInt8]
  /// The offset of each line's first byte.
  private let lineStarts: [Int]
  /// The number of code points that begin before each multiple of `stride`.
  private let checkpoints: [Int]

  /// Indexes a source text.
  public init(_ source: [UInt8]) {
    self.source = source
    var lineStarts = [0]
    var checkpoints: [Int] = []
    checkpoints.reserveCapacity(source.count / Self.stride + 1)
    var codePoints = 0
    for start in Swift.stride(from: 0, to: source.count, by: Self.stride) {
      checkpoints.append(codePoints)
      for offset in start..<min(start + Self.stride, source.count) {
        let byte = source[offset]
        if !byte.continuesCodePoint { codePoints += 1 }
        if byte == UInt8(ascii: "\n") { lineStarts.append(offset + 1) }
      }
    }
    self.lineStarts = lineStarts
    self.checkpoints = checkpoints
  }

  /// The line and column of the byte at `offset`, which may be the text's end.
  public func position(at offset: Int) -> Position {
    let line = lineIndex(at: offset)
    return Position(
      line: line + 1, column: codePoints(before: offset) - codePoints(before: lineStarts[line]) + 1)
  }

  /// The bytes of a line, without its LF or CRLF.
  /// - Parameter line: The line's number, from 1.
  public func bytes(ofLine line: Int) -> Range<Int> {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : source.count
    if end > start, end < source.count, source[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The index of the line that holds `offset`: the last one that does not start after it.
  private func lineIndex(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private func codePoints(before offset: Int) -> Int {
    guard offset > 0 else { return 0 }
    let checkpoint = min(offset / Self.stride, checkpoints.count - 1)
    let scanned = source[(checkpoint * Self.stride)..<offset]
    return checkpoints[checkpoint] + scanned.count { !$0.continuesCodePoint }
  }
}

extension UInt8 {
  /// Whether this is not the first byte of a UTF-8 sequence.
  fileprivate var continuesCodePoint: Bool { self & 0b1100_0000 == 0b1000_0000 }
}
