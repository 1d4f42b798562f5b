/// Reads HTML as text: markup goes, what it says of lines stays.
///
/// The tags and comments are those that WHATWG's tokenizer finds when it begins in the data state (HTML, 13.2.5). Of the
/// states that its tree builder asks for only those of `script` and `style` are known: they end at the first end tag of that
/// name, a `script` not at one that ends a `<script>` within a comment.
struct HTMLText {
  private let html: [UInt8]
  private var position = 0
  private var output: [UInt8] = []
  /// Whether white space has been read that has not been written.
  private var owesSpace = false

  /// The text of some HTML. Complexity: linear in its length.
  static func plainText(of html: String) -> String {
    var reader = HTMLText(html)
    reader.readData()
    return String(decoding: reader.output, as: UTF8.self).trimmed
  }

  private init(_ html: String) {
    self.html = Array(html.utf8)
    output.reserveCapacity(self.html.count)
  }

  private mutating func readData() {
    while position < html.count {
      switch html[position] {
      case UInt8(ascii: "<"): readMarkup()
      case UInt8(ascii: "&"): readCharacterReference()
      // A carriage return too: the tokenizer is given line feeds in its place.
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): skipAsSpace(1)
      case 0xC2 where byte(after: 1) == 0xA0: skipAsSpace(2)
      case let byte: write([byte], length: 1)
      }
    }
  }

  private func byte(after offset: Int) -> UInt8? {
    position + offset < html.count ? html[position + offset] : nil
  }

  // MARK: Writing

  private mutating func skipAsSpace(_ length: Int) {
    owesSpace = true
    position += length
  }

  /// Writes some bytes for the next ones of the source.
  private mutating func write(_ bytes: some Sequence<UInt8>, length: Int) {
    if owesSpace { output.append(UInt8(ascii: " ")) }
    owesSpace = false
    output += bytes
    position += length
  }

  // MARK: Character references

  private mutating func readCharacterReference() {
    guard let (scalar, length) = characterReference() else { return write([UInt8(ascii: "&")], length: 1) }
    switch scalar {
    case " ", "\t", "\n", "\u{A0}": skipAsSpace(length)
    default: write(String(scalar).utf8, length: length)
    }
  }

  /// The reference at `&`, if there is one that ends in `;`, and the bytes that it takes.
  private func characterReference() -> (scalar: Unicode.Scalar, length: Int)? {
    guard byte(after: 1) == UInt8(ascii: "#") else {
      let name = html[(position + 1)...].prefix(HTMLCharacterReference.longestName + 1)
        .prefix { $0.isASCIILetter || $0.isASCIIDigit }
      guard byte(after: 1 + name.count) == UInt8(ascii: ";") else { return nil }
      return HTMLCharacterReference.scalar(named: String(decoding: name, as: UTF8.self))
        .map { ($0, name.count + 2) }
    }
    let isHexadecimal = byte(after: 2).map { $0 | 0x20 } == UInt8(ascii: "x")
    let radix: UInt32 = isHexadecimal ? 16 : 10
    let start = isHexadecimal ? 3 : 2
    var length = start
    var number: UInt32 = 0
    while let digit = byte(after: length).flatMap({ Self.digit($0, radix: radix) }) {
      // Beyond Unicode's last scalar one number is as good as another.
      number = min(number * radix + digit, 0x11_0000)
      length += 1
    }
    guard length > start, byte(after: length) == UInt8(ascii: ";") else { return nil }
    return (HTMLCharacterReference.scalar(numbered: number), length + 1)
  }

  private static func digit(_ byte: UInt8, radix: UInt32) -> UInt32? {
    guard byte.isASCIIDigit || byte.isASCIILetter else { return nil }
    return UInt32(String(decoding: [byte], as: UTF8.self), radix: Int(radix))
  }

  // MARK: Markup

  /// Reads what begins with `<` (13.2.5.6, tag open state).
  private mutating func readMarkup() {
    switch (byte(after: 1), byte(after: 2)) {
    case (let letter?, _) where letter.isASCIILetter: readTag(isEnd: false)
    case (UInt8(ascii: "/")?, let letter?) where letter.isASCIILetter: readTag(isEnd: true)
    case (UInt8(ascii: "/")?, nil): write("</".utf8, length: 2)
    case (UInt8(ascii: "!")?, UInt8(ascii: "-")?) where byte(after: 3) == UInt8(ascii: "-"): skipComment()
    // A document type and whatever else the tokenizer takes for a comment end at the first `>`.
    case (UInt8(ascii: "/")?, _), (UInt8(ascii: "!")?, _), (UInt8(ascii: "?")?, _): skipPastGreaterThan()
    default: write([UInt8(ascii: "<")], length: 1)
    }
  }

  private mutating func skipPastGreaterThan() {
    position = html[position...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? html.count
  }

  /// Skips a comment, which ends at `-->` or `--!>`; `<!-->` and `<!--->` are comments too.
  private mutating func skipComment() {
    position += 4
    if byte(after: 0) == UInt8(ascii: ">") {
      position += 1
      return
    }
    if byte(after: 0) == UInt8(ascii: "-"), byte(after: 1) == UInt8(ascii: ">") {
      position += 2
      return
    }
    while position < html.count {
      if byte(after: 0) == UInt8(ascii: "-"), byte(after: 1) == UInt8(ascii: "-") {
        if byte(after: 2) == UInt8(ascii: ">") {
          position += 3
          return
        }
        if byte(after: 2) == UInt8(ascii: "!"), byte(after: 3) == UInt8(ascii: ">") {
          position += 4
          return
        }
      }
      position += 1
    }
  }

  /// Reads a tag; one that does not end is lost, as it is for the tokenizer.
  private mutating func readTag(isEnd: Bool) {
    position += isEnd ? 2 : 1
    let start = position
    while position < html.count, !html[position].endsTagName { position += 1 }
    let name = Element(html[start..<position])
    guard skipAttributes() else { return }
    switch name {
    case .lineBreak: writeLineFeed()
    case .block where isEnd: writeLineFeed()
    case .script where !isEnd: skipScript()
    case .style where !isEnd: skipStyle()
    case .block, .script, .style, .other: break
    }
  }

  private mutating func writeLineFeed() { write([UInt8(ascii: "\n")], length: 0) }

  /// Where in a tag's attributes the tokenizer is (13.2.5.32 to 13.2.5.40); states that differ in errors alone are one.
  private enum AttributeState {
    case beforeName, name, afterName, beforeValue, unquotedValue
    case quotedValue(UInt8)
  }

  /// Skips the attributes and the `>` of a tag; false where there is none.
  private mutating func skipAttributes() -> Bool {
    var state = AttributeState.beforeName
    while position < html.count {
      let byte = html[position]
      position += 1
      switch (state, byte) {
      case (.quotedValue(let quote), _): if byte == quote { state = .beforeName }
      case (_, UInt8(ascii: ">")): return true
      case (.beforeValue, UInt8(ascii: "\"")), (.beforeValue, UInt8(ascii: "'")): state = .quotedValue(byte)
      case (.beforeValue, _): if !byte.isHTMLSpace { state = .unquotedValue }
      case (.unquotedValue, _): if byte.isHTMLSpace { state = .beforeName }
      case (.name, UInt8(ascii: "=")), (.afterName, UInt8(ascii: "=")): state = .beforeValue
      case (_, UInt8(ascii: "/")): state = .beforeName
      case (.name, _): if byte.isHTMLSpace { state = .afterName }
      case (.beforeName, _), (.afterName, _): if !byte.isHTMLSpace { state = .name }
      }
    }
    return false
  }

  /// Skips to the end tag of a `style`; to the end where there is none.
  private mutating func skipStyle() {
    while position < html.count, !stands("</style", isTag: true) { position += 1 }
  }

  /// Where in a script the tokenizer is (13.2.5.4 and 13.2.5.15 to 13.2.5.31); states that differ in errors alone are one.
  private enum ScriptState {
    case plain
    /// Within `<!--`.
    case escaped
    /// Within a `<script` there: an end tag ends this one, and not the element.
    case doubleEscaped
  }

  /// Skips to the end tag of a `script`; to the end where there is none.
  private mutating func skipScript() {
    var state = ScriptState.plain
    while position < html.count {
      switch state {
      case .plain where stands("<!--"):
        state = .escaped
        // The hyphens may be those of a `-->` too.
        position += 1
      case .escaped where stands("-->"), .doubleEscaped where stands("-->"): state = .plain
      case .plain where stands("</script", isTag: true), .escaped where stands("</script", isTag: true):
        return
      case .escaped where stands("<script", isTag: true): state = .doubleEscaped
      case .doubleEscaped where stands("</script", isTag: true): state = .escaped
      case .plain, .escaped, .doubleEscaped: break
      }
      position += 1
    }
  }

  /// Whether a text of small letters stands at the position, in any case.
  /// - Parameter isTag: Whether a tag's name must end after it.
  private func stands(_ text: String, isTag: Bool = false) -> Bool {
    let end = position + text.utf8.count
    guard end <= html.count, !isTag || end < html.count && html[end].endsTagName else { return false }
    return zip(text.utf8, html[position..<end]).allSatisfy { $0 == $1 || $1.isASCIILetter && $0 == $1 | 0x20 }
  }

  /// What an element's name says.
  private enum Element {
    /// `br`.
    case lineBreak
    /// An element whose end ends a line.
    case block
    /// Elements whose content is no text.
    case script, style
    case other

    init(_ written: ArraySlice<UInt8>) {
      guard written.count <= 6 else {
        self = .other
        return
      }
      let name = written.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
      switch String(decoding: name, as: UTF8.self) {
      case "br": self = .lineBreak
      case "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6": self = .block
      case "script": self = .script
      case "style": self = .style
      default: self = .other
      }
    }
  }
}

extension UInt8 {
  /// Whether HTML's tokenizer takes this for white space.
  fileprivate var isHTMLSpace: Bool {
    switch self {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C: true
    default: false
    }
  }

  fileprivate var endsTagName: Bool {
    isHTMLSpace || self == UInt8(ascii: "/") || self == UInt8(ascii: ">")
  }
}
