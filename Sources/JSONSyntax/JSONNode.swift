/// One element of a parsed text, a value or a key: its document and its index there.
public struct JSONNode: Sendable {
  /// What kind of value a node is; a key is a string.
  public enum Kind: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean
    /// A number.
    case number
    /// A string, or a member's key.
    case string
    /// An array.
    case array
    /// An object.
    case object
  }

  /// The document that this node is of.
  public let document: JSONDocument

  /// The node's index in its document, in source order: what to store for its place. `JSONDocument.node(at:)` gives
  /// the node back.
  public let element: Int

  init(document: JSONDocument, element: Int) {
    self.document = document
    self.element = element
  }

  var stored: JSONElement { document.elements[element] }

  /// What kind of value this is.
  public var kind: Kind { document.kind(of: element) }

  /// The node's bytes in the source: a string's with its quotes, an array's or object's with its brackets.
  public var range: Range<Int> { stored.range }

  /// The node's JSON Pointer (RFC 6901); a key's is its member's.
  public var pointer: String { document.pointer(to: element) }

  // MARK: Scalars

  /// Whether this is `null`.
  public var isNull: Bool { stored.kind == .null }

  /// The value of a boolean; nil for any other node.
  public var boolean: Bool? {
    switch stored.kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  /// The number, with its digits; nil for any other node.
  public var number: JSONNumber? { kind == .number ? document.number(of: element) : nil }

  /// The text of a string or key, escapes decoded; nil for any other node.
  public var string: String? { isString ? text : nil }

  /// Whether this is a string or key whose text is `other`, byte for byte.
  ///
  /// Makes no string, and allocates nothing where the source has no escapes.
  public func stringEquals(_ other: String) -> Bool { isString && document.isText(element, other) }

  /// Whether this is a string or key whose text has the UTF-8 bytes `other`.
  public func stringEquals(utf8 other: some Collection<UInt8>) -> Bool {
    guard isString else { return false }
    let stored = stored
    let content = stored.contentRange
    if stored.hasEscapes {
      return JSONScalars.decodedString(in: document.source, content: content).elementsEqual(other)
    }
    return content.count == other.count && document.source[content].elementsEqual(other)
  }

  /// The source offset of what stands `offset` UTF-8 bytes into a string's decoded text.
  ///
  /// An offset within a character that an escape stands for is the escape's; the text's length is the closing
  /// quote's. Linear in the string's length; for several offsets of one string there is `JSONTextCursor`.
  public func sourceOffset(ofDecodedUTF8 offset: Int) -> Int {
    var cursor = JSONTextCursor(self)
    return cursor.sourceOffset(ofDecodedUTF8: offset)
  }

  private var isString: Bool { kind == .string }

  /// The text of what is known to be a string or key.
  var text: String { document.text(of: element) }
}
