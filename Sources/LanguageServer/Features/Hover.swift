import Diagnostics
import FlowModel
import JSONSyntax

/// What there is to know about what stands at a place: the rules that find something in it, and what it is.
extension DocumentAnalysis {
  /// The answer to `textDocument/hover`; null where there is nothing to say.
  func hover(at offset: Int, for client: ClientCapabilities) -> JSON {
    let part = outline.flatMap { self.part(at: offset, in: $0) }
    let found = findings.filter { finding in
      let marked = finding.place.range
      // What marks half the file would be shown all over it.
      return marked.lowerBound <= offset && offset <= marked.upperBound && isOnOneLine(marked)
    }
    var codes: [RuleCode] = []
    for finding in found where !codes.contains(finding.code) { codes.append(finding.code) }
    let texts = codes.map(Documentation.rule) + [part?.text].compactMap(\.self)
    guard !texts.isEmpty, let shown = part?.range ?? found.first?.place.range else { return .null }
    return ["contents": client.markup(texts.joined(separator: "\n\n---\n\n")), "range": range(shown)]
  }

  /// Something that there is to say, and the bytes that it is about.
  private typealias Part = (range: Range<Int>, text: String)

  private func part(at offset: Int, in outline: FlowOutline) -> Part? {
    if let occurrence = outline.occurrence(at: offset) {
      if let filter = filter(at: offset, in: occurrence, of: outline.tree) { return filter }
      if let text = self.text(about: occurrence, in: outline) { return (occurrence.extent, text) }
    }
    guard let index = outline.tree.element(at: offset), outline.tree[index].isText else { return nil }
    let text =
      outline.tree[index].kind == .key
      ? self.text(aboutKey: index, in: outline) : self.text(aboutValue: index, in: outline)
    return text.map { (outline.tree[index].range, $0) }
  }

  /// The filter of a reference at an offset.
  private func filter(at offset: Int, in occurrence: Occurrence, of tree: SyntaxTree) -> Part? {
    guard case .reference = occurrence.role else { return nil }
    let (source, extent) = (tree.source, occurrence.extent)
    func isWord(_ byte: UInt8) -> Bool {
      byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
    }
    var (start, end) = (offset, offset)
    while start > extent.lowerBound, isWord(source[start - 1]) { start -= 1 }
    while end < extent.upperBound, isWord(source[end]) { end += 1 }
    let before = source[extent.lowerBound..<start].reversed().first { $0 != UInt8(ascii: " ") }
    guard before == UInt8(ascii: "|") else { return nil }
    return Documentation.filter(named: String(decoding: source[start..<end], as: UTF8.self))
      .map { (start..<end, $0) }
  }

  private func text(about occurrence: Occurrence, in outline: FlowOutline) -> String? {
    let name = occurrence.symbol.name
    switch occurrence.symbol.kind {
    case .variable:
      guard let key = outline.declaration(of: occurrence.symbol)?.element else { return nil }
      let value = outline.tree.value(of: key).map(outline.tree.written) ?? "nothing"
      return "**`\(name)`**: a custom variable\n\nA session begins with \(value)."
    case .result:
      if let end = Documentation.ends.first(where: { $0.target == "@end:\(name)" }) { return end.summary }
      guard let key = outline.declaration(of: occurrence.symbol)?.element else { return nil }
      let fields = outline.tree.fields(of: outline.tree.value(of: key))
      return "**`\(name)`**: a custom result\n\n\(fields["description"]?.text ?? "")"
    case .node:
      guard let node = outline.node(named: NodeName(name)), let type = node.type else { return nil }
      let fields = outline.tree.fields(of: node.value)
      if case .reference(let written) = occurrence.role {
        let path = written.dropFirst(name.count + 1)
        let outputs = type.description.outputs(fields).outputs
        return outputs.first { $0.isMeant(by: path) }.map { Documentation.output($0, of: node.id) }
      }
      return Documentation.node(name, type: type, fields: fields)
    case .environmentValue: return Documentation.environmentValue(name, in: environments)
    // The key of `on` says what it is; the name itself is what its author makes of it.
    case .branch: return nil
    }
  }

  private func text(aboutKey key: Int, in outline: FlowOutline) -> String? {
    let tree = outline.tree
    guard let object = tree[key].parent, let shape = outline.shapes[object] else { return nil }
    switch shape {
    case .outcomes:
      guard let node = outline.node(around: key), let type = node.type else { return nil }
      let outcomes = type.description.outcomes(tree.fields(of: node.value)).outcomes
      if tree.hasText("otherwise", at: key) {
        let listed = Set(tree.keys(of: object).map { Array(tree.text(of: $0).utf8) })
        let left = outcomes.filter { $0.class != .intermediate && !listed.contains(Array($0.name.utf8)) }
        return Documentation.otherwise(for: left.map(\.name))
      }
      return outcomes.first { tree.hasText($0.name, at: key) }.map(Documentation.outcome)
    case .suppressions:
      return RuleCode.allCases.first { tree.hasText($0.rawValue, at: key) }.map(Documentation.rule)
    default:
      return shape.object?.fields.first { tree.hasText($0.name, at: key) }.map(Documentation.field)
    }
  }

  private func text(aboutValue value: Int, in outline: FlowOutline) -> String? {
    let tree = outline.tree
    guard let key = tree.key(of: value), let object = tree[value].parent else { return nil }
    if case .outcomes? = outline.shapes[object] {
      return Documentation.ends.first { tree.hasText($0.target, at: value) }?.summary
    }
    guard let node = outline.node(around: value), node.value == object, tree.hasText("type", at: key),
      let type = node.type
    else { return nil }
    return Documentation.node(nil, type: type, fields: tree.fields(of: node.value))
  }
}

extension Output {
  /// Whether what follows a node's name in a reference is this output, or leads into it.
  fileprivate func isMeant(by path: some StringProtocol) -> Bool {
    [name, alias].contains { name in
      guard let name, path.utf8.starts(with: name.utf8) else { return false }
      let rest = path.utf8.dropFirst(name.utf8.count)
      return rest.isEmpty || holdsJSON && (rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: "["))
    }
  }
}

extension SyntaxTree {
  /// A value as it is written, cut where it is long.
  fileprivate func written(_ value: Int) -> String {
    let text = String(decoding: source[self[value].range], as: UTF8.self)
    let shown = text.unicodeScalars.prefix(80).map { $0 == "`" ? "'" : String($0) }.joined()
    return "`\(shown)\(text.unicodeScalars.count > 80 ? "…" : "")`"
  }
}
