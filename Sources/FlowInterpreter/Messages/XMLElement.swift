import JSONSyntax

/// An element of an XML text: its name without a prefix, its attributes, the elements within it, and its own text.
///
/// As much of XML as a callback body needs: elements, attributes, text, CDATA, character references and the five entities that
/// need no declaration. Comments and processing instructions are passed over. A document type declaration is refused,
/// and with it every entity that could grow.
package struct XMLElement: Sendable {
  /// The name as it is written, with its prefix.
  fileprivate let writtenName: String
  /// The elements within this one, in order.
  package fileprivate(set) var children: [XMLElement] = []
  /// The text between them.
  package fileprivate(set) var text = ""
  fileprivate var attributes: [(name: String, value: String)] = []

  /// The value of an attribute; nil where it has none of that name.
  package subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }

  /// The name without a prefix.
  package var name: String { writtenName.split(separator: ":").last.map(String.init) ?? writtenName }

  /// How deep elements may be nested.
  static let depthLimit = 64

  /// Reads a text that holds one element. A character that is none is U+FFFD in it.
  /// - Throws: `MalformedCallback.body`, with what is wrong.
  /// - Complexity: Linear in the text's length, and without recursion.
  package init(parsing source: [UInt8]) throws(MalformedCallback) {
    let text = WireText.xml(source)
    var reader = XMLReader(text.unicodeScalars[...])
    self = try reader.read()
  }

  fileprivate init(writtenName: String) { self.writtenName = writtenName }
}

/// Reads the one element of an XML text.
private struct XMLReader {
  private var rest: Substring.UnicodeScalarView
  /// The elements that have begun and not ended, the innermost last.
  private var open: [XMLElement] = []
  private var root: XMLElement?

  init(_ text: Substring.UnicodeScalarView) { rest = text }

  mutating func read() throws(MalformedCallback) -> XMLElement {
    _ = skip("\u{FEFF}")
    while let scalar = rest.first {
      if scalar == "<" { try readMarkup() } else { try readText() }
    }
    guard open.isEmpty, let root else { throw .body("its XML ends before its element does") }
    return root
  }

  // MARK: Markup

  private mutating func readMarkup() throws(MalformedCallback) {
    if skip("<!--") {
      _ = try take(until: "-->")
    } else if skip("<![CDATA[") {
      try append(String(try take(until: "]]>")))
    } else if skip("<!") {
      throw .body("its XML has a declaration `<!`, which is not read")
    } else if skip("<?") {
      _ = try take(until: "?>")
    } else if skip("</") {
      try readEnd()
    } else {
      rest.removeFirst()
      try readStart()
    }
  }

  private mutating func readStart() throws(MalformedCallback) {
    guard root == nil else { throw .body("its XML has more than one element") }
    guard open.count < XMLElement.depthLimit else {
      throw .body("its XML is nested deeper than \(XMLElement.depthLimit) elements")
    }
    open.append(XMLElement(writtenName: try readName()))
    while true {
      skipSpace()
      if skip("/>") { return try close() }
      if skip(">") { return }
      let name = try readName()
      skipSpace()
      guard skip("=") else { throw .body("an attribute of its XML has no value") }
      skipSpace()
      let quote = rest.first
      guard skip("\"") || skip("'"), let quote else { throw .body("an attribute of its XML has no quotes") }
      let value = try Self.unescaped(try take(until: String(quote)))
      open[open.count - 1].attributes.append((name, value))
    }
  }

  /// An attribute's value with its references put in.
  private static func unescaped(_ text: Substring.UnicodeScalarView) throws(MalformedCallback) -> String {
    var reader = XMLReader(text)
    var value = String.UnicodeScalarView()
    while let scalar = reader.rest.first {
      if scalar == "&" {
        value.append(try reader.readReference())
      } else {
        value.append(scalar)
        reader.rest.removeFirst()
      }
    }
    return String(value)
  }

  private mutating func readEnd() throws(MalformedCallback) {
    let name = try readName()
    skipSpace()
    guard skip(">"), let last = open.last, last.writtenName.hasSameUTF8(as: name) else {
      throw .body("its XML ends `\(name)` where that has not begun")
    }
    try close()
  }

  private mutating func close() throws(MalformedCallback) {
    guard let closed = open.popLast() else { throw .body("its XML ends an element that has not begun") }
    if open.isEmpty { root = closed } else { open[open.count - 1].children.append(closed) }
  }

  private mutating func readName() throws(MalformedCallback) -> String {
    let name = rest.prefix { scalar in
      scalar.properties.isIDContinue || scalar == ":" || scalar == "-" || scalar == "."
    }
    guard let first = name.first, first.properties.isIDStart || first == "_" || first == ":" else {
      throw .body("its XML has a `<` that begins no element")
    }
    rest = rest[name.endIndex...]
    return String(name)
  }

  // MARK: Text

  private mutating func readText() throws(MalformedCallback) {
    let text = rest.prefix { $0 != "<" && $0 != "&" }
    rest = rest[text.endIndex...]
    try append(String(text))
    if rest.first == "&" { try append(String(try readReference())) }
  }

  /// Adds text to the element that is open. Line ends are line feeds, as XML has it.
  private mutating func append(_ text: String) throws(MalformedCallback) {
    guard !open.isEmpty else {
      guard text.unicodeScalars.allSatisfy(\.isXMLSpace) else {
        throw .body("its XML has text outside its element")
      }
      return
    }
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if !(scalar == "\n" && previous == "\r") {
        let isCharacter = scalar.value >= 0x20 || scalar.isXMLSpace
        let told: Unicode.Scalar = scalar == "\r" ? "\n" : isCharacter ? scalar : "\u{FFFD}"
        open[open.count - 1].text.unicodeScalars.append(told)
      }
      previous = scalar
    }
  }

  private mutating func readReference() throws(MalformedCallback) -> Unicode.Scalar {
    rest.removeFirst()
    // The longest is a character's number.
    let name = String(rest.prefix(12).prefix { $0 != ";" })
    rest = rest.dropFirst(name.unicodeScalars.count)
    guard skip(";"), let scalar = Self.scalar(named: name) else {
      throw .body("its XML has a reference that is none of the five and no character's number")
    }
    return scalar
  }

  private static func scalar(named name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let isHexadecimal = name.hasPrefix("#x")
      let digits = name.dropFirst(isHexadecimal ? 2 : 1)
      guard digits.first != "+", digits.first != "-" else { return nil }
      return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init)
    }
  }

  // MARK: Scalars

  private mutating func skip(_ text: String) -> Bool {
    guard rest.starts(with: text.unicodeScalars) else { return false }
    rest = rest.dropFirst(text.unicodeScalars.count)
    return true
  }

  private mutating func skipSpace() { rest = rest.drop(while: \.isXMLSpace) }

  /// What stands before `end`, which is passed over.
  private mutating func take(until end: String) throws(MalformedCallback) -> Substring.UnicodeScalarView {
    let start = rest
    while !rest.isEmpty {
      let taken = start[..<rest.startIndex]
      if skip(end) { return taken }
      rest.removeFirst()
    }
    throw .body("its XML ends where `\(end)` is missing")
  }
}

extension Unicode.Scalar {
  fileprivate var isXMLSpace: Bool { self == " " || self == "\n" || self == "\r" || self == "\t" }
}
