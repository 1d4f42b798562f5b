package import JSONSyntax

/// Texts as counterparts send them: a character that is none is U+FFFD, and costs nothing of what stands around it.
package enum WireText {
  /// Reads JSON. What is no UTF-8, and half of a surrogate pair that is escaped by itself, is U+FFFD in it; else it is as strict as
  /// `JSON(parsing:)`.
  /// - Complexity: Linear in the number of bytes.
  package static func json(_ source: [UInt8]) throws(JSONSyntaxError) -> JSON {
    do throws(JSONSyntaxError) {
      return try JSON(parsing: source)
    } catch {
      let isUTF8 = String(validating: source, as: UTF8.self) != nil
      let text = isUTF8 ? source : Array(String(decoding: source, as: UTF8.self).utf8)
      let mended = HalfSurrogates.replaced(in: text)
      guard mended != source else { throw error }
      return try JSON(parsing: mended)
    }
  }

  /// Reads XML's characters: UTF-16 where it begins with its mark, ISO 8859-1 where its declaration says so, else UTF-8.
  package static func xml(_ source: [UInt8]) -> String {
    if source.starts(with: [0xFE, 0xFF]) { return utf16(source.dropFirst(2), high: 0) }
    if source.starts(with: [0xFF, 0xFE]) { return utf16(source.dropFirst(2), high: 1) }
    return latin1Names.contains(declaredEncoding(of: source))
      ? latin1(source) : String(decoding: source, as: UTF8.self)
  }

  /// Reads a text of a charset, by any name that is usual; nil where that is not known. What is no character is U+FFFD.
  package static func text(_ source: [UInt8], charset: String) -> String? {
    switch charset.lowercased() {
    case "utf-8", "utf8": String(decoding: source, as: UTF8.self)
    case "utf-16", "utf-16be", "ucs-2", "ucs-2be": utf16(source[...], high: 0)
    case "utf-16le": utf16(source[...], high: 1)
    case let name where latin1Names.contains(name): latin1(source)
    default: nil
    }
  }

  private static let latin1Names: Set<String> = ["iso-8859-1", "latin1", "windows-1252", "us-ascii"]

  /// The euro's sign is the one letter of Windows's beyond ISO 8859-1 that is written in texts.
  private static func latin1(_ source: [UInt8]) -> String {
    String(String.UnicodeScalarView(source.map { $0 == 0x80 ? "\u{20AC}" : Unicode.Scalar($0) }))
  }

  /// - Parameter high: Which byte of two is the higher one.
  private static func utf16(_ source: ArraySlice<UInt8>, high: Int) -> String {
    let bytes = Array(source)
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
      UInt16(bytes[$0 + high]) << 8 | UInt16(bytes[$0 + 1 - high])
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// What stands in quotes behind `encoding=` in an XML declaration, in small letters; empty where there is none.
  private static func declaredEncoding(of source: [UInt8]) -> String {
    let start = String(decoding: source.prefix(200), as: UTF8.self)
    guard start.hasPrefix("<?xml"),
      let declaration = start.firstRange(of: "?>").map({ start[..<$0.lowerBound] }),
      let name = declaration.firstRange(of: "encoding").map({ declaration[$0.upperBound...] })
    else { return "" }
    let parts = name.split(omittingEmptySubsequences: false) { $0 == "\"" || $0 == "'" }
    return parts.count > 1 ? parts[1].lowercased() : ""
  }
}
