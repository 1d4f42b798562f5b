/// Texts that strings of a document are compared with: the names of members, of types, of choices.
///
/// Their bytes lie in one piece, and a string is compared with those alone that are as long.
package struct KnownTexts: Sendable {
  private let bytes: [UInt8]
  /// Where each text begins, and at the end where the last one ends.
  private let bounds: [Int]

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
  }

  /// How many there are.
  package var count: Int { bounds.count - 1 }

  /// The index of the text that some bytes are; nil where they are none. Linear in the number of texts.
  /// - Parameter first: The index of the text with which comparing begins; the first one follows the last.
  package func index(of other: [UInt8], in range: Range<Int>, tryingFirst first: Int = 0) -> Int? {
    precondition(range.upperBound <= other.count, "The bytes are some of the larger text.")
    return bytes.withUnsafeBytes { bytes in
      other.withUnsafeBytes { other in
        let sought = UnsafeRawBufferPointer(rebasing: other[range])
        var index = first < count ? first : 0
        for _ in 0..<count {
          if bounds[index + 1] - bounds[index] == sought.count, bytes.holds(sought, at: bounds[index]) {
            return index
          }
          index = index + 1 < count ? index + 1 : 0
        }
        return nil
      }
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
