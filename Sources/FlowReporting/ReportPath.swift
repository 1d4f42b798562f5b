extension SourceFile {
  /// The path as tools outside want it, the same for every way to write it that differs in slashes and `.` alone:
  /// `./a//b.flow.json` is `a/b.flow.json`.
  public var normalizedPath: String {
    let slash = UInt8(ascii: "/")
    let parts = path.utf8.split(separator: slash).filter { !$0.elementsEqual(".".utf8) }
    let joined = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
    return path.utf8.first == slash ? "/" + joined : joined
  }

  /// The path as a URI (RFC 3986): a relative reference, or for a path from the root a `file` URI.
  ///
  /// Everything but unreserved characters and the slashes is percent-encoded, the colon too: in the first part of a
  /// relative reference it would end a scheme.
  var uri: String {
    let path = normalizedPath
    var encoded = path.utf8.first == UInt8(ascii: "/") ? "file://" : ""
    for byte in path.utf8 {
      let character = Unicode.Scalar(byte)
      switch character {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "/": encoded.unicodeScalars.append(character)
      default: encoded += (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
  }
}
