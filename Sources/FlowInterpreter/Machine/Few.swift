/// Values in order, of which there is mostly none or one: that one lies where the list is, and takes no memory of its own.
enum Few<Element> {
  case none
  case one(Element)
  case several([Element])
}

extension Few: Sendable where Element: Sendable {}
extension Few: Equatable where Element: Equatable {}
extension Few: Hashable where Element: Hashable {}

extension Few: RandomAccessCollection {
  var startIndex: Int { 0 }

  var endIndex: Int {
    switch self {
    case .none: 0
    case .one: 1
    case .several(let elements): elements.count
    }
  }

  subscript(index: Int) -> Element {
    switch self {
    case .none: preconditionFailure("no index is one of an empty list")
    case .one(let element):
      precondition(index == 0, "a list of one has one index")
      return element
    case .several(let elements): return elements[index]
    }
  }

  /// Adds a value behind the others. Complexity: constant on average.
  mutating func append(_ element: Element) {
    switch consume self {
    case .none: self = .one(element)
    case .one(let first): self = .several([first, element])
    case .several(var elements):
      elements.append(element)
      self = .several(elements)
    }
  }

  /// Removes a value. Complexity: linear in the number of those behind it.
  @discardableResult
  mutating func remove(at index: Int) -> Element {
    switch consume self {
    case .none: preconditionFailure("no index is one of an empty list")
    case .one(let element):
      precondition(index == 0, "a list of one has one index")
      self = .none
      return element
    case .several(var elements):
      let removed = elements.remove(at: index)
      self = elements.count == 1 ? .one(elements[0]) : .several(elements)
      return removed
    }
  }
}
