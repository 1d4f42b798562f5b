/// Finds where in the source the parts of a string's decoded text stand, from the left to the right.
///
/// All offsets of one string together cost time linear in the string's length.
public struct JSONTextCursor: Sendable {
  private let source: [UInt8]
  private let content: Range<Int>
  private let hasEscapes: Bool
  /// The source offset of the character that the cursor is at.
  private var index: Int
  /// How many bytes of decoded text stand before that character.
  private var decoded = 0

  /// A cursor at the beginning of a string or key.
  public init(_ string: JSONNode) {
    precondition(string.kind == .string, "Only a string has a text.")
    source = string.document.source
    content = string.range.dropFirst().dropLast()
    hasEscapes = string.stored.hasEscapes
    index = content.lowerBound
  }

  /// The source offset of what stands `offset` UTF-8 bytes into the decoded text, not before the offset that was asked
  /// for last.
  ///
  /// An offset within a character that an escape stands for is the escape's; the text's length is the closing quote's.
  public mutating func sourceOffset(ofDecodedUTF8 offset: Int) -> Int {
    precondition(offset >= decoded, "A cursor goes from the left to the right.")
    guard hasEscapes else {
      precondition(offset <= content.count, "An offset lies within the string's text.")
      return content.lowerBound + offset
    }
    while decoded < offset {
      precondition(index < content.upperBound, "An offset lies within the string's text.")
      var length = 1
      var count = 1
      if source[index] == ASCII.backslash {
        let (scalar, escapeLength) = JSONScalars.escape(in: source, at: index)
        length = escapeLength
        count = scalar.utf8.count
      }
      if decoded + count > offset { break }
      decoded += count
      index += length
    }
    return index
  }
}
