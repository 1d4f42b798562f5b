import JSONSyntax

/// Writes a document in the canonical layout; what that is, `FileFormatter` says.
struct LayoutWriter {
  /// How an array or object is laid out.
  private enum Style {
    case oneLine
    /// Each member or element on a line of its own.
    case broken
    /// An object's one member on the line of its braces, whose value is broken.
    case hugging
  }

  /// The width of what never goes on one line.
  private static let unlimited = Int.max

  private let document: JSONDocument
  private let arrangement: FileArrangement
  /// Bytes that the result may have.
  private let limit: Int
  /// How many columns each element takes on one line, by its index.
  private let widths: [Int]
  private var output: [UInt8] = []
  /// The open arrays and objects: a stack of our own, since a hostile file could exhaust that of the thread.
  private var open: [OpenContainer] = []

  /// Measures a document.
  init(_ document: JSONDocument, _ arrangement: FileArrangement, limit: Int) {
    self.document = document
    self.arrangement = arrangement
    self.limit = limit
    widths = Self.widths(of: document, arrangement)
  }

  /// The document's bytes, laid out; nil where they are more than the limit.
  mutating func write() -> [UInt8]? {
    output.reserveCapacity(document.source.count + document.source.count / 4)
    writeValue(document.root, column: 0, lineIndent: 0, isRow: false)
    while var container = open.popLast() {
      guard output.count <= limit else { return nil }
      if let (key, value) = container.next() {
        let isFirst = container.isFirst
        container.isFirst = false
        open.append(container)
        writeChild(key, value, of: container, isFirst: isFirst)
      } else {
        if container.style == .broken {
          breakLine(container.lineIndent)
        } else if container.isObject {
          output.append(UInt8(ascii: " "))
        }
        output.append(UInt8(ascii: container.isObject ? "}" : "]"))
      }
    }
    output.append(UInt8(ascii: "\n"))
    return output.count <= limit ? output : nil
  }

  private mutating func writeChild(
    _ key: JSONNode?, _ value: JSONNode, of container: OpenContainer, isFirst: Bool
  ) {
    let lineIndent = container.lineIndent + (container.style == .broken ? 1 : 0)
    if !isFirst { output.append(UInt8(ascii: ",")) }
    if container.style == .broken {
      breakLine(lineIndent)
    } else if container.isObject || !isFirst {
      output.append(UInt8(ascii: " "))
    }
    var column = lineIndent * 2
    if let key {
      output += document.source[key.range]
      output += ": ".utf8
      column += widths[key.element] + 2
    }
    writeValue(value, column: column, lineIndent: lineIndent, isRow: container.isRow)
  }

  /// Writes a scalar, or opens an array or object.
  /// - Parameters:
  ///   - column: How many columns stand before it, where it is on a line that has been broken.
  ///   - lineIndent: The indentation of its line, in levels.
  ///   - isRow: Whether it is within something that goes on one line however long that is.
  private mutating func writeValue(_ value: JSONNode, column: Int, lineIndent: Int, isRow: Bool) {
    guard value.kind == .object || value.kind == .array, value.count > 0 else {
      switch value.kind {
      case .object: output += "{}".utf8
      case .array: output += "[]".utf8
      default: output += document.source[value.range]
      }
      return
    }
    let isRow = isRow || arrangement.lineRules[value.element] == .always
    let style = style(of: value, column: column, isRow: isRow)
    output.append(UInt8(ascii: value.kind == .object ? "{" : "["))
    open.append(
      OpenContainer(
        value, members: arrangement.reordered[value.element], style: style, lineIndent: lineIndent,
        isRow: isRow))
  }

  private func style(of value: JSONNode, column: Int, isRow: Bool) -> Style {
    if open.last?.style == .oneLine { return .oneLine }
    let width = widths[value.element]
    if isRow {
      guard width == Self.unlimited else { return .oneLine }
      return value.kind == .object && value.count == 1 ? .hugging : .broken
    }
    return width <= FileFormatter.lineWidth - min(column, FileFormatter.lineWidth) ? .oneLine : .broken
  }

  private mutating func breakLine(_ indent: Int) {
    output.append(UInt8(ascii: "\n"))
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * 2))
  }

  // MARK: Measuring

  /// The widths of all elements, in code points. What is within an element comes after it, so the last is measured
  /// first.
  private static func widths(of document: JSONDocument, _ arrangement: FileArrangement) -> [Int] {
    var widths = [Int](repeating: 0, count: arrangement.lineRules.count)
    for element in widths.indices.reversed() {
      let node = document.node(at: element)
      if arrangement.lineRules[element] == .never, node.count > 0 {
        widths[element] = unlimited
        continue
      }
      switch node.kind {
      case .object:
        // The braces, the spaces within them, and a comma and a space between two members.
        widths[element] = node.members.reduce(node.count == 0 ? 2 : 2 + 2 * node.count) { width, member in
          sum(width, widths[member.key.element] + 2, widths[member.value.element])
        }
      case .array:
        var objects = 0
        widths[element] = node.elements.reduce(node.count == 0 ? 2 : 2 * node.count) { width, element in
          if element.kind == .object { objects += 1 }
          return sum(width, widths[element.element])
        }
        if objects > 1 { widths[element] = unlimited }
      default:
        widths[element] = document.source[node.range].count { $0 & 0b1100_0000 != 0b1000_0000 }
      }
    }
    return widths
  }

  /// A sum of widths; `unlimited` where one of them is.
  private static func sum(_ widths: Int...) -> Int {
    widths.contains(unlimited) ? unlimited : widths.reduce(0, +)
  }
}

// MARK: - What is open

extension LayoutWriter {
  /// An array or object of which not all has been written.
  private struct OpenContainer {
    /// What is still to be written.
    private enum Rest {
      case members(JSONNode.Members)
      case reordered(IndexingIterator<[JSONMember]>)
      case elements(JSONNode.Elements)
    }

    let isObject: Bool
    let style: Style
    /// The indentation of the line on which it begins, in levels.
    let lineIndent: Int
    let isRow: Bool
    var isFirst = true
    private var rest: Rest

    init(_ node: JSONNode, members: [JSONMember]?, style: Style, lineIndent: Int, isRow: Bool) {
      isObject = node.kind == .object
      self.style = style
      self.lineIndent = lineIndent
      self.isRow = isRow
      if let members {
        rest = .reordered(members.makeIterator())
      } else {
        rest = isObject ? .members(node.members) : .elements(node.elements)
      }
    }

    /// The next member or element.
    mutating func next() -> (key: JSONNode?, value: JSONNode)? {
      switch rest {
      case .members(var members):
        let next = members.next()
        rest = .members(members)
        return next.map { ($0.key, $0.value) }
      case .reordered(var members):
        let next = members.next()
        rest = .reordered(members)
        return next.map { ($0.key, $0.value) }
      case .elements(var elements):
        let next = elements.next()
        rest = .elements(elements)
        return next.map { (nil, $0) }
      }
    }
  }
}
