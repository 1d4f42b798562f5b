import Diagnostics

/// The source lines of a marked range as they are shown, and where on them carets stand.
///
/// Of a range over more than two lines the first and the last are shown; of a long line only what surrounds
/// the mark. What is shown is so bounded whatever the file, and so is the work to find it.
package struct SourceExcerpt {
  /// A line, or what is shown of it.
  package struct Line {
    /// The line's number, from 1.
    package let number: Int
    /// The text, ready for a terminal.
    package let text: String
    /// The columns of `text`, from 0, that carets stand under.
    package let marked: Range<Int>
  }

  /// The lines, in order.
  package private(set) var lines: [Line]

  /// Whether lines between two of the shown ones are left out.
  package var hasGap: Bool { lines.count == 2 && lines[1].number > lines[0].number + 1 }

  /// Complexity: bounded, however long the file and its lines.
  package init(of range: Range<Int>, in file: SourceFile) {
    let first = file.lines.position(at: range.lowerBound).line
    let last = file.lines.position(at: max(range.lowerBound, range.upperBound - 1)).line
    lines = [Self.line(first, marking: range, in: file)]
    if last > first { lines.append(Self.line(last, marking: range, in: file)) }
  }

  // MARK: One line

  /// How many columns of a line are shown.
  private static let width = 100
  /// How many columns are shown at least before the mark on a line that is too long.
  private static let context = 32

  private static func line(_ number: Int, marking range: Range<Int>, in file: SourceFile) -> Line {
    let line = file.lines.bytes(ofLine: number)
    let marked = visiblePart(of: range.clamped(to: line), on: line, in: file.bytes)
    let window = window(of: line, around: marked, in: file.bytes)
    var text = window.lowerBound > line.lowerBound ? "…" : ""
    var column = text.isEmpty ? 0 : 1
    var carets: Range<Int>?
    for glyph in Glyphs(file.bytes[window]) {
      if glyph.bytes.lowerBound >= marked.lowerBound, carets == nil {
        // What takes no column of its own, such as an accent, stands on the character before it.
        carets = glyph.width == 0 && column > 0 ? column - 1..<column : column..<column
      }
      text += glyph.text
      column += glyph.width
      if glyph.bytes.lowerBound < marked.upperBound, let start = carets?.lowerBound {
        carets = start..<column
      }
    }
    if window.upperBound < line.upperBound { text += "…" }
    let start = carets?.lowerBound ?? column
    return Line(number: number, text: text, marked: start..<max(start + 1, carets?.upperBound ?? 0))
  }

  /// The marked bytes without the white space at a line's ends, which a mark over several lines would cover.
  private static func visiblePart(
    of marked: Range<Int>, on line: Range<Int>, in source: [UInt8]
  ) -> Range<Int> {
    var start = marked.lowerBound
    var end = marked.upperBound
    while start == line.lowerBound || start > marked.lowerBound, start < end, source[start].isBlank {
      start += 1
    }
    while end == line.upperBound || end < marked.upperBound, start < end, source[end - 1].isBlank { end -= 1 }
    return start..<end
  }

  /// The bytes of a line that are shown: from some columns before the mark on, or up to the line's end.
  private static func window(of line: Range<Int>, around marked: Range<Int>, in source: [UInt8]) -> Range<Int>
  {
    let start = offset(context, columnsBefore: marked.lowerBound, on: line, in: source)
    let end = offset(width, columnsAfter: start, on: line, in: source)
    guard end == line.upperBound else { return start..<end }
    return min(start, offset(width, columnsBefore: end, on: line, in: source))..<end
  }

  /// The furthest offset that is no more than `columns` after another one.
  private static func offset(
    _ columns: Int, columnsAfter start: Int, on line: Range<Int>, in source: [UInt8]
  ) -> Int {
    var remaining = columns
    var end = start
    for glyph in Glyphs(source[start..<min(line.upperBound, start + 4 * width)]) {
      remaining -= glyph.width
      guard remaining >= 0 else { break }
      end = glyph.bytes.upperBound
    }
    return end
  }

  /// The furthest offset that is no more than `columns` before another one.
  private static func offset(
    _ columns: Int, columnsBefore end: Int, on line: Range<Int>, in source: [UInt8]
  ) -> Int {
    var remaining = columns
    var start = end
    // A column takes seldom more than four bytes; what takes more is cut, so that the work is bounded.
    let limit = max(line.lowerBound, end - 4 * width)
    while start > limit {
      var previous = start - 1
      while previous > limit, source[previous].continuesCharacter, start - previous < 4 { previous -= 1 }
      remaining -= Glyphs(source[previous..<start]).reduce(0) { $0 + $1.width }
      guard remaining >= 0 else { break }
      start = previous
    }
    return start
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

  /// Whether this byte is none that a UTF-8 sequence begins with.
  fileprivate var continuesCharacter: Bool { self & 0b1100_0000 == 0b1000_0000 }
}

/// The characters of a piece of source, and how each is shown.
private struct Glyphs: Sequence, IteratorProtocol {
  private var position: Int
  private var bytes: IndexingIterator<ArraySlice<UInt8>>
  private var parser = Unicode.UTF8.ForwardParser()
  private var measure = DisplayWidth()

  init(_ bytes: ArraySlice<UInt8>) {
    position = bytes.startIndex
    self.bytes = bytes.makeIterator()
  }

  mutating func next() -> Glyph? {
    let start = position
    switch parser.parseScalar(from: &bytes) {
    case .valid(let encoded):
      position += encoded.count
      return Glyph(Unicode.UTF8.decode(encoded), bytes: start..<position, measure: &measure)
    case .error(let length):
      position += length
      return Glyph("\u{FFFD}", bytes: start..<position, measure: &measure)
    case .emptyInput:
      return nil
    }
  }
}

/// A character of a source line: tabs are shown as spaces, what cannot be shown as a sign for it.
private struct Glyph {
  /// Where it stands in the source.
  let bytes: Range<Int>
  /// How many columns it takes.
  let width: Int
  private let scalar: Unicode.Scalar

  init(_ scalar: Unicode.Scalar, bytes: Range<Int>, measure: inout DisplayWidth) {
    self.scalar = scalar
    self.bytes = bytes
    width =
      switch scalar {
      case "\t": 4
      case "\u{FEFF}": 0
      case _ where scalar.isUnprintable: 1
      default: measure.width(of: scalar)
      }
  }

  /// What is shown for it.
  var text: String {
    switch scalar {
    case "\t": "    "
    case "\u{FEFF}": ""
    // The block of pictures for the control characters is in their order.
    case "\0"..."\u{1F}": Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "\u{FFFD}"
    case "\u{7F}": "\u{2421}"
    case _ where scalar.isUnprintable: "\u{FFFD}"
    default: String(scalar)
    }
  }
}
