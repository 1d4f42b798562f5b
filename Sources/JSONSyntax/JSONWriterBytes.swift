/// The bytes that a writer has written.
///
/// The array is as long as there is room, and bytes are stored in place: its own `append` would ask for room with each byte.
struct JSONWriterBytes: Sendable {
  private var room: [UInt8]
  private var count = 0

  /// No bytes, and room for some.
  init(roomFor expected: Int = 0) { room = [UInt8](repeating: 0, count: expected) }

  /// The bytes written so far.
  var bytes: [UInt8] { Array(room[..<count]) }

  /// The text written so far.
  var text: String { String(decoding: room[..<count], as: UTF8.self) }

  /// Gives the bytes away, and is empty then.
  mutating func take() -> [UInt8] {
    room.removeLast(room.count - count)
    defer { self = JSONWriterBytes() }
    return room
  }

  mutating func append(_ byte: UInt8) {
    makeRoom(for: 1)
    room[count] = byte
    count += 1
  }

  /// Writes a text in which nothing must be escaped, without quotes.
  mutating func append(plain text: String) {
    text.withUTF8Bytes { text in
      makeRoom(for: text.count)
      room.withUnsafeMutableBytes { room in
        UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: UnsafeRawBufferPointer(text))
      }
      count += text.count
    }
  }

  mutating func append(_ text: StaticString) { text.withUTF8Buffer { for byte in $0 { append(byte) } } }

  /// Writes an integer's digits.
  mutating func append(_ number: Int) {
    if number < 0 { append(ASCII.minus) }
    var rest = number.magnitude
    var digits = 1
    var next = rest / 10
    while next > 0 {
      next /= 10
      digits += 1
    }
    makeRoom(for: digits)
    room.withUnsafeMutableBytes { room in
      for index in stride(from: count + digits - 1, through: count, by: -1) {
        room[index] = ASCII.zero + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
    }
    count += digits
  }

  /// Writes a text in quotes, and in it what must be escaped as an escape; before it a comma and after it a colon, if so.
  mutating func append(afterComma: Bool = false, quoted text: String, isKey: Bool = false) {
    text.withUTF8Bytes { append(afterComma: afterComma, quoted: UnsafeRawBufferPointer($0), isKey: isKey) }
  }

  /// Writes a member whose value is a text; before it a comma, if so.
  mutating func append(afterComma: Bool, key: String, quoted text: String) {
    key.withUTF8Bytes { key in
      text.withUTF8Bytes { text in
        // With room for both, the second finds it.
        makeRoom(for: key.count + text.count + 8)
        append(afterComma: afterComma, quoted: UnsafeRawBufferPointer(key), isKey: true)
        append(afterComma: false, quoted: UnsafeRawBufferPointer(text), isKey: false)
      }
    }
  }

  @inline(__always)
  private mutating func append(afterComma: Bool, quoted text: UnsafeRawBufferPointer, isKey: Bool) {
    makeRoom(for: text.count + 4)
    let copied = room.withUnsafeMutableBytes { room in
      var end = count
      room[end] = ASCII.comma
      if afterComma { end += 1 }
      room[end] = ASCII.quote
      end += 1
      let copied = Self.copyPlain(text, to: room, at: end)
      end += copied
      if copied == text.count {
        room[end] = ASCII.quote
        room[end + 1] = ASCII.colon
        end += isKey ? 2 : 1
      }
      count = end
      return copied
    }
    if copied < text.count { append(escaping: text, from: copied, isKey: isKey) }
  }

  /// Writes the rest of a quoted text, which holds something that must be escaped.
  @inline(never)
  private mutating func append(escaping text: UnsafeRawBufferPointer, from start: Int, isKey: Bool) {
    for byte in text[start...] { append(escaping: byte) }
    append(ASCII.quote)
    if isKey { append(ASCII.colon) }
  }

  /// Copies a text up to a word of it in which something must be escaped.
  /// - Returns: How many bytes were copied.
  private static func copyPlain(
    _ text: UnsafeRawBufferPointer, to room: UnsafeMutableRawBufferPointer, at start: Int
  ) -> Int {
    switch text.count {
    case 0..<4: copyBytes(of: text, to: room, at: start)
    case 4..<8: copyEnds(of: text, as: UInt32.self, to: room, at: start)
    case 8..<16: copyEnds(of: text, as: UInt64.self, to: room, at: start)
    default: copyWords(of: text, to: room, at: start)
    }
  }

  /// Copies byte by byte.
  @inline(__always)
  private static func copyBytes(
    of text: UnsafeRawBufferPointer, to room: UnsafeMutableRawBufferPointer, at start: Int
  ) -> Int {
    for index in 0..<text.count {
      if mustBeEscaped(anyOf: text[index]) { return index }
      room[start + index] = text[index]
    }
    return text.count
  }

  /// Copies the first word and the last, which cover a text no longer than both.
  /// - Returns: All bytes, or none where something must be escaped.
  @inline(__always)
  private static func copyEnds<Word: FixedWidthInteger & UnsignedInteger>(
    of text: UnsafeRawBufferPointer, as _: Word.Type, to room: UnsafeMutableRawBufferPointer, at start: Int
  ) -> Int {
    let last = text.count - MemoryLayout<Word>.size
    let words = (
      text.loadUnaligned(as: Word.self), text.loadUnaligned(fromByteOffset: last, as: Word.self)
    )
    if signs(ofEscapesIn: words.0) | signs(ofEscapesIn: words.1) != 0 { return 0 }
    room.storeBytes(of: words.0, toByteOffset: start, as: Word.self)
    room.storeBytes(of: words.1, toByteOffset: start + last, as: Word.self)
    return text.count
  }

  /// Copies two words after the other; the last two begin in those before, where the text does not end with two.
  @inline(__always)
  private static func copyWords(
    of text: UnsafeRawBufferPointer, to room: UnsafeMutableRawBufferPointer, at start: Int
  ) -> Int {
    var index = 0
    while true {
      let words = (
        text.loadUnaligned(fromByteOffset: index, as: UInt64.self),
        text.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)
      )
      if signs(ofEscapesIn: words.0) | signs(ofEscapesIn: words.1) != 0 { return index }
      room.storeBytes(of: words.0, toByteOffset: start + index, as: UInt64.self)
      room.storeBytes(of: words.1, toByteOffset: start + index + 8, as: UInt64.self)
      index += 16
      if index >= text.count { return text.count }
      index = min(index, text.count - 16)
    }
  }

  /// Whether one of a word's bytes must be escaped.
  @inline(__always)
  private static func mustBeEscaped<Word: FixedWidthInteger & UnsignedInteger>(anyOf word: Word) -> Bool {
    signs(ofEscapesIn: word) != 0
  }

  /// The highest bits of a word's bytes, of which one is set where a byte must be escaped, and none where none must.
  @inline(__always)
  private static func signs<Word: FixedWidthInteger & UnsignedInteger>(ofEscapesIn word: Word) -> Word {
    let ones = Word.max / 0xFF
    let quotes = word ^ (ones &* Word(ASCII.quote))
    let backslashes = word ^ (ones &* Word(ASCII.backslash))
    // The highest bit of a byte is set where the byte is ASCII, and below 0x20 or 0 once a quote or backslash is taken from it.
    // A borrow can set a bit too much, but only where another one is rightly set.
    let special = (word &- ones &* 0x20) | (quotes &- ones) | (backslashes &- ones)
    return special & ~word & (ones &* 0x80)
  }

  private mutating func append(escaping byte: UInt8) {
    guard Self.mustBeEscaped(anyOf: byte) else { return append(byte) }
    append(ASCII.backslash)
    switch byte {
    case ASCII.quote, ASCII.backslash: append(byte)
    case 0x08: append(UInt8(ascii: "b"))
    case 0x0C: append(UInt8(ascii: "f"))
    case ASCII.lineFeed: append(UInt8(ascii: "n"))
    case ASCII.carriageReturn: append(UInt8(ascii: "r"))
    case ASCII.tab: append(UInt8(ascii: "t"))
    default:
      append(byte < 0x10 ? "u000" : "u00")
      for digit in String(byte, radix: 16).utf8 { append(digit) }
    }
  }

  /// Sees to it that so many more bytes can be written.
  private mutating func makeRoom(for more: Int) {
    if room.count - count < more { grow(for: more) }
  }

  @inline(never)
  private mutating func grow(for more: Int) {
    // All at once: one byte appended after the other would take as long as to write the text.
    var larger = [UInt8](repeating: 0, count: room.count + max(more, room.count, 1_024))
    larger.withUnsafeMutableBytes { larger in room.withUnsafeBytes { larger.copyMemory(from: $0) } }
    room = larger
  }
}
