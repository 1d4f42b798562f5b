/// Writing texts where some bytes have a meaning: addresses and forms.
extension String {
  /// The text with all but RFC 3986's unreserved characters (2.3) percent-encoded.
  public var percentEncoded: String {
    var encoded: [UInt8] = []
    for byte in utf8 {
      if byte.isUnreserved { encoded.append(byte) } else { encoded += byte.percentEncoded }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}

extension UInt8 {
  /// Whether this is one of RFC 3986's unreserved characters, which have no meaning of their own anywhere in an address.
  var isUnreserved: Bool { isASCIILetter || isASCIIDigit || "-._~".utf8.contains(self) }

  /// Whether this is a digit of a hexadecimal number, as ASCII has it.
  var isHexadecimalDigit: Bool {
    isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
  }

  /// `%` and two hexadecimal digits.
  var percentEncoded: [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [UInt8(ascii: "%"), digits[Int(self >> 4)], digits[Int(self & 0xF)]]
  }
}

/// The body of a form: `name=Ana+Brown&order=7`, as WHATWG's URL standard writes it (5.2,
/// `application/x-www-form-urlencoded` serializing).
public struct FormBody: Sendable {
  private var body = RequestText()
  private var isEmpty = true

  /// Creates an empty body.
  public init() {}

  /// Adds a field.
  public mutating func append(name: String, value: String) {
    body.append("\(isEmpty ? "" : "&")\(Self.encoded(name))=\(Self.encoded(value))")
    isEmpty = false
  }

  /// The body; nil where it is too long for a request.
  public var text: String? { body.whole }

  private static func encoded(_ text: String) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      if byte == UInt8(ascii: " ") {
        encoded.append(UInt8(ascii: "+"))
      } else if byte.isASCIILetter || byte.isASCIIDigit || "*-._".utf8.contains(byte) {
        encoded.append(byte)
      } else {
        encoded += byte.percentEncoded
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
