/// What RFC 9110 and the flow format say of a header.
public enum HTTPHeader {
  /// Whether a header can have a name: a token (RFC 9110, 5.6.2).
  public static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "!#$%&'*+-.^_`|~".utf8.contains($0) }
  }

  /// Whether the client writes the header itself, so that a flow may not.
  public static func isOfConnection(_ name: String) -> Bool {
    ["host", "content-length", "transfer-encoding", "connection"].contains(name.lowercasedWithoutContext)
  }

  /// Whether a header can have a value: ASCII without control characters.
  public static func isValue(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
  }

  /// Whether the value lets whoever reads it in, and so is not told (RF505).
  public static func isSecret(_ name: String) -> Bool {
    ["authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "key"]
      .contains(name.lowercasedWithoutContext)
  }

  /// Whether two names, which are ASCII, are one: without regard to the case of letters. A request's are looked through several
  /// times, so no string is built.
  public static func areSame(_ first: String, _ second: String) -> Bool {
    let (first, second) = (first.utf8, second.utf8)
    return first.count == second.count && zip(first, second).allSatisfy { small($0) == small($1) }
  }

  private static func small(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
