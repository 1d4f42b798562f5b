import Diagnostics
import FlowModel
import FlowValidation

/// Finds what may be written where the cursor is.
struct CompletionCandidates {
  let outline: FlowOutline
  let names: KnownNames
  /// The values that the environments of the flow's project give.
  let environments: [ProjectEnvironment]
  let cursor: Cursor

  private var tree: SyntaxTree { outline.tree }
  private var shaped: ShapedCandidates { ShapedCandidates(tree: tree, shapes: outline.shapes) }

  /// Everything that may stand here, references in templates aside.
  var all: [CompletionCandidate] {
    switch cursor.slot {
    case .key(let object): keys(of: object)
    case .value(let key): values(of: key)
    case .element: []
    }
  }

  // MARK: Keys

  private func keys(of object: Int) -> [CompletionCandidate] {
    // What is being typed is not there yet.
    let listed = shaped.names(listedIn: object, butAt: cursor.string)
    func isNew(_ candidate: CompletionCandidate) -> Bool { !listed.contains(ExactText(candidate.name)) }
    guard let shape = outline.shapes[object] else { return [] }
    switch shape {
    case .outcomes: return outcomes(around: object).filter(isNew)
    case .suppressions: return ShapedCandidates.rules { !$0.judgesTheFile }.filter(isNew)
    case .nodes: return missingNodes.filter(isNew)
    case .map:
      let isSet = tree.key(of: object).map { tree.hasText("set", at: $0) } ?? false
      return isSet ? variables(form: .key).filter(isNew) : []
    default: return shaped.fields(of: object, but: listed)
    }
  }

  private func outcomes(around object: Int) -> [CompletionCandidate] {
    guard let node = outline.node(around: object), let type = node.type else { return [] }
    let outcomes = type.description.outcomes(tree.fields(of: node.value)).outcomes
    return outcomes.map {
      CompletionCandidate(
        name: $0.name, kind: .event, form: .key, detail: $0.class.rawValue,
        documentation: Documentation.outcome($0))
    } + [
      CompletionCandidate(
        name: "otherwise", kind: .event, form: .key, detail: "every outcome that is not listed")
    ]
  }

  /// The nodes that targets name and that there are not.
  private var missingNodes: [CompletionCandidate] {
    let declared = Set(outline.nodes.map { Symbol(.node, $0.id.text) })
    var seen: Set<Symbol> = []
    return outline.occurrences.filter { occurrence in
      occurrence.role == .target && occurrence.symbol.kind == .node && occurrence.symbol.name.isIdentifier
        && !declared.contains(occurrence.symbol) && seen.insert(occurrence.symbol).inserted
    }.map {
      CompletionCandidate(
        name: $0.symbol.name, kind: .reference, form: .key, detail: "a target that is no node yet")
    }
  }

  // MARK: Values

  private func values(of key: Int) -> [CompletionCandidate] {
    if let object = tree[key].parent, case .outcomes? = outline.shapes[object] { return targets }
    return shaped.values(of: key)
  }

  /// The nodes that something may lead to, and the ends.
  private var targets: [CompletionCandidate] {
    let nodes = names.nodes.filter { $0.type?.description.beginsSessions != true }.map {
      CompletionCandidate(name: $0.id.text, kind: .reference, form: .string, detail: $0.type?.name ?? "")
    }
    let ends = Documentation.ends.map {
      CompletionCandidate(name: $0.target, kind: .keyword, form: .string, documentation: $0.summary)
    }
    let results = names.results.map {
      CompletionCandidate(name: "@end:\($0)", kind: .keyword, form: .string, detail: "a custom result")
    }
    return nodes + ends + results
  }

  private func variables(form: CompletionCandidate.Form) -> [CompletionCandidate] {
    names.variables.map {
      CompletionCandidate(name: $0, kind: .variable, form: form, detail: "variable")
    }
  }

  // MARK: References

