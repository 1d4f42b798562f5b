/// The fields of a form or of a query, as WHATWG's URL standard reads them (5.1, `application/x-www-form-urlencoded`
/// parsing), but for bytes that are no UTF-8: with these nothing is read.
public struct FormFields: Sendable, Hashable {
  /// A field.
  public struct Field: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The value.
    public let value: String
  }

  /// The fields, in order.
  public let fields: [Field]

  /// No field.
  public static let none = FormFields(fields: [])

  private init(fields: [Field]) { self.fields = fields }

  /// Reads a text; nil where it has more than `ProtocolLimits.formFields` fields or bytes that are no UTF-8.
  ///
  /// Complexity: linear in the number of bytes.
  public init?(parsing bytes: some Sequence<UInt8>) {
    self.init(parsing: bytes) { _, value in String(validating: value, as: UTF8.self) }
  }

  /// Reads a text whose values need not be UTF-8.
  /// - Parameter text: What the bytes of a field's value say; nil where nobody can tell.
  init?(parsing bytes: some Sequence<UInt8>, text: (_ name: String, _ bytes: [UInt8]) -> String?) {
    var fields: [Field] = []
    for part in bytes.split(separator: UInt8(ascii: "&")) {
      guard fields.count < ProtocolLimits.formFields else { return nil }
      let written = part.prefix { $0 != UInt8(ascii: "=") }
      guard let name = String(validating: Self.decoded(written), as: UTF8.self),
        let value = text(name, Self.decoded(part.dropFirst(written.count + 1)))
      else { return nil }
      fields.append(Field(name: name, value: value))
    }
    self.fields = fields
  }

  /// The value of a field; nil where there is none, or several, of which nobody can say which one counts.
  public subscript(name: String) -> String? {
    var found: String?
    for field in fields where field.name.utf8.elementsEqual(name.utf8) {
      guard found == nil else { return nil }
      found = field.value
    }
    return found
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
      return Array(bytes)
    }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var position = bytes.startIndex
    while position < bytes.endIndex {
      let byte = bytes[position]
      if byte == UInt8(ascii: "%"), position + 2 < bytes.endIndex,
        let high = bytes[position + 1].hexadecimalValue,
        let low = bytes[position + 2].hexadecimalValue
      {
        decoded.append(high << 4 | low)
        position += 3
      } else {
        decoded.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        position += 1
      }
    }
    return decoded
  }
}

extension ReceivedRequest {
  /// The fields of the query; nil where they cannot be read.
  package var queryFields: FormFields? {
    query.map { FormFields(parsing: Array($0.utf8)) } ?? FormFields.none
  }

  /// The fields of the body, where it is a form; nil where they cannot be read.
  package var formFields: FormFields? {
    mediaType == "application/x-www-form-urlencoded" ? FormFields(parsing: body) : FormFields.none
  }
}
