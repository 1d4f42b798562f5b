import FlowModel

/// Finds out what the format says of each place in a text.
enum ShapeWalk {
  /// What each element may be, and for a key what its value may be. Linear in the number of elements.
  static func shapes(of tree: SyntaxTree, as root: ObjectShape = FlowFormat.flow) -> [ValueShape?] {
    var shapes: [ValueShape?] = []
    shapes.reserveCapacity(tree.elements.count)
    for (index, element) in tree.elements.enumerated() {
      guard let parent = element.parent else {
        shapes.append(index == tree.root ? .object(root) : nil)
        continue
      }
      if element.kind == .key {
        shapes.append(shapes[parent]?.member(at: index, in: tree))
      } else if let key = tree.key(of: index) {
        shapes.append(shapes[key])
      } else {
        shapes.append(shapes[parent]?.element)
      }
    }
    return shapes
  }

  /// The fields that every node has, whatever its type: what is offered where that is not known.
  static let anyNode = ObjectShape(
    "a node",
    NodeType.start.description.shape.fields.filter { field in
      NodeType.allCases.allSatisfy { type in
        type.description.shape.fields.contains { $0.name == field.name }
      }
    }, takesExtensions: true)
}

extension ValueShape {
  /// The shape itself, or what it is a choice of.
  var alternatives: [ValueShape] {
    if case .either(let alternatives) = self { alternatives.flatMap(\.alternatives) } else { [self] }
  }

  /// Whether such a value may hold references.
  var takesTemplate: Bool {
    alternatives.contains { alternative in
      switch alternative {
      case .template, .headerValue, .json: true
      default: false
      }
    }
  }

  /// Whether such a value may be a value of the project's environment alone.
  var takesEnvironmentValue: Bool {
    alternatives.contains { if case .textOrEnvironmentValue = $0 { true } else { false } }
  }

  /// The members that such a value may have, if it is an object with known ones.
  var object: ObjectShape? {
    for case .object(let shape) in alternatives { return shape }
    return nil
  }

  /// What the elements of such an array may be.
  var element: ValueShape? {
    for alternative in alternatives {
      switch alternative {
      case .list(let element, _, _): return element
      case .json: return .json
      default: continue
      }
    }
    return nil
  }

  /// What the value of a key may be in such an object.
  fileprivate func member(at key: Int, in tree: SyntaxTree) -> ValueShape? {
    for alternative in alternatives {
      switch alternative {
      case .nodes:
        return .object(tree.nodeType(of: tree.value(of: key))?.description.shape ?? ShapeWalk.anyNode)
      case .map(_, let values): return values
      case .json: return .json
      case .object(let shape):
        // Which of several it is depends on other fields, and makes no difference but to the linter.
        let fields = shape.fields.filter { tree.hasText($0.name, at: key) }
        if let first = fields.first { return fields.count == 1 ? first.shape : .either(fields.map(\.shape)) }
      case .anything, .text, .textOrEnvironmentValue, .choice, .boolean, .null, .number, .integer, .template,
        .headerValue, .list, .either, .outcomes,
        .suppressions:
        continue
      }
    }
    return nil
  }
}
