/// Reads one JSON text (RFC 8259) into a flat array of elements, in one pass and without recursion.
///
/// The open arrays and objects are the elements themselves: each knows its parent, so that the parser needs no
/// stack.
struct JSONParser {
  /// What may come next, white space aside.
  private enum Expectation {
    case value
    /// After `{`.
    case keyOrClosingBrace
    /// After a comma in an object.
    case key
    /// After `[`.
    case elementOrClosingBracket
    /// After a value: a comma or the closing bracket, or the end of the text.
    case separator
  }

  private(set) var elements: [JSONElement] = []
  private(set) var duplicateKeys: [JSONDuplicateKey] = []
  /// Whether a string or key has an escape.
  private(set) var hasEscapes = false
  private var scanner: JSONScanner
  /// The innermost open array or object.
  private var container = JSONElement.noParent
  private var isInObject = false
  /// How many elements or members of it have been read.
  private var count: UInt32 = 0
  private var depth = 0
  /// Where the comma is that was read last.
  private var comma = 0
  private let depthLimit: Int

  init(source: [UInt8], from start: Int, depthLimit: Int) {
    self.depthLimit = depthLimit
    precondition(source.count < UInt32.max, "A JSON text is shorter than 4 GiB.")
    scanner = JSONScanner(source: source, position: start)
    // A text has some twelve bytes an element where it is laid out for people.
    elements.reserveCapacity(source.count / 12)
  }

  /// Reads the whole text.
  mutating func parse() throws(JSONSyntaxError) {
    var expectation = Expectation.value
    while true {
      scanner.skipWhitespace()
      switch expectation {
      case .value:
        expectation = try parseValue()
      case .key:
        try parseKey()
        expectation = .value
      case .keyOrClosingBrace:
        if scanner.current == ASCII.closeBrace {
          closeContainer()
          expectation = .separator
        } else {
          expectation = .key
        }
      case .elementOrClosingBracket:
        if scanner.current == ASCII.closeBracket {
          closeContainer()
          expectation = .separator
        } else {
          expectation = .value
        }
      case .separator:
        guard container != JSONElement.noParent else { return try parseEnd() }
        expectation = try parseSeparator()
      }
    }
  }

  // MARK: Values

  private mutating func parseValue() throws(JSONSyntaxError) -> Expectation {
    let start = scanner.position
    switch scanner.current {
    case ASCII.quote:
      append(try scanString() ? .escapedString : .plainString, from: start)
    case ASCII.openBrace:
      try openContainer(.object)
      return .keyOrClosingBrace
    case ASCII.openBracket:
      try openContainer(.array)
      return .elementOrClosingBracket
    case UInt8(ascii: "t"):
      try scanner.scanLiteral("true")
      append(.true, from: start)
    case UInt8(ascii: "f"):
      try scanner.scanLiteral("false")
      append(.false, from: start)
    case UInt8(ascii: "n"):
      try scanner.scanLiteral("null")
      append(.null, from: start)
    case let byte? where byte == ASCII.minus || ASCII.isDigit(byte):
      try scanner.scanNumber()
      append(.number, from: start)
    default:
      throw unexpectedInsteadOfValue()
    }
    return .separator
  }

  /// Reads a key and its colon.
  private mutating func parseKey() throws(JSONSyntaxError) {
    guard scanner.current == ASCII.quote else { throw unexpectedInsteadOfKey() }
    let start = scanner.position
    append(try scanString() ? .escapedKey : .plainKey, from: start)
    scanner.skipWhitespace()
    guard scanner.current == ASCII.colon else {
      throw scanner.unexpected("a key must be followed by `:` and its value")
    }
    scanner.position += 1
  }

  /// Reads a string, and says whether it has escapes.
  private mutating func scanString() throws(JSONSyntaxError) -> Bool {
    let hasEscapes = try scanner.scanString()
    if hasEscapes { self.hasEscapes = true }
    return hasEscapes
  }