  /// What may stand in the reference that is being typed before an offset, and what it takes the place of; nil
  /// where none is being typed.
  func referenceInTemplate(
    before offset: Int
  ) -> (candidates: [CompletionCandidate], range: Range<Int>, typed: Range<Int>)? {
    let takesTemplate = takesTemplate
    guard cursor.string != nil, takesTemplate || takesEnvironmentValue,
      let start = referenceStart(before: offset)
    else { return nil }
    let source = tree.source
    var end = offset
    while end < source.count, source[end].mayStandInReference { end += 1 }
    // Whoever writes the name wants the reference closed, unless the editor has done that.
    let closing = end < source.count && source[end] == UInt8(ascii: ")") ? "" : ")"
    let outputs = (takesTemplate ? names.nodes : []).flatMap { node in
      node.outputs.map { output in
        CompletionCandidate(
          name: "\(node.id).\(output.name)", kind: .reference, form: .string, detail: node.type?.name ?? "",
          documentation: Documentation.output(output, of: node.id))
      }
    }
    let given = FlowVocabulary.distinct(environments.flatMap { $0.entries.map(\.name) })
    let values = given.map {
      CompletionCandidate(
        name: "env.\($0)", kind: .value, form: .string, detail: "value of the environment",
        documentation: Documentation.environmentValue($0, in: environments) ?? "")
    }
    let candidates = ((takesTemplate ? variables(form: .string) : []) + outputs + values).map { candidate in
      var closed = candidate
      closed.inserted = candidate.name + closing
      return closed
    }
    return (candidates, start..<end, start..<offset)
  }

  /// What may stand in the filter that is being typed before an offset, and what it takes the place of; nil where none
  /// is being typed.
  func filterInTemplate(
    before offset: Int
  ) -> (candidates: [CompletionCandidate], range: Range<Int>, typed: Range<Int>)? {
    guard cursor.string != nil, takesTemplate, let start = filterStart(before: offset) else { return nil }
    var end = offset
    while end < tree.source.count, tree.source[end].mayStandInReference { end += 1 }
    let candidates = TextFilter.names.map { name in
      CompletionCandidate(
        name: name, kind: .function, form: .string, documentation: Documentation.filter(named: name) ?? "",
        inserted: name == TextFilter.defaultName ? "\(name):" : name)
    }
    return (candidates, start..<end, start..<offset)
  }

  /// Where the name of the filter begins that is open at an offset: after a `|` of a reference that is not closed.
  private func filterStart(before offset: Int) -> Int? {
    let source = tree.source
    var start = offset
    while start > cursor.typed.lowerBound, source[start - 1].mayStandInReference { start -= 1 }
    var text = source[cursor.typed.lowerBound..<start]
    while text.last == UInt8(ascii: " ") { text.removeLast() }
    guard text.last == UInt8(ascii: "|"),
      let parenthesis = text.lastIndex(where: { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ")") }),
      text[...parenthesis].suffix(2).elementsEqual("$(".utf8)
    else { return nil }
    return text[...parenthesis].dropLast(2).last == UInt8(ascii: "$") ? nil : start
  }

  /// Whether what stands at the cursor may hold references.
  private var takesTemplate: Bool {
    switch cursor.slot {
    case .key: false
    case .value(let key): outline.shapes[key]?.takesTemplate ?? false
    case .element(let array): outline.shapes[array]?.element?.takesTemplate ?? false
    }
  }

  /// Whether what stands at the cursor may be a value of the environment alone.
  private var takesEnvironmentValue: Bool {
    if case .value(let key) = cursor.slot {
      outline.shapes[key]?.takesEnvironmentValue ?? false
    } else {
      false
    }
  }

  /// Where the name of the reference begins that is open at an offset.
  private func referenceStart(before offset: Int) -> Int? {
    let source = tree.source
    var start = offset
    while start > cursor.typed.lowerBound, source[start - 1].mayStandInReference { start -= 1 }
    let text = source[cursor.typed.lowerBound..<start]
    guard text.suffix(2).elementsEqual("$(".utf8) else { return nil }
    // `$$(` is a literal `$(`.
    return text.dropLast(2).last == UInt8(ascii: "$") ? nil : start
  }
}

extension UInt8 {
  /// Whether this may stand in a reference after its `$(`.
  fileprivate var mayStandInReference: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "["), UInt8(ascii: "]"):
      true
    default: false
    }
  }
}
