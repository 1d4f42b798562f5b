/// A parsed JSON text (RFC 8259): its bytes, and a flat array of elements in source order with their byte ranges.
///
/// Nothing is decoded before it is asked for: a `JSONNode` reads its value out of the source. Keys are compared by
/// the UTF-8 bytes that they stand for, never by canonical equivalence; an object that has a key twice keeps both
/// members, and lookups find the first.
public final class JSONDocument: Sendable {
  /// How deep arrays and objects may be nested.
  public static let depthLimit = 512

  /// The text's bytes, which every range and offset speaks of.
  public let source: [UInt8]

  /// The range of the leading UTF-8 byte order mark, which is skipped; nil where there is none.
  public let byteOrderMark: Range<Int>?

  @usableFromInline package let elements: [JSONElement]
  private let duplicates: [JSONDuplicateKey]
  /// Whether any string or key has an escape.
  package let hasEscapes: Bool

  /// Parses `source`, in one pass and without recursion.
  ///
  /// Strict: UTF-8 alone, no comments, no trailing commas, nothing after the one value. Lone surrogate escapes,
  /// numbers that overflow a double and nesting deeper than `depthLimit` are errors too. Doubled keys are not: see
  /// `duplicateKeys`. Linear in the source's length, which must be below 4 GiB.
  public init(parsing source: [UInt8], depthLimit: Int = depthLimit) throws(JSONSyntaxError) {
    let byteOrderMark = Self.byteOrderMark(in: source)
    var parser = JSONParser(
      source: source, from: byteOrderMark?.upperBound ?? 0, depthLimit: depthLimit)
    try parser.parse()
    self.source = source
    self.byteOrderMark = byteOrderMark
    elements = parser.elements
    duplicates = parser.duplicateKeys
    hasEscapes = parser.hasEscapes
  }

  /// The range of the UTF-8 byte order mark with which `source` begins; nil where it does not.
  public static func byteOrderMark(in source: [UInt8]) -> Range<Int>? {
    source.starts(with: [0xEF, 0xBB, 0xBF]) ? 0..<3 : nil
  }

  /// The text's one value.
  public var root: JSONNode { JSONNode(document: self, element: 0) }

  /// The node of an index that `JSONNode.element` has given.
  public func node(at element: Int) -> JSONNode {
    precondition(elements.indices.contains(element), "An element's index comes from the same document.")
    return JSONNode(document: self, element: element)
  }

  /// The second and later keys of one object that equal an earlier one, in source order.
  public var duplicateKeys: [JSONNode] { duplicates.map { JSONNode(document: self, element: $0.key) } }

  /// The first key that `key`, one of `duplicateKeys`, repeats; nil for any other node.
  public func firstKey(repeatedBy key: JSONNode) -> JSONNode? {
    duplicate(at: key.element).map { JSONNode(document: self, element: $0.first) }
  }

  /// The entry of the key at `element`, if an earlier key of its object equals it; by binary search.
  func duplicate(at element: Int) -> JSONDuplicateKey? {
    var range = 0..<duplicates.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let candidate = duplicates[middle]
      if candidate.key == element { return candidate }
      range = candidate.key < element ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// The JSON Pointer (RFC 6901) of an element; a key's is its member's, the same as its value's.
  ///
  /// Worked out by climbing the parents: takes time in proportion to the depth and the length of the result.
  public func pointer(to element: Int) -> String {
    var tokens: [String] = []
    var current = element
    while elements[current].parent != JSONElement.noParent {
      let parent = Int(elements[current].parent)
      if elements[parent].kind == .object {
        // A member's value comes right after its key.
        let key = elements[current].isKey ? current : current - 1
        tokens.append(Self.pointerToken(JSONNode(document: self, element: key).text))
      } else {
        tokens.append(String(elements[current].ordinal))
      }
      current = parent
    }
    var pointer = ""
    for token in tokens.reversed() {
      pointer += "/"
      pointer += token
    }
    return pointer
  }

  /// A key as it stands in a pointer: `~` is `~0`, `/` is `~1`.
  private static func pointerToken(_ key: String) -> String {
    guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == ASCII.slash }) else { return key }
    var token = ""
    for scalar in key.unicodeScalars {
      switch scalar {
      case "~": token += "~0"
      case "/": token += "~1"
      default: token.unicodeScalars.append(scalar)
      }
    }
    return token
  }
}
