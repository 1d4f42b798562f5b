/// Five bytes that are looked for in a source at once, sixteen of its bytes at a time.
package struct SoughtBytes: Sendable {
  private typealias Block = SIMD16<UInt8>

  /// Each of them in all bytes of a block.
  private let blocks: (Block, Block, Block, Block, Block)

  /// Creates bytes to look for.
  package init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8, _ fifth: UInt8) {
    blocks = (
      Block(repeating: first), Block(repeating: second), Block(repeating: third), Block(repeating: fourth),
      Block(repeating: fifth)
    )
  }

  /// The index of the first of them at or after one; nil where none is. Linear in the bytes between.
  package func firstIndex(in source: [UInt8], from start: Int) -> Int? {
    source.withUnsafeBytes { bytes in
      var position = start
      while position + Block.scalarCount <= bytes.count {
        let marks = marks(in: bytes.loadUnaligned(fromByteOffset: position, as: Block.self))
        if any(marks), let first = marks.indices.first(where: { marks[$0] }) { return position + first }
        position += Block.scalarCount
      }
      while position < bytes.count {
        if marks(in: Block(repeating: bytes[position]))[0] { return position }
        position += 1
      }
      return nil
    }
  }

  /// Which of some bytes are looked for.
  private func marks(in bytes: Block) -> SIMDMask<SIMD16<Int8>> {
    (bytes .== blocks.0) .| (bytes .== blocks.1) .| (bytes .== blocks.2) .| (bytes .== blocks.3)
      .| (bytes .== blocks.4)
  }
}
