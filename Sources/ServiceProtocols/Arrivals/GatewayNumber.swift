import FlowModel

/// Numbers as gateways write them, in E.164's form.
public struct GatewayNumber: Sendable, Hashable {
  /// The country of numbers without a country code; nil where none comes without.
  public let countryCode: String?

  /// Creates the rules of a gateway.
  public init(countryCode: String? = nil) { self.countryCode = countryCode }

  /// A number in E.164's form, or a short code as it is; nil where it is neither.
  ///
  /// Spaces, `-`, `.`, `(` and `)` do not count. `00` stands for `+`; a single 0 for the country's own code; without either
  /// the country code comes first.
  public func normalized(_ text: String) -> String? {
    // As a store has it, mostly.
    if text.isE164 { return text }
    let bytes = text.utf8.filter { !" -.()".utf8.contains($0) }
    let hasPlus = bytes.first == UInt8(ascii: "+")
    let digits = String(decoding: bytes.dropFirst(hasPlus ? 1 : 0), as: UTF8.self)
    guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    let candidate: String
    if hasPlus {
      candidate = "+\(digits)"
    } else if digits.isShortCode {
      return digits
    } else if digits.hasPrefix("00") {
      candidate = "+\(digits.dropFirst(2))"
    } else if digits.hasPrefix("0") {
      guard let countryCode else { return nil }
      candidate = "+\(countryCode)\(digits.dropFirst())"
    } else {
      candidate = "+\(digits)"
    }
    return candidate.isE164 ? candidate : nil
  }

  /// A customer's address: a number in E.164's form, a short code, or a sender's name of letters as it is. nil where it is
  /// none of these.
  public func sender(_ text: String) -> String? {
    if let number = normalized(text) { return number }
    let isName = (1...11).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    let hasLetter = text.utf8.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
    return isName && hasLetter ? text : nil
  }
}
