import FlowModel
import JSONSyntax

/// Going from a name to where it is declared, and to everywhere that it is used.
extension DocumentAnalysis {
  /// Where the node, variable or result is declared whose name stands at an offset; null where there is none.
  func definition(at offset: Int) -> JSON {
    guard let outline, let occurrence = outline.occurrence(at: offset),
      let declaration = outline.declaration(of: occurrence.symbol)
    else { return .null }
    return location(declaration.extent)
  }

  /// Where the node, variable or result is named whose name stands at an offset.
  func references(at offset: Int, includingDeclaration: Bool) -> JSON {
    guard let outline, let occurrence = outline.occurrence(at: offset) else { return .null }
    let occurrences = outline.occurrences(of: occurrence.symbol)
    return .array(
      occurrences.filter { includingDeclaration || $0.role != .declaration }.map { location($0.extent) })
  }

  /// The flow's variables and nodes.
  var symbols: JSON {
    guard let outline else { return [] }
    let variables = outline.variables.map { symbol(at: $0, kind: .variable, detail: "variable", in: outline) }
    let nodes = outline.nodes.map { node in
      symbol(at: node.key, kind: .function, detail: node.type?.name ?? "", in: outline)
    }
    return .array(variables + nodes)
  }

  /// The protocol's numbers for what a symbol is.
  private enum SymbolKind: Int {
    case function = 12
    case variable = 13
  }

  private func symbol(at key: Int, kind: SymbolKind, detail: String, in outline: FlowOutline) -> JSON {
    let tree = outline.tree
    let keyRange = tree[key].range
    let end = tree.value(of: key).map { tree[$0].range.upperBound } ?? keyRange.upperBound
    let name = tree.text(of: key)
    return [
      // An editor may refuse a symbol without a name.
      "name": .string(name.isEmpty ? "\"\"" : name), "detail": .string(detail),
      "kind": .integer(kind.rawValue), "range": range(keyRange.lowerBound..<end),
      "selectionRange": range(keyRange),
    ]
  }
}
