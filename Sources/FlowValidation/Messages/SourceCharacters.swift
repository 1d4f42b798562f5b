import Diagnostics
import FlowModel

/// The characters of a string of a file, each with the bytes that stand for it there, escapes taken as what they mean.
struct SourceCharacters: Sequence, IteratorProtocol {
  private let source: [UInt8]
  private let end: Int
  private var position: Int

  /// - Parameter string: The bytes of the string, its quotes included; it must be one of JSON.
  init(_ string: Range<Int>, of source: [UInt8]) {
    self.source = source
    position = string.lowerBound + 1
    end = string.upperBound - 1
  }

  mutating func next() -> (scalar: Unicode.Scalar, range: Range<Int>)? {
    guard position < end else { return nil }
    let start = position
    let scalar = source[position] == UInt8(ascii: "\\") ? escaped() : plain()
    return scalar.map { ($0, start..<position) }
  }

  private mutating func plain() -> Unicode.Scalar? {
    let first = source[position]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard position + length <= end else { return nil }
    defer { position += length }
    return String(decoding: source[position..<position + length], as: UTF8.self).unicodeScalars.first
  }

  private mutating func escaped() -> Unicode.Scalar? {
    guard position + 1 < end else { return nil }
    let letter = source[position + 1]
    guard letter == UInt8(ascii: "u") else {
      position += 2
      let controls: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
        UInt8(ascii: "r"): "\r",
        UInt8(ascii: "t"): "\t",
      ]
      return controls[letter] ?? Unicode.Scalar(letter)
    }
    guard let unit = codeUnit() else { return nil }
    if let scalar = Unicode.Scalar(unit) { return scalar }
    return codeUnit().flatMap { String(decoding: [unit, $0], as: UTF16.self).unicodeScalars.first }
  }

  /// Reads `\uXXXX`.
  private mutating func codeUnit() -> UInt16? {
    guard position + 6 <= end else { return nil }
    defer { position += 6 }
    return UInt16(String(decoding: source[position + 2..<position + 6], as: UTF8.self), radix: 16)
  }
}
