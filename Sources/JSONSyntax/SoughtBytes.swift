/// Five bytes that are looked for in a source at once, eight of its bytes at a time.
package struct SoughtBytes: Sendable {
  /// Each of them in all eight bytes of a word.
  private let words: (UInt64, UInt64, UInt64, UInt64, UInt64)

  /// Creates bytes to look for.
  package init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8, _ fifth: UInt8) {
    func word(_ byte: UInt8) -> UInt64 { ASCII.ones &* UInt64(byte) }
    words = (word(first), word(second), word(third), word(fourth), word(fifth))
  }

  /// The index of the first of them at or after one; nil where none is. Linear in the bytes between.
  package func firstIndex(in source: [UInt8], from start: Int) -> Int? {
    source.withUnsafeBytes { bytes in
      var position = start
      while position + 8 <= bytes.count {
        let found = marks(
          in: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)))
        if found != 0 { return position + found.trailingZeroBitCount / 8 }
        position += 8
      }
      while position < bytes.count {
        // What is no byte of the source is none that is looked for.
        if marks(in: UInt64(bytes[position]) | ~0xFF) & 0xFF != 0 { return position }
        position += 1
      }
      return nil
    }
  }

  /// The highest bit of each of eight bytes that is looked for, and perhaps of others above the lowest such one.
  private func marks(in bytes: UInt64) -> UInt64 {
    // A byte is zero where it is the one that is looked for, and then its highest bit is borrowed.
    func borrows(_ word: UInt64) -> UInt64 {
      let difference = bytes ^ word
      return (difference &- ASCII.ones) & ~difference
    }
    let all = borrows(words.0) | borrows(words.1) | borrows(words.2) | borrows(words.3) | borrows(words.4)
    return all & (ASCII.ones &* 0x80)
  }
}
