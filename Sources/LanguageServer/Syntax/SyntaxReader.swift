import JSONSyntax

/// Reads a text, or its beginning, into the elements of a `SyntaxTree`.
struct SyntaxReader {
  private let source: [UInt8]
  private let end: Int
  private var position: Int
  /// What has been read so far.
  private(set) var elements: [SyntaxTree.Element] = []
  /// The index of the innermost array or object that is open.
  private(set) var container: Int?
  /// Whether a colon has been read whose value has not.
  private(set) var isAfterColon = false
  /// Whether a key has been read, and nothing after it.
  private var isAfterKey = false
  private var openObjects = 0
  private var openArrays = 0
  /// How many brackets are open that are nested deeper than any file may be: they are nothing.
  private var tooDeep = 0

  /// A reader that stops at the offset `end`.
  init(_ source: [UInt8], upTo end: Int) {
    precondition(source.count < Int32.max, "A document is shorter than 2 GiB.")
    self.source = source
    self.end = end
    position = JSONDocument.byteOrderMark(in: source)?.upperBound ?? 0
    elements.reserveCapacity(end / 12)
  }

  /// The string that is still open where reading stops, if one is.
  var openString: Int? {
    guard let last = elements.last, last.isText, !last.isClosed, Int(last.end) == end else { return nil }
    return elements.count - 1
  }

  /// Reads to the end. What is open there stays open.
  mutating func read() {
    while position < end {
      switch source[position] {
      case UInt8(ascii: "\""): readString()
      case UInt8(ascii: "{"): open(.object)
      case UInt8(ascii: "["): open(.array)
      case UInt8(ascii: "}"): close(.object)
      case UInt8(ascii: "]"): close(.array)
      case UInt8(ascii: ","):
        endMember()
        position += 1
      case UInt8(ascii: ":"):
        isAfterColon = isAfterKey
        isAfterKey = false
        position += 1
      case let byte where byte.isWhitespace: position += 1
      default: readWord()
      }
    }
  }

  /// Ends what is open where the text does, and gives all elements.
  mutating func finish() -> [SyntaxTree.Element] {
    while container != nil { closeContainer(at: end, isClosed: false) }
    return elements
  }

  private var isInObject: Bool { container.map { elements[$0].kind == .object } ?? false }

  // MARK: Strings and words

  private mutating func readString() {
    let start = position
    position += 1
    var isClosed = false
    scan: while position < end {
      switch source[position] {
      case UInt8(ascii: "\""):
        isClosed = true
        position += 1
        break scan
      case UInt8(ascii: "\\") where position + 1 < end && !source[position + 1].endsLine: position += 2
      case let byte where byte.endsLine:
        // Somebody is typing it: what closes the objects around it is not meant to be in it.
        while position > start + 1, source[position - 1].mayFollowValue { position -= 1 }
        break scan
      default: position += 1
      }
    }
    let isKey = isInObject && !isAfterColon
    append(isKey ? .key : .string, from: start, isClosed: isClosed)
    endMember()
    isAfterKey = isKey
  }

  private mutating func readWord() {
    let start = position
    while position < end, !source[position].endsWord { position += 1 }
    // A word where a key is to be is nothing yet.
    if isAfterColon || !isInObject { append(.word, from: start, isClosed: true) }
    endMember()
  }

  /// Forgets the key that a value would belong to.
  private mutating func endMember() {
    isAfterColon = false
    isAfterKey = false
  }

  // MARK: Arrays and objects

  private mutating func open(_ kind: SyntaxTree.Element.Kind) {
    let start = position
    position += 1
    guard openObjects + openArrays < JSONDocument.depthLimit else {
      tooDeep += 1
      return
    }
    if kind == .object { openObjects += 1 } else { openArrays += 1 }
    append(kind, from: start, isClosed: false)
    container = elements.count - 1
    endMember()
  }

  /// Closes the innermost array or object of a kind, and what is open in it; does nothing where there is none.
  private mutating func close(_ kind: SyntaxTree.Element.Kind) {
    let bracket = position
    position += 1
    endMember()
    guard tooDeep == 0 else {
      tooDeep -= 1
      return
    }
    guard (kind == .object ? openObjects : openArrays) > 0 else { return }
    while let innermost = container, elements[innermost].kind != kind {
      closeContainer(at: bracket, isClosed: false)
    }
    closeContainer(at: position, isClosed: true)
  }

  private mutating func closeContainer(at end: Int, isClosed: Bool) {
    guard let closed = container else { return }
    if elements[closed].kind == .object { openObjects -= 1 } else { openArrays -= 1 }
    elements[closed].end = UInt32(end)
    elements[closed].isClosed = isClosed
    elements[closed].subtreeEnd = UInt32(elements.count)
    container = elements[closed].parent
  }

  private mutating func append(_ kind: SyntaxTree.Element.Kind, from start: Int, isClosed: Bool) {
    elements.append(
      SyntaxTree.Element(
        kind: kind, isClosed: isClosed, start: UInt32(start), end: UInt32(position),
        parentIndex: Int32(container ?? -1), subtreeEnd: UInt32(elements.count + 1)))
  }
}

extension UInt8 {
  var endsLine: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }

  var isWhitespace: Bool { endsLine || self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

  /// Whether this is a bracket, a separator or a quote of JSON, or white space.
  var endsWord: Bool {
    switch self {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","),
      UInt8(ascii: ":"), UInt8(ascii: "\""):
      true
    default: isWhitespace
    }
  }

  /// Whether this may stand between a value and the end of its line.
  fileprivate var mayFollowValue: Bool {
    self == UInt8(ascii: ",") || self == UInt8(ascii: "}") || self == UInt8(ascii: "]") || isWhitespace
  }
}
