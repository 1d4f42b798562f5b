import FlowModel

/// Something that a flow names: a node, a custom variable, a custom result, a branch of a Branch, or a value of the
/// project's environments.
struct Symbol: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case node, variable, result
    /// What `$(env.NAME)` names, which the project's file declares.
    case environmentValue
    /// A branch of the Branch with that id, which is an outcome of it.
    case branch(of: NodeName)
  }

  let kind: Kind
  private let exactName: ExactText

  init(_ kind: Kind, _ name: some StringProtocol) {
    self.kind = kind
    exactName = ExactText(String(name))
  }

  var name: String { exactName.text }
}

/// A place where a symbol is named.
struct Occurrence: Sendable {
  enum Role: Sendable, Equatable {
    /// The key that declares it, a branch's `name`.
    case declaration
    /// The target of an outcome.
    case target
    /// A key of `set`.
    case assignment
    /// A key of `on`.
    case outcome
    /// A reference in a template; what stands between `$(` and `)`.
    case reference(String)
  }

  let symbol: Symbol
  let role: Role
  /// The element that it is in.
  let element: Int
  /// The bytes of the name alone.
  let range: Range<Int>
  /// The bytes of the whole key, target or reference.
  let extent: Range<Int>
}

/// Gathers the places where symbols are named.
struct OccurrenceWalk {
  let tree: SyntaxTree
  let shapes: [ValueShape?]

  /// The occurrences in file order, given the keys that declare something.
  func occurrences(nodes: [FlowOutline.Node], variables: [Int], results: [Int]) -> [Occurrence] {
    var found = nodes.map { declaration(.node, at: $0.key) }
    found += nodes.flatMap(branches)
    found += variables.map { declaration(.variable, at: $0) }
    found += results.map { declaration(.result, at: $0) }
    for (index, element) in tree.elements.enumerated() {
      switch element.kind {
      case .key: found += assignment(at: index)
      case .string: found += target(at: index) ?? references(at: index)
      case .object, .array, .word: continue
      }
    }
    return found.sorted { $0.extent.lowerBound < $1.extent.lowerBound }
  }

  private func declaration(_ kind: Symbol.Kind, at key: Int) -> Occurrence {
    occurrence(of: Symbol(kind, tree.text(of: key)), as: .declaration, at: key)
  }

  /// The names of a Branch's branches, and the outcomes that they are.
  private func branches(of node: FlowOutline.Node) -> [Occurrence] {
    guard node.type?.description.namesOutcomes == true, let value = node.value else { return [] }
    let kind = Symbol.Kind.branch(of: node.id)
    let arms = tree.member("branches", of: value).map { Array(tree.elements(of: $0)) } ?? []
    let names = arms.compactMap { tree.member("name", of: $0) }.filter { tree[$0].isText }
    let declared = names.map { declaration(kind, at: $0) }
    let known = Set(declared.map(\.symbol))
    let outcomes = tree.member("on", of: value).map { Array(tree.keys(of: $0)) } ?? []
    return declared
      + outcomes.compactMap { key in
        let symbol = Symbol(kind, tree.text(of: key))
        return known.contains(symbol) ? occurrence(of: symbol, as: .outcome, at: key) : nil
      }
  }

  /// An occurrence that is a whole string.
  private func occurrence(of symbol: Symbol, as role: Occurrence.Role, at index: Int) -> Occurrence {
    Occurrence(
      symbol: symbol, role: role, element: index, range: tree[index].content, extent: tree[index].range)
  }

  private func assignment(at key: Int) -> [Occurrence] {
    guard let object = tree[key].parent, let set = tree.key(of: object), tree.hasText("set", at: set),
      case .map? = shapes[object]
    else { return [] }
    return [occurrence(of: Symbol(.variable, tree.text(of: key)), as: .assignment, at: key)]
  }

  /// A target's occurrence, or none where it names nothing; nil where the string is no target.
  private func target(at string: Int) -> [Occurrence]? {
    guard let object = tree[string].parent, case .outcomes? = shapes[object] else { return nil }
    switch WrittenTarget(tree.text(of: string)) {
    case .node(let id)?: return [occurrence(of: Symbol(.node, id.text), as: .target, at: string)]
    case .end(let name)?:
      // `@end` alone names no result.
      guard tree.hasText("@end:\(name)", at: string) else { return [] }
      let nameStart = tree.sourceOffsets(ofTextOf: string)["@end:".utf8.count]
      return [
        Occurrence(
          symbol: Symbol(.result, name), role: .target, element: string,
          range: nameStart..<tree[string].content.upperBound, extent: tree[string].range)
      ]
    case .resume?, nil: return []
    }
  }

  private func references(at string: Int) -> [Occurrence] {
    guard let shape = shapes[string], shape.takesTemplate || shape.takesEnvironmentValue,
      tree.source[tree[string].content].contains(UInt8(ascii: "$")),
      let pieces = try? TemplateParser.parse(tree.text(of: string))
    else { return [] }
    let offsets = tree.sourceOffsets(ofTextOf: string)
    return pieces.compactMap { piece in
      guard case .reference(let reference) = piece else { return nil }
      let name = reference.range.lowerBound + 2
      if let value = reference.environmentValue {
        let start = name + reference.name.utf8.count + 1
        return Occurrence(
          symbol: Symbol(.environmentValue, value), role: .reference(reference.text), element: string,
          range: offsets[start]..<offsets[start + value.utf8.count],
          extent: offsets[reference.range.lowerBound]..<offsets[reference.range.upperBound])
      }
      return Occurrence(
        symbol: Symbol(reference.steps.isEmpty ? .variable : .node, reference.name),
        role: .reference(reference.text), element: string,
        range: offsets[name]..<offsets[name + reference.name.utf8.count],
        extent: offsets[reference.range.lowerBound]..<offsets[reference.range.upperBound])
    }
  }
}
