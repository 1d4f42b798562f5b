import Diagnostics
import FlowModel
import FlowSimulation
import JSONSyntax

/// Giving what a flow declares another name in the scenarios of the flow too.
extension OpenDocuments {
  /// The changes that give what is named at an offset of a flow another name: in the flow, in the scenarios of it that
  /// are open, and in those in its folder.
  ///
  /// A scenario that is no JSON for the moment names nothing, and is left as it is.
  /// - Throws: Why it cannot have that name, as a sentence for people.
  mutating func rename(
    _ uri: String, at offset: Int, to name: String, in encoding: PositionEncoding
  ) throws(ResponseError) -> JSON {
    guard let flow = analyzed(uri, in: encoding) else { return .null }
    let symbol = try flow.symbol(at: offset, toBeNamed: name)
    var changes = [JSONField(key: uri, value: .array(flow.edits(naming: symbol, name)))]
    for scenario in scenarios(of: uri) {
      let edits = scenario.names.edits(
        naming: symbol, name, isOnlyOutcome: flow.hasOneOutcome(named: symbol.name))
      guard !edits.isEmpty else { continue }
      let positions = PositionTable(scenario.text, in: encoding)
      changes.append(
        JSONField(
          key: scenario.uri,
          value: .array(
            edits.map {
              ["range": positions.range($0.place), "newText": .string(JSON.string($0.text).compact)]
            })))
    }
    return ["changes": .object(JSONObject(changes))]
  }

  /// A scenario, and what it names.
  private struct PlayedScenario {
    let uri: String
    let text: TextBuffer
    let names: ScenarioNames
  }

  /// The scenarios that play a flow alone (of several flows another may have the name too), by URI: as they are in the editor, or else in their files.
  private func scenarios(of flow: String) -> [PlayedScenario] {
    guard let flowPath = DocumentPath(uri: flow) else { return [] }
    func scenario(_ uri: String, _ text: TextBuffer) -> PlayedScenario? {
      guard let names = ScenarioLoader.load(text.bytes).names, names.flows.count == 1,
        let path = DocumentPath(uri: uri), path.sibling(names.flows[0].path).text == flowPath.text
      else { return nil }
      return PlayedScenario(uri: uri, text: text, names: names)
    }
    let open = all.filter { $0.kind == .scenario }
    let openPaths = Set(open.compactMap { DocumentPath(uri: $0.uri).map { ExactText($0.text) } })
    // As the editor writes it.
    let folder = flow[...(flow.lastIndex(of: "/") ?? flow.startIndex)]
    let closed = (files?.names(flowPath.folder) ?? []).filter { OpenDocument.Kind(uri: $0) == .scenario }
      .compactMap { name -> PlayedScenario? in
        let path = flowPath.folder + name
        guard !openPaths.contains(ExactText(path)), let bytes = files?.read(path) else { return nil }
        return scenario("\(folder)\(name.percentEncoded)", TextBuffer(bytes))
      }
    return (open.compactMap { scenario($0.uri, $0.text) } + closed).sorted {
      $0.uri.utf8.lexicographicallyPrecedes($1.uri.utf8)
    }
  }
}

extension DocumentAnalysis {
  /// Whether one node of the flow alone has an outcome of a name.
  fileprivate func hasOneOutcome(named name: String) -> Bool {
    let nodes = (outline?.nodes ?? []).filter { node in
      guard let type = node.type, let tree = outline?.tree else { return false }
      let outcomes = type.description.outcomes(tree.fields(of: node.value)).outcomes
      return outcomes.contains { $0.name.hasSameUTF8(as: name) }
    }
    return nodes.count == 1
  }
}

extension ScenarioNames {
  /// A whole string of a scenario, and the text that it is to have.
  fileprivate typealias Edit = (place: Range<Int>, text: String)

  /// The strings that name something, and what they are with another name of it.
  /// - Parameter isOnlyOutcome: Whether an outcome of which no node is told can be of this node alone.
  fileprivate func edits(naming symbol: Symbol, _ new: String, isOnlyOutcome: Bool) -> [Edit] {
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
      return text.map { (name.place.range, $0) }
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
