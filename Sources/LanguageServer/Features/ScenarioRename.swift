import Diagnostics
import FlowModel
import FlowSimulation
import JSONSyntax

/// Giving what a flow declares another name, asked for in the flow or in a scenario of it: in the flow, and in its scenarios.
extension OpenDocuments {
  /// What would be renamed at an offset: its range and its name; null where nothing can be.
  func renamingInFlow(at offset: Int, in document: DocumentAnalysis) -> JSON {
    let place: (range: Range<Int>, name: String)?
    if let occurrence = document.renamed(at: offset) {
      place = (occurrence.range, occurrence.symbol.name)
    } else {
      place = scenario(document.uri, document.text)?.named(at: offset).map { ($0.range, $0.symbol.name) }
    }
    guard let place else { return .null }
    return ["range": document.range(place.range), "placeholder": .string(place.name)]
  }

  /// The changes that give what is named at an offset of a flow, or of a scenario, another name: in the flow, in the scenarios
  /// of it that are open, and in those in its project's folder, its checkout or else its folder.
  ///
  /// A scenario that is no JSON for the moment names nothing, and is left as it is.
  /// - Throws: Why it cannot have that name, as a sentence for people.
  mutating func renameInFlow(
    at offset: Int, in document: DocumentAnalysis, to name: String, _ encoding: PositionEncoding
  ) throws(ResponseError) -> JSON {
    let (symbol, flow) = try renamed(at: offset, of: document)
    guard flow.isJSON else {
      throw ResponseError(.requestFailed, "The flow is not JSON for the moment, so a name might be missed.")
    }
    if let problem = flow.outline.problem(with: name, for: symbol) {
      throw ResponseError(.requestFailed, problem)
    }
    var changes = [flow.outline.edits(naming: symbol, name).changes(of: flow.uri, flow.text, in: encoding)]
    for scenario in scenarios(of: flow) {
      // What another flow of the scenario has too may be meant.
      guard !scenario.flows.contains(where: { $0.path != flow.path && $0.outline.declares(symbol) }) else {
        continue
      }
      let edits = scenario.names.edits(
        naming: symbol, name, isOnlyOutcome: scenario.hasOneOutcome(named: symbol.name))
      if !edits.isEmpty { changes.append(edits.changes(of: scenario.uri, scenario.text, in: encoding)) }
    }
    return ["changes": .object(JSONObject(changes))]
  }

  /// What is named at an offset of a document, and the flow that declares it.
  private func renamed(
    at offset: Int, of document: DocumentAnalysis
  ) throws(ResponseError) -> (Symbol, NamedFlow) {
    if let symbol = document.renamed(at: offset)?.symbol, let outline = document.outline {
      let path = DocumentPath(uri: document.uri)
      return (
        symbol,
        NamedFlow(
          uri: document.uri, path: path?.text, text: document.text, outline: outline,
          isJSON: document.isJSON)
      )
    }
    guard let scenario = scenario(document.uri, document.text),
      let symbol = scenario.named(at: offset)?.symbol
    else {
      throw ResponseError(
        .requestFailed, "Only a node, a variable, a custom result or a branch can be renamed.")
    }
    let owners = scenario.flows.filter { $0.outline.declares(symbol) }
    guard let owner = owners.first, owners.count == 1 else {
      throw ResponseError(
        .requestFailed,
        "Several flows of the scenario have \(symbol.name.quoted): rename it in the flow that is meant.")
    }
    return (symbol, owner)
  }

  // MARK: Files

  /// The flow at a path: as it is in the editor, or else in its file.
  private func flow(at path: DocumentPath) -> NamedFlow? {
    if let open = all.first(where: { $0.path?.text == path.text }) {
      return NamedFlow(uri: open.uri, path: path.text, text: open.text)
    }
    guard let bytes = files?.read(path.text), bytes.count <= Limits.fileSize else { return nil }
    return NamedFlow(uri: path.uri, path: path.text, text: TextBuffer(bytes))
  }

  /// A scenario and the flows that it plays, as far as they can be read; nil where it is none.
  private func scenario(_ uri: String, _ text: TextBuffer) -> PlayedScenario? {
    guard OpenDocument.Kind(uri: uri) == .scenario, let path = DocumentPath(uri: uri),
      let names = ScenarioLoader.load(text.bytes).names
    else { return nil }
    return PlayedScenario(
      uri: uri, text: text, names: names, flows: names.flows.compactMap { flow(at: path.sibling($0.path)) })
  }

  /// The scenarios that play a flow, by URI: as they are in the editor, or else in their files.
  private mutating func scenarios(of flow: NamedFlow) -> [PlayedScenario] {
    guard let flowPath = DocumentPath(uri: flow.uri) else { return [] }
    let open = all.filter { $0.kind == .scenario }
    let openPaths = Set(open.compactMap { $0.path.map { ExactText($0.text) } })
    // As the editor writes it.
    let folder = flow.uri[...(flow.uri.lastIndex(of: "/") ?? flow.uri.startIndex)]
    let closed = scenarioFiles(around: flowPath).compactMap { path -> PlayedScenario? in
      guard !openPaths.contains(ExactText(path.text)), let bytes = files?.read(path.text) else { return nil }
      let isBeside = path.folder == flowPath.folder
      return scenario(isBeside ? "\(folder)\(path.name.percentEncoded)" : path.uri, TextBuffer(bytes))
    }
    return (open.compactMap { scenario($0.uri, $0.text) } + closed)
      .filter { $0.flows.contains { $0.path == flow.path } }
      .sorted { $0.uri.utf8.lexicographicallyPrecedes($1.uri.utf8) }
  }
}

