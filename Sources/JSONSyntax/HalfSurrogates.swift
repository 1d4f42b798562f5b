/// JSON texts in which an escape is half of a surrogate pair, as programs send them whose texts are UTF-16 and that cut them
/// anywhere.
package enum HalfSurrogates {
  /// The text with U+FFFD in the place of each half, which takes as much room in UTF-16, so that positions stay what
  /// they are. Linear in its length.
  package static func replaced(in message: [UInt8]) -> [UInt8] {
    var replaced = message
    var index = 0
    while index < message.count {
      guard message[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      guard let unit = unit(at: index, in: message) else {
        // Another escape, which takes two bytes.
        index += 2
        continue
      }
      if UTF16.isLeadSurrogate(unit), let next = self.unit(at: index + 6, in: message),
        UTF16.isTrailSurrogate(next)
      {
        index += 12
        continue
      }
      if UTF16.isSurrogate(unit) { replaced.replaceSubrange(index + 2..<index + 6, with: "FFFD".utf8) }
      index += 6
    }
    return replaced
  }

  /// The unit that an escape stands for, where there is one of the form `\u1234`.
  private static func unit(at index: Int, in message: [UInt8]) -> UInt16? {
    guard index + 6 <= message.count, message[index] == UInt8(ascii: "\\"),
      message[index + 1] == UInt8(ascii: "u")
    else { return nil }
    return UInt16(String(decoding: message[index + 2..<index + 6], as: UTF8.self), radix: 16)
  }
}
