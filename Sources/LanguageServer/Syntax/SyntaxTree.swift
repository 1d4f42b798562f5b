import FlowModel
import JSONSyntax

/// A JSON text as a tree, whatever is wrong with the text: what an editor asks about while somebody is typing.
///
/// Of a text that is JSON it is the tree that `JSONDocument` has. Of any other it is as much as can be made out: a
/// string that is not closed ends with its line, a bracket that is not closed with the text, and a bracket that closes
/// nothing is passed over. Elements are in source order, each parent before what is in it, a key right before its value.
struct SyntaxTree: Sendable {
  struct Element: Sendable {
    enum Kind: UInt8, Sendable {
      case object, array, key, string
      /// A number, a literal, or anything else that is none of JSON's brackets, strings and separators.
      case word
    }

    let kind: Kind
    /// Whether a string has its closing quote, an array or object its closing bracket.
    var isClosed: Bool
    let start: UInt32
    var end: UInt32
    /// The index of the array or object that the element is in; negative where there is none.
    let parentIndex: Int32
    /// The index after the last element of this one's subtree.
    var subtreeEnd: UInt32

    /// The element's bytes, quotes or brackets included.
    var range: Range<Int> { Int(start)..<Int(end) }
    /// The bytes between a string's quotes.
    var content: Range<Int> { Int(start) + 1..<(isClosed ? Int(end) - 1 : Int(end)) }
    /// The array or object that the element is in.
    var parent: Int? { parentIndex < 0 ? nil : Int(parentIndex) }
    /// Whether this is a string or a key.
    var isText: Bool { kind == .string || kind == .key }
  }

  /// The text's bytes.
  let source: [UInt8]
  let elements: [Element]
  /// The index of the first object that is in no other: the whole file's, where that is right.
  let root: Int?

  /// Reads a text. Linear in its length, and without recursion.
  init(_ source: [UInt8]) {
    self.source = source
    var reader = SyntaxReader(source, upTo: source.count)
    reader.read()
    elements = reader.finish()
    root = elements.firstIndex { $0.kind == .object && $0.parent == nil }
  }

  subscript(index: Int) -> Element { elements[index] }

  // MARK: Members

  /// The keys of an object in source order, doubled ones included.
  func keys(of object: Int) -> some Sequence<Int> {
    let end = Int(elements[object].subtreeEnd)
    return sequence(state: object + 1) { next -> Int? in
      while next < end {
        let index = next
        next = Int(elements[index].subtreeEnd)
        if elements[index].kind == .key { return index }
      }
      return nil
    }
  }

  /// The same, none of what is no object.
  func keys(ofObject element: Int?) -> [Int] {
    element.flatMap { self[$0].kind == .object ? Array(keys(of: $0)) : nil } ?? []
  }

  /// The elements of an array in source order.
  func elements(of array: Int) -> some Sequence<Int> {
    let end = Int(elements[array].subtreeEnd)
    return sequence(state: array + 1) { next -> Int? in
      guard next < end else { return nil }
      defer { next = Int(elements[next].subtreeEnd) }
      return next
    }
  }

  /// The value that follows a key, if there is one.
  func value(of key: Int) -> Int? {
    let next = key + 1
    guard next < elements.count, elements[next].parentIndex == elements[key].parentIndex,
      elements[next].kind != .key
    else { return nil }
    return next
  }

  /// The key that a value follows; nil for an array's element and for what has no key.
  func key(of value: Int) -> Int? {
    guard value > 0, elements[value - 1].kind == .key, elements[value].kind != .key else { return nil }
    return value - 1
  }

  /// The value of an object's first member with that key. Linear in the number of members.
  func member(_ name: String, of object: Int?) -> Int? {
    guard let object, elements[object].kind == .object else { return nil }
    return keys(of: object).first { hasText(name, at: $0) }.flatMap(value)
  }

  // MARK: Texts

  /// The text of a string or key, escapes decoded where they are right ones; a word as it is written.
  func text(of index: Int) -> String {
    let element = elements[index]
    guard element.isText else { return String(decoding: source[element.range], as: UTF8.self) }
    return decoded(element)?.string ?? String(decoding: source[element.content], as: UTF8.self)
  }

  /// Whether a string or key stands for `text`, byte for byte.
  func hasText(_ text: String, at index: Int) -> Bool {
    let element = elements[index]
    guard element.isText else { return false }
    return source[element.content].elementsEqual(text.utf8)
      || decoded(element)?.stringEquals(text) == true
  }

  /// Where in the source the bytes of the text of a string or key stand.
  func sourceOffsets(ofTextOf index: Int) -> TextOffsets {
    let element = elements[index]
    return TextOffsets(source[element.content], hasEscapes: decoded(element) != nil)
  }

  /// A string with escapes as a JSON text of its own; nil where there are none or they are wrong.
  private func decoded(_ element: Element) -> JSONNode? {
    guard element.isClosed, source[element.content].contains(UInt8(ascii: "\\")) else { return nil }
    return try? JSONDocument(parsing: Array(source[element.range])).root
  }

  // MARK: Places

  /// The innermost element that holds an offset, or ends there; of two that touch, the one that begins there.
  ///
  /// Takes a binary search, and a step for each level of nesting and each empty place before it.
  func element(at offset: Int) -> Int? {
    let following = elements.partitioningIndex { $0.range.lowerBound > offset }
    var candidate = following > 0 ? following - 1 : nil
    while let index = candidate, elements[index].range.upperBound < offset {
      candidate = elements[index].parent
    }
    return candidate
  }
}
