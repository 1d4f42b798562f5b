/// A member of an object: its key, and its value.
public struct JSONMember: Sendable {
  /// The key, a string.
  public let key: JSONNode
  /// The value.
  public let value: JSONNode

  /// The key's text, escapes decoded.
  public var name: String { key.text }
}

extension JSONNode {
  /// How many elements an array or members an object has, doubled keys included; 0 for any other node.
  public var count: Int { Int(stored.count) }

  /// The members of an object in source order, doubled keys included; none for any other node.
  public var members: Members { Members(of: self) }

  /// The elements of an array in order; none for any other node.
  public var elements: Elements { Elements(of: self) }

  /// The first member with that key, compared byte for byte; nil where there is none or this is no object.
  ///
  /// Linear in the number of members.
  public func member(named key: String) -> JSONMember? {
    members.first { $0.key.stringEquals(key) }
  }

  /// The value of the first member with that key; nil where there is none or this is no object.
  ///
  /// Linear in the number of members.
  public subscript(key: String) -> JSONNode? { member(named: key)?.value }

  /// The array or object that this node is in; nil for the root.
  public var parent: JSONNode? {
    document.parent(of: element).map { JSONNode(document: document, element: $0) }
  }

  /// The key of the member whose key or value this is; nil for the root and an array's element.
  public var memberKey: JSONNode? {
    guard let parent, parent.kind == .object else { return nil }
    return stored.isKey ? self : JSONNode(document: document, element: element - 1)
  }

  /// The indices of this node and of all that is within it.
  public var subtree: Range<Int> { element..<Int(stored.subtreeEnd) }

  /// The members of an object in source order.
  public struct Members: Sequence, IteratorProtocol, Sendable {
    private let document: JSONDocument
    private var index: Int
    private let end: Int

    init(of node: JSONNode) {
      document = node.document
      index = node.element + 1
      end = node.stored.kind == .object ? Int(node.stored.subtreeEnd) : index
    }

    /// The next member, in constant time.
    public mutating func next() -> JSONMember? {
      guard index < end else { return nil }
      let key = JSONNode(document: document, element: index)
      let value = JSONNode(document: document, element: index + 1)
      index = Int(value.stored.subtreeEnd)
      return JSONMember(key: key, value: value)
    }
  }

  /// The elements of an array in order.
  public struct Elements: Sequence, IteratorProtocol, Sendable {
    private let document: JSONDocument
    private var index: Int
    private let end: Int

    init(of node: JSONNode) {
      document = node.document
      index = node.element + 1
      end = node.stored.kind == .array ? Int(node.stored.subtreeEnd) : index
    }

    /// The next element, in constant time.
    public mutating func next() -> JSONNode? {
      guard index < end else { return nil }
      let node = JSONNode(document: document, element: index)
      index = Int(node.stored.subtreeEnd)
      return node
    }
  }
}
