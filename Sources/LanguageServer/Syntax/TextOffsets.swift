/// Where in a source the bytes of a string's text stand, whose escapes are decoded there.
struct TextOffsets {
  private let start: Int
  /// The offset of each byte's character or escape, and of the closing quote; nil where there are no escapes.
  private let offsets: [Int]?

  /// Reads what is between a string's quotes. Linear in its length where it has escapes.
  /// - Parameter hasEscapes: Whether there are escapes, all of which are right ones.
  init(_ content: ArraySlice<UInt8>, hasEscapes: Bool) {
    start = content.startIndex
    offsets = hasEscapes ? Self.offsets(of: content) : nil
  }

  /// The source offset of what stands so many bytes into the text.
  subscript(offset: Int) -> Int { offsets.map { $0[offset] } ?? start + offset }

  private static func offsets(of content: ArraySlice<UInt8>) -> [Int] {
    var offsets: [Int] = []
    var index = content.startIndex
    while index < content.endIndex {
      let (length, bytes) = content[index] == UInt8(ascii: "\\") ? escape(content[index...]) : (1, 1)
      offsets += repeatElement(index, count: bytes)
      index += length
    }
    return offsets + [content.endIndex]
  }

  /// How long the escape is with which `content` begins, and how many bytes of text it stands for.
  private static func escape(_ content: ArraySlice<UInt8>) -> (length: Int, bytes: Int) {
    let start = content.startIndex
    guard content[start + 1] == UInt8(ascii: "u") else { return (2, 1) }
    let digits = String(decoding: content[start + 2..<start + 6], as: UTF8.self)
    switch UInt16(digits, radix: 16) ?? 0 {
    case 0..<0x80: return (6, 1)
    case 0x80..<0x800: return (6, 2)
    // Both halves of a surrogate pair.
    case 0xD800..<0xE000: return (12, 4)
    default: return (6, 3)
    }
  }
}
