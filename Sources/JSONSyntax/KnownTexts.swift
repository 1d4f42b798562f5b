/// Texts that strings of a document are compared with: the names of members, of types, of choices.
///
/// Their bytes lie in one piece, and a string is compared with those alone that are as long. They never change, and are a
/// class: the shapes and lists that they belong to are handed on for every value.
package final class KnownTexts: Sendable {
  private let bytes: [UInt8]
  /// Where each text begins, and at the end where the last one ends.
  private let bounds: [Int]
  /// For each length the texts that have it, as bits by their indices; none where there are more texts than bits.
  private let ofLength: [UInt64]

  /// Creates texts to compare with.
  package init(_ texts: some Sequence<String>) {
    var bytes: [UInt8] = []
    var bounds = [0]
    for text in texts {
      bytes += text.utf8
      bounds.append(bytes.count)
    }
    self.bytes = bytes
    self.bounds = bounds
    guard bounds.count - 1 <= UInt64.bitWidth else {
      ofLength = []
      return
    }
    let lengths = zip(bounds, bounds.dropFirst()).map { $1 - $0 }
    var ofLength: [UInt64] = []
    for (index, length) in lengths.enumerated() {
      while ofLength.count <= length { ofLength.append(0) }
      ofLength[length] |= 1 << UInt64(index)
    }
    self.ofLength = ofLength
  }

  /// How many there are.
  package var count: Int { bounds.count - 1 }

  /// The index of the text that some bytes are; nil where they are none. Linear in the number of texts of their length.
  /// - Parameter first: The index of the text with which comparing begins; the first one follows the last.
  package func index(of other: [UInt8], in range: Range<Int>, tryingFirst first: Int = 0) -> Int? {
    precondition(range.upperBound <= other.count, "The bytes are some of the larger text.")
    return bytes.withUnsafeBytes { bytes in
      other.withUnsafeBytes { other in
        let sought = UnsafeRawBufferPointer(rebasing: other[range])
        guard count <= UInt64.bitWidth else { return index(of: sought, amongMany: bytes, tryingFirst: first) }
        guard sought.count < ofLength.count else { return nil }
        // The texts of its length from the first one on, and then those before it.
        var left = ofLength[sought.count] & ~0 << UInt64(first)
        var following = ofLength[sought.count] & ~left
        while left | following != 0 {
          if left == 0 { (left, following) = (following, 0) }
          let index = left.trailingZeroBitCount
          if bytes.holds(sought, at: bounds[index]) { return index }
          left &= left - 1
        }
        return nil
      }
    }
  }

  private func index(
    of sought: UnsafeRawBufferPointer, amongMany bytes: UnsafeRawBufferPointer, tryingFirst first: Int
  ) -> Int? {
    let begin = first < count ? first : 0
    return (begin..<begin + count).lazy.map { $0 % self.count }.first { index in
      bytes[bounds[index]..<bounds[index + 1]].elementsEqual(sought)
    }
  }
}

extension JSONDocument {
  /// The index among some texts of the one that a string or key is, byte for byte; nil where it is none.
  /// - Parameter first: The index of the text with which comparing begins; the first one follows the last.
  package func index(of element: Int, in texts: KnownTexts, tryingFirst first: Int = 0) -> Int? {
    let stored = elements[element]
    guard stored.hasEscapes else {
      return texts.index(of: source, in: stored.contentRange, tryingFirst: first)
    }
    let decoded = JSONScalars.decodedString(in: source, content: stored.contentRange)
    return texts.index(of: decoded, in: decoded.indices, tryingFirst: first)
  }
}
