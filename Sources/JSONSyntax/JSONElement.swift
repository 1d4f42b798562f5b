/// One element of a parsed text, in a document's flat array of elements in source order.
///
/// An object is followed by its first key, that key by its value, the value's whole subtree by the next key; an
/// array by its first element. Offsets and indices are 32 bits wide: a source is shorter than 4 GiB.
@usableFromInline package struct JSONElement: Sendable {
  /// The parent of the root.
  static let noParent = UInt32.max

  @usableFromInline package enum Kind: UInt8, Sendable {
    case null
    case `true`
    case `false`
    case number
    /// A string without escapes: its bytes between the quotes are its value.
    case plainString
    case escapedString
    case plainKey
    case escapedKey
    case array
    case object
  }

  /// The byte where the element begins.
  @usableFromInline package let start: UInt32
  /// The byte after the element's last.
  @usableFromInline package var end: UInt32
  /// The index of the array or object that this element is in.
  let parent: UInt32
  /// Which element of its array, or which member of its object, this is, from 0. A key and its value share one.
  let ordinal: UInt32
  /// The index after the last element of this one's subtree.
  @usableFromInline package var subtreeEnd: UInt32
  /// How many elements or members an array or object has.
  var count: UInt32
  @usableFromInline package let kind: Kind

  @inlinable package var range: Range<Int> { Int(start)..<Int(end) }

  var isKey: Bool { kind == .plainKey || kind == .escapedKey }

  @inlinable package var hasEscapes: Bool { kind == .escapedString || kind == .escapedKey }

  /// The bytes between a string's quotes.
  @inlinable package var contentRange: Range<Int> { Int(start) + 1..<Int(end) - 1 }
}
