import Diagnostics
import FlowModel

/// What a flow's text names and refers to, whatever else is wrong with it.
struct FlowOutline: Sendable {
  /// A member of `nodes`.
  struct Node: Sendable {
    /// The key's element.
    let key: Int
    /// The value's element, if there is a value.
    let value: Int?
    let id: NodeName
    /// The type, if it is a known one.
    let type: NodeType?
  }

  /// The text.
  let tree: SyntaxTree
  /// What each element may be by the format, and for a key what its value may be; nil where the format has no such place.
  let shapes: [ValueShape?]
  /// The nodes, in file order.
  let nodes: [Node]
  /// The keys of the custom variables, in file order.
  let variables: [Int]
  /// The keys of the custom results, in file order.
  let results: [Int]
  /// Every place where a node, a variable, a result or a branch is named, in file order.
  let occurrences: [Occurrence]

  /// Reads a text. Linear in its length.
  init(_ source: [UInt8]) {
    let tree = SyntaxTree(source)
    self.tree = tree
    let shapes = ShapeWalk.shapes(of: tree)
    self.shapes = shapes
    nodes = tree.keys(ofObject: tree.rootMember("nodes")).map { key in
      let value = tree.value(of: key)
      return Node(key: key, value: value, id: NodeName(tree.text(of: key)), type: tree.nodeType(of: value))
    }
    variables = tree.keys(ofObject: tree.rootMember("variables"))
    results = tree.keys(ofObject: tree.member("results", of: tree.rootMember("settings")))
    occurrences = OccurrenceWalk(tree: tree, shapes: shapes).occurrences(
      nodes: nodes, variables: variables, results: results)
  }

  /// The node that an element is in, or whose id it is.
  func node(around element: Int) -> Node? {
    let following = nodes.partitioningIndex { $0.key > element }
    guard following > 0 else { return nil }
    let node = nodes[following - 1]
    return element < Int(tree[node.value ?? node.key].subtreeEnd) ? node : nil
  }

  /// The first node with an id.
  func node(named id: NodeName) -> Node? {
    nodes.first { $0.id == id }
  }

  /// The occurrence of a name that an offset is in or touches.
  func occurrence(at offset: Int) -> Occurrence? {
    occurrences.first { $0.extent.lowerBound <= offset && offset <= $0.extent.upperBound }
  }

  /// All places where something is named, in file order.
  func occurrences(of symbol: Symbol) -> [Occurrence] { occurrences.filter { $0.symbol == symbol } }

  /// Where something is declared first.
  func declaration(of symbol: Symbol) -> Occurrence? {
    occurrences.first { $0.role == .declaration && $0.symbol == symbol }
  }
}

extension SyntaxTree {
  /// A member of the flow's own object.
  fileprivate func rootMember(_ name: String) -> Int? {
    member(name, of: root)
  }

  /// The type that a node's value names.
  func nodeType(of node: Int?) -> NodeType? {
    guard let type = member("type", of: node) else { return nil }
    return NodeType.allCases.first { hasText($0.name, at: type) }
  }

  /// The members of an object as the catalogue reads them, without any judgement; nothing below a few levels, which is
  /// as deep as the catalogue looks.
  func fields(of object: Int?, depth: Int = 4) -> FieldValues {
    guard let object, self[object].kind == .object else { return FieldValues() }
    let entries = keys(of: object).compactMap { key -> FieldValues.Entry? in
      guard let value = value(of: key) else { return nil }
      return FieldValues.Entry(
        name: text(of: key), namePlace: place(of: key), value: fieldValue(of: value, depth: depth - 1))
    }
    return FieldValues(entries)
  }

  private func fieldValue(of value: Int, depth: Int) -> FieldValue {
    let content: FieldValue.Content =
      switch self[value].kind {
      case .string, .key: .text(text(of: value))
      case .object where depth > 0: .object(fields(of: value, depth: depth))
      case .array where depth > 0: .list(elements(of: value).map { fieldValue(of: $0, depth: depth - 1) })
      case .word, .object, .array: .unjudged
      }
    return FieldValue(content, at: place(of: value))
  }

  private func place(of index: Int) -> SourcePlace { SourcePlace(self[index].range, element: index) }
}
