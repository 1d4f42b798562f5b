/// A document's elements by their numbers: what a `JSONNode` says too.
///
/// A node keeps its document alive, which takes two atomic operations wherever one is made or passed on. A reader of
/// whole files makes hundreds for each thing that it reads, and would spend a fifth of its time on them.
extension JSONDocument {
  /// A member of an object: the elements of its key and of its value.
  @usableFromInline package struct ElementMember {
    @usableFromInline package let key: Int
    @usableFromInline package let value: Int

    @inlinable package init(key: Int, value: Int) {
      self.key = key
      self.value = value
    }
  }

  /// The members of an object in source order.
  @usableFromInline package struct ElementMembers: Sequence, IteratorProtocol {
    @usableFromInline let elements: [JSONElement]
    @usableFromInline var index: Int
    @usableFromInline let end: Int

    @inlinable init(of object: Int, in elements: [JSONElement]) {
      self.elements = elements
      index = object + 1
      end = elements[object].kind == .object ? Int(elements[object].subtreeEnd) : index
    }

    @inlinable package mutating func next() -> ElementMember? {
      guard index < end else { return nil }
      defer { index = Int(elements[index + 1].subtreeEnd) }
      return ElementMember(key: index, value: index + 1)
    }
  }

  /// What kind of value an element is; a key is a string.
  @inlinable package func kind(of element: Int) -> JSONNode.Kind {
    switch elements[element].kind {
    case .null: .null
    case .true, .false: .boolean
    case .number: .number
    case .plainString, .escapedString, .plainKey, .escapedKey: .string
    case .array: .array
    case .object: .object
    }
  }

  /// How many elements there are.
  @inlinable package var elementCount: Int { elements.count }

  /// An element's bytes in the source.
  @inlinable package func range(of element: Int) -> Range<Int> { elements[element].range }

  /// How many elements an array or members an object has, doubled keys included.
  package func count(of element: Int) -> Int { Int(elements[element].count) }

  /// Whether an array or object has no element or member.
  @inlinable package func isEmpty(_ element: Int) -> Bool {
    Int(elements[element].subtreeEnd) == element + 1
  }

  /// The array or object that an element is in; nil for the root.
  package func parent(of element: Int) -> Int? {
    let parent = elements[element].parent
    return parent == JSONElement.noParent ? nil : Int(parent)
  }

  /// The members of an object, doubled keys included; none for any other element.
  @inlinable package func members(of object: Int) -> ElementMembers {
    ElementMembers(of: object, in: elements)
  }

  /// The value of the first member with that key; nil where there is none or this is no object.
  package func value(named name: String, of object: Int) -> Int? {
    members(of: object).first { isText($0.key, name) }?.value
  }

  /// The text of a string or key, escapes decoded.
  package func text(of element: Int) -> String {
    let content = elements[element].contentRange
    guard !elements[element].hasEscapes else {
      return String(decoding: JSONScalars.decodedString(in: source, content: content), as: UTF8.self)
    }
    return source.withUnsafeBufferPointer {
      String(decoding: UnsafeBufferPointer(rebasing: $0[content]), as: UTF8.self)
    }
  }

  /// The bytes of a string's or key's text where these are bytes of the source; nil where it has escapes.
  @inlinable package func plainText(of element: Int) -> Range<Int>? {
    elements[element].hasEscapes ? nil : elements[element].contentRange
  }

  /// A number, with its digits.
  package func number(of element: Int) -> JSONNumber {
    let range = elements[element].range
    return source.withUnsafeBufferPointer {
      JSONNumber(parsed: String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self))
    }
  }

  /// The value of a boolean.
  @inlinable package func boolean(of element: Int) -> Bool { elements[element].kind == .true }

  /// Whether the text of a string or key is `other`, byte for byte.
  @inlinable package func isText(_ element: Int, _ other: String) -> Bool {
    let stored = elements[element]
    guard !stored.hasEscapes else { return isEscapedText(element, other) }
    let content = stored.contentRange
    return content.count == other.utf8.count && source.holds(other, at: content.lowerBound)
  }

  @usableFromInline func isEscapedText(_ element: Int, _ other: String) -> Bool {
    JSONScalars.decodedString(in: source, content: elements[element].contentRange)
      .elementsEqual(other.utf8)
  }
}

extension [UInt8] {
  /// Whether the bytes of `text` stand at an index from which there are as many.
  @inlinable package func holds(_ text: String, at index: Int) -> Bool {
    withUnsafeBytes { $0.holds(text, at: index) }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes of `text` stand at an index from which there are as many.
  @inlinable package func holds(_ text: String, at index: Int) -> Bool {
    // Strings of Swift's own always lie in one piece.
    text.utf8.withContiguousStorageIfAvailable { holds(UnsafeRawBufferPointer($0), at: index) }
      ?? self[index..<index + text.utf8.count].elementsEqual(text.utf8)
  }

  /// Whether the bytes of `other` stand at an index from which there are as many.
  ///
  /// Eight at a time, the last eight perhaps a second time: every name and key of a file is compared, and every event looks
  /// up its conversation.
  @inlinable func holds(_ other: UnsafeRawBufferPointer, at index: Int) -> Bool {
    precondition(index >= 0 && index + other.count <= count, "As many bytes stand there.")
    var offset = 0
    while offset + 8 <= other.count {
      let own = loadUnaligned(fromByteOffset: index + offset, as: UInt64.self)
      guard own == other.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
      offset += 8
    }
    if offset > 0 {
      let last = other.count - 8
      let own = loadUnaligned(fromByteOffset: index + last, as: UInt64.self)
      return own == other.loadUnaligned(fromByteOffset: last, as: UInt64.self)
    }
    while offset < other.count {
      guard self[index + offset] == other[offset] else { return false }
      offset += 1
    }
    return true
  }
}
