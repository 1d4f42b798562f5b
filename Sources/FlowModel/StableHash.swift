/// The 64-bit FNV-1a hash of a row of texts and numbers.
///
/// The simplest hash that is the same on every machine and for ever. Nothing rests on its being hard to forge: who can
/// write a flow can as well write its `lintIgnore`. Among a million values two are alike once in 37 million times.
package struct StableHash: Sendable {
  /// The hash of what has been combined.
  package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Creates the hash of nothing.
  package init() {}

  /// The hash as 16 digits.
  package var hexadecimal: String { String(decoding: hexadecimalDigits, as: UTF8.self) }

  /// The hash as the bytes of 16 digits.
  package var hexadecimalDigits: [UInt8] {
    stride(from: 60, through: 0, by: -4).map {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64($0)) & 0xF
      return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
  }

  /// Adds a text.
  package mutating func combine(_ text: String) {
    // Strings of Swift's own always lie in one piece.
    let isInOnePiece: Void? = text.utf8.withContiguousStorageIfAvailable { for byte in $0 { combine(byte) } }
    if isInOnePiece == nil { for byte in text.utf8 { combine(byte) } }
    // No byte of UTF-8: so the texts' ends count too.
    combine(0xFF as UInt8)
  }

  /// Adds bytes.
  package mutating func combine(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes { combine(byte) }
  }

  /// Adds a number.
  package mutating func combine(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      combine(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  private mutating func combine(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }
}
