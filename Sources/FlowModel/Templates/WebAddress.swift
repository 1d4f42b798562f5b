/// An address that is put together of what an author wrote and of what others say, who cannot change where it leads.
///
/// What a reference holds is percent-encoded, save a custom variable's text at the beginning, which may hold the
/// address's beginning.
public struct WebAddress: Sendable {
  private var bytes: [UInt8] = []
  /// Where the texts of references stand.
  private var references: [Range<Int>] = []
  private var isTooLong = false
  /// Whether something has been added, be it no text.
  private var hasBegun = false

  /// Creates an address of no text.
  public init() {}

  /// Adds a text of the author's.
  public mutating func append(literal text: String) { append(text) }

  /// Adds the text of a reference.
  public mutating func append(reference text: String, isVariable: Bool) {
    let start = bytes.count
    append(isVariable && !hasBegun ? text : text.percentEncoded)
    references.append(start..<bytes.count)
  }

  private mutating func append(_ text: String) {
    hasBegun = true
    if !isTooLong { bytes += text.utf8 }
    isTooLong = bytes.count > Limits.renderedText
  }

  /// The address; nil where none can be asked under it.
  ///
  /// That is where it is no RFC 3986 URI of scheme `http` or `https` with a host and without user information, where it
  /// has more than `Limits.renderedText` bytes, and where a path segment that a reference has a part in is `.` or `..`.
  public var text: String? {
    guard !isTooLong, let path = URIGrammar(bytes).path, !hasDotSegment(in: path) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether the way to a folder's own or the folder above comes from a reference, encoded dots included: they are the
  /// same (RFC 3986, 6.2.2.2).
  private func hasDotSegment(in path: Range<Int>) -> Bool {
    var references = references[...]
    var start = path.lowerBound
    while start <= path.upperBound {
      let end = bytes[start..<path.upperBound].firstIndex(of: UInt8(ascii: "/")) ?? path.upperBound
      references = references.drop { $0.upperBound < start || $0.upperBound == start && !$0.isEmpty }
      if let first = references.first, first.lowerBound <= end, Self.isDots(bytes[start..<end]) {
        return true
      }
      start = end + 1
    }
    return false
  }

  private static func isDots(_ segment: ArraySlice<UInt8>) -> Bool {
    // Six bytes are two encoded dots.
    guard !segment.isEmpty, segment.count <= 6 else { return false }
    let text = String(decoding: segment, as: UTF8.self).lowercasedWithoutContext
    return [".", "..", "%2e", ".%2e", "%2e.", "%2e%2e"].contains(text)
  }
}

/// RFC 3986's grammar of a URI (appendix A), for `http` and `https` with a host and without user information.
private struct URIGrammar {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Where the path stands; nil where the bytes are no such URI. Complexity: linear in the number of bytes.
  var path: Range<Int>? {
    let scheme = bytes.prefix { $0 != UInt8(ascii: ":") }
    let name = String(decoding: scheme, as: UTF8.self).lowercasedWithoutContext
    guard name == "http" || name == "https", bytes.dropFirst(scheme.count).starts(with: "://".utf8) else {
      return nil
    }
    let afterScheme = bytes[(scheme.count + 3)...]
    let authority = afterScheme.prefix { !"/?#".utf8.contains($0) }
    guard Self.isHostAndPort(authority) else { return nil }
    let path = bytes[authority.endIndex...].prefix { !"?#".utf8.contains($0) }
    let query = bytes[path.endIndex...].prefix { $0 != UInt8(ascii: "#") }
    guard Self.areCharacters(path, alsoOf: ":@/"), Self.areCharacters(query, alsoOf: ":@/?"),
      Self.areCharacters(bytes[query.endIndex...].dropFirst(), alsoOf: ":@/?")
    else { return nil }
    return path.startIndex..<path.endIndex
  }

  /// `host [ ":" port ]`. An `@`, which would end user information, is in no host.
  private static func isHostAndPort(_ authority: ArraySlice<UInt8>) -> Bool {
    let host: ArraySlice<UInt8>
    if authority.first == UInt8(ascii: "[") {
      guard let end = authority.firstIndex(of: UInt8(ascii: "]")),
        isIPLiteral(authority[(authority.startIndex + 1)..<end])
      else { return false }
      host = authority[...end]
    } else {
      host = authority.prefix { $0 != UInt8(ascii: ":") }
      guard !host.isEmpty, areCharacters(host) else { return false }
    }
    let port = authority[host.endIndex...]
    return port.isEmpty || port.first == UInt8(ascii: ":") && port.dropFirst().allSatisfy(\.isASCIIDigit)
  }

  /// Whether all are unreserved, percent-encoded, one of the sub-delimiters, or one of some others.
  private static func areCharacters(_ text: ArraySlice<UInt8>, alsoOf others: String = "") -> Bool {
    var position = text.startIndex
    while position < text.endIndex {
      if text[position] == UInt8(ascii: "%") {
        let digits = text[(position + 1)...].prefix(2)
        guard digits.count == 2, digits.allSatisfy(\.isHexadecimalDigit) else { return false }
        position += 3
      } else {
        guard
          text[position].isUnreserved || "!$&'()*+,;=".utf8.contains(text[position])
            || others.utf8.contains(text[position])
        else { return false }
        position += 1
      }
    }
    return true
  }

  /// What may stand in brackets: an IPv6 address, or one of a version to come (`v7.…`).
  private static func isIPLiteral(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.first.map({ $0 | 0x20 }) == UInt8(ascii: "v") else {
      return InternetAddress(version6: text) != nil
    }
    let version = text.dropFirst().prefix(while: \.isHexadecimalDigit)
    let address = text[version.endIndex...]
    return !version.isEmpty && address.first == UInt8(ascii: ".") && address.count > 1
      && !address.contains(UInt8(ascii: "%")) && areCharacters(address.dropFirst(), alsoOf: ":")
  }
}