/// A flow, and what it names.
private struct NamedFlow {
  let uri: String
  /// Its path from the root; nil where its URI names no file.
  let path: String?
  let text: TextBuffer
  let outline: FlowOutline
  let isJSON: Bool

  init(uri: String, path: String?, text: TextBuffer, outline: FlowOutline, isJSON: Bool) {
    self.uri = uri
    self.path = path
    self.text = text
    self.outline = outline
    self.isJSON = isJSON
  }

  init(uri: String, path: String, text: TextBuffer) {
    let isJSON = (try? JSONDocument(parsing: text.bytes)) != nil
    self.init(uri: uri, path: path, text: text, outline: FlowOutline(text.bytes), isJSON: isJSON)
  }
}

extension FlowOutline {
  /// Whether the flow declares something.
  fileprivate func declares(_ symbol: Symbol) -> Bool { declaration(of: symbol) != nil }
}

/// A scenario, what it names, and the flows that it plays.
private struct PlayedScenario {
  let uri: String
  let text: TextBuffer
  let names: ScenarioNames
  let flows: [NamedFlow]

  /// Whether one node of all flows alone has an outcome of a name.
  func hasOneOutcome(named name: String) -> Bool {
    flows.reduce(0) { $0 + $1.outline.countOfNodes(withOutcome: name) } == 1
  }

  /// What a flow declares whose name stands at an offset, and the bytes of the name alone.
  func named(at offset: Int) -> (symbol: Symbol, range: Range<Int>)? {
    guard
      let name = names.names.first(where: {
        $0.place.range.lowerBound <= offset && offset <= $0.place.range.upperBound
      }), let symbol = symbol(of: name), flows.contains(where: { $0.outline.declares(symbol) })
    else { return nil }
    let content = name.place.range.lowerBound + 1..<name.place.range.upperBound - 1
    // With escapes in it the name's bytes are not those of the text: then all of it is shown.
    guard text.bytes[content].elementsEqual(name.text.utf8),
      let start = name.text.utf8.startOfName(symbol.name, isEnd: symbol.kind == .result)
    else { return (symbol, content) }
    let lower = content.lowerBound + start
    return (symbol, lower..<lower + symbol.name.utf8.count)
  }

  private func symbol(of name: ScenarioNames.Name) -> Symbol? {
    switch name.meaning {
    case .node: return Symbol(.node, name.text)
    case .variable: return Symbol(.variable, name.text)
    case .result: return Symbol(.result, name.text)
    case .target:
      switch WrittenTarget(name.text) {
      case .node(let id)?: return Symbol(.node, id.text)
      case .end(let result)?: return Symbol(.result, result)
      case .resume?, nil: return nil
      }
    case .outcome(of: let node?): return Symbol(.branch(of: node), name.text)
    case .outcome(of: nil):
      guard hasOneOutcome(named: name.text) else { return nil }
      return flows.lazy.flatMap(\.outline.occurrences).first { occurrence in
        guard case .branch = occurrence.symbol.kind, occurrence.role == .declaration else { return false }
        return occurrence.symbol.name.hasSameUTF8(as: name.text)
      }?.symbol
    case .reference:
      guard case .reference(let reference)? = (try? TemplateParser.parse("$(\(name.text))"))?.first else {
        return nil
      }
      return Symbol(reference.steps.isEmpty ? .variable : .node, reference.name)
    case .nodeType, .event, .environment, .word: return nil
    }
  }
}

extension String.UTF8View {
  /// Where a name begins in the text that is it, that refers to it or, with `@end:` before it, ends with it; nil where it does
  /// not.
  fileprivate func startOfName(_ name: String, isEnd: Bool) -> Int? {
    if starts(with: name.utf8) { return 0 }
    let prefix = "@end:"
    return isEnd && starts(with: (prefix + name).utf8) ? prefix.utf8.count : nil
  }
}

extension ScenarioNames {
  /// The whole strings that name something, and what they are with another name of it.
  /// - Parameter isOnlyOutcome: Whether an outcome of which no node is told can be of this node alone.
  fileprivate func edits(naming symbol: Symbol, _ new: String, isOnlyOutcome: Bool) -> [NameEdit] {
    names.compactMap { name in
      let text: String? =
        switch (name.meaning, symbol.kind) {
        case (.node, .node), (.variable, .variable), (.result, .result):
          name.text.hasSameUTF8(as: symbol.name) ? new : nil
        case (.target, .node):
          name.text.hasSameUTF8(as: symbol.name) ? new : nil
        case (.target, .result):
          name.text.hasSameUTF8(as: "@end:\(symbol.name)") ? "@end:\(new)" : nil
        case (.outcome(let node), .branch(let branching))
        where node == branching || node == nil && isOnlyOutcome:
          name.text.hasSameUTF8(as: symbol.name) ? new : nil
        case (.reference, .node): Self.reference(name.text, naming: symbol, new)
        case (.reference, .variable): Self.reference(name.text, naming: symbol, new)
        default: nil
        }
      return text.map { NameEdit(range: name.place.range, text: JSON.string($0).compact) }
    }
  }

  /// The text of a reference to something, with another name of it; nil where it refers to something else.
  private static func reference(_ text: String, naming symbol: Symbol, _ new: String) -> String? {
    guard case .reference(let reference)? = (try? TemplateParser.parse("$(\(text))"))?.first,
      reference.name.hasSameUTF8(as: symbol.name), reference.steps.isEmpty == (symbol.kind == .variable)
    else { return nil }
    return new + String(decoding: text.utf8.dropFirst(reference.name.utf8.count), as: UTF8.self)
  }
}