  /// Adds the element that the scanner has just read, and counts it in its array or object.
  private mutating func append(_ kind: JSONElement.Kind, from start: Int) {
    // A member's value has been counted with its key.
    if !isInObject || kind == .plainKey || kind == .escapedKey { count += 1 }
    elements.append(
      JSONElement(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: scanner.position),
        parent: container, ordinal: count &- 1, subtreeEnd: UInt32(truncatingIfNeeded: elements.count &+ 1),
        count: 0, kind: kind))
  }

  // MARK: Arrays and objects

  private mutating func openContainer(_ kind: JSONElement.Kind) throws(JSONSyntaxError) {
    guard depth < depthLimit else {
      throw scanner.unexpected(
        "arrays and objects may be nested \(depthLimit) deep at most", naming: false)
    }
    let start = scanner.position
    scanner.position += 1
    append(kind, from: start)
    if container != JSONElement.noParent { elements[Int(container)].count = count }
    container = UInt32(elements.count - 1)
    count = 0
    isInObject = kind == .object
    depth += 1
  }

  private mutating func closeContainer() {
    scanner.position += 1
    let closed = Int(container)
    var element = elements[closed]
    element.end = UInt32(scanner.position)
    element.subtreeEnd = UInt32(elements.count)
    element.count = count
    elements[closed] = element
    if isInObject, count > 1 {
      DuplicateKeys.find(
        in: closed, of: elements, source: scanner.source, mayHaveEscapes: hasEscapes, into: &duplicateKeys)
    }
    container = element.parent
    isInObject = container != JSONElement.noParent && elements[Int(container)].kind == .object
    count = container == JSONElement.noParent ? 1 : elements[Int(container)].count
    depth -= 1
  }

  private mutating func parseSeparator() throws(JSONSyntaxError) -> Expectation {
    switch scanner.current {
    case ASCII.comma:
      comma = scanner.position
      scanner.position += 1
      return isInObject ? .key : .value
    case isInObject ? ASCII.closeBrace : ASCII.closeBracket:
      closeContainer()
      return .separator
    default:
      throw scanner.unexpected(
        isInObject
          ? "a member must be followed by `,` and another, or by `}`"
          : "an element must be followed by `,` and another, or by `]`")
    }
  }

  private mutating func parseEnd() throws(JSONSyntaxError) {
    guard scanner.current == nil else {
      throw scanner.unexpected("a text holds one value: nothing may follow it", naming: false)
    }
    // Inner objects close before outer ones.
    duplicateKeys.sort { $0.key < $1.key }
  }

  // MARK: What is there instead

  private func unexpectedInsteadOfValue() -> JSONSyntaxError {
    switch scanner.current {
    case UInt8(ascii: "'"):
      scanner.unexpected("a string is written in double quotes", naming: false)
    case ASCII.slash, UInt8(ascii: "#"):
      scanner.unexpected("JSON has no comments: expected a value", naming: false)
    case UInt8(ascii: "T"), UInt8(ascii: "F"), UInt8(ascii: "N"):
      scanner.unexpected("expected a value (`true`, `false` and `null` are in lower case)")
    case ASCII.plus, ASCII.point:
      scanner.unexpected("a number begins with `-` or a digit")
    case ASCII.closeBracket where container != JSONElement.noParent && !isInObject:
      trailingComma("a comma must be followed by another element, not `]`")
    default:
      scanner.unexpected("expected a value")
    }
  }

  /// What is wrong is the comma, however far behind it the bracket stands.
  private func trailingComma(_ message: String) -> JSONSyntaxError {
    JSONSyntaxError(
      range: scanner.position..<scanner.position + 1, message: message, cause: comma..<comma + 1)
  }

  private func unexpectedInsteadOfKey() -> JSONSyntaxError {
    switch scanner.current {
    case ASCII.closeBrace:
      trailingComma("a comma must be followed by another member, not `}`")
    case ASCII.slash, UInt8(ascii: "#"):
      scanner.unexpected("JSON has no comments: expected a key in double quotes", naming: false)
    default:
      scanner.unexpected("expected a key in double quotes")
    }
  }
}
