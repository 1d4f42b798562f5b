import Diagnostics
import FlowModel
import JSONSyntax

/// Makes a graph of a flow file's tree.
enum FlowReader {
  /// Reads the top level, then the nodes, then what the references refer to.
  static func read(_ file: inout FileReader) -> FlowGraph {
    let root = file.document.root
    let fields = file.readRoot(as: FlowFormat.flow)
    let settings = readSettings(fields["settings"])
    let names = FlowNames(root: root, settings: settings, settingsField: fields["settings"], file: file)
    let variables = readVariables(fields["variables"], names: names, file: &file)
    let nodes = readNodes(root, names: names, file: &file)
    let suppressions = root["lintIgnore"].map { file.readSuppressions($0.element) } ?? []
    let variablesAreUncertain = fields["variables"]?.isInvalid ?? false
    var resolver = ReferenceResolver(
      names: names, nodes: nodes, variablesAreUncertain: variablesAreUncertain, document: file.document)
    let environment = resolver.resolve(&file.references)
    return FlowGraph(
      name: fields["name"]?.text, settings: settings, variables: variables,
      variablesAreUncertain: variablesAreUncertain, nodes: nodes, references: file.references,
      suppressions: suppressions, nodesPlace: nodes.isEmpty ? nil : root["nodes"]?.place,
      loadingErrors: file.errorCodes, suggester: file.suggester,
      signs: SourceSigns(file.document), source: file.document.source,
      environmentNodes: nodesHolding(environment.references, of: nodes),
      environmentReferences: environment.references, environmentNames: environment.names)
  }

  /// The nodes that hold some references, both in file order.
  private static func nodesHolding(_ references: [EnvironmentReference], of nodes: [FlowNode]) -> [NodeID] {
    var holding: [NodeID] = []
    var node = 0
    for reference in references {
      while nodes[node].references.upperBound <= reference.reference.index { node += 1 }
      if holding.last?.index != node { holding.append(NodeID(node)) }
    }
    return holding
  }

  /// The settings, with defaults for what is missing or has an error.
  private static func readSettings(_ field: FieldValue?) -> FlowSettings {
    guard let fields = field?.object else { return FlowSettings() }
    // A name that no result can have has been reported, and no target can name it.
    let results = (fields["results"]?.object?.entries ?? []).filter { TextForm.resultName.admits($0.name) }
    return FlowSettings(
      nodeExecutionLimit: fields["nodeExecutionLimit"]?.number.map { Int($0) }
        ?? Limits.defaultNodeExecutions,
      expiresAfterSeconds: fields["expiresAfterSeconds"]?.number,
      results: results.map { entry in
        FlowResult(
          name: entry.name,
          code: entry.value.object?["code"]?.number.map { Int($0) } ?? FlowResult.error.code,
          status: entry.value.object?["status"]?.text.flatMap(FlowResult.Status.init) ?? .error)
      },
      resultPlaces: results.map { entry in
        // What cannot be read has been reported, and is no other result's code.
        let code = entry.value.object?["code"]
        return FlowSettings.ResultPlace(name: entry.namePlace, code: code?.number == nil ? nil : code?.place)
      })
  }

  private static func readVariables(
    _ field: FieldValue?, names: FlowNames, file: inout FileReader
  ) -> [Variable] {
    let entries = field?.object?.entries ?? []
    // A name that no variable can have has been reported for that.
    for entry in entries
    where TextForm.referenceName.admits(entry.name) && names.node(NodeName(entry.name)) != nil {
      file.report(
        .invalidValue(
          "the variable \(entry.name.quoted) has the name of a node", at: entry.namePlace,
          help: "`$(\(entry.name))` and `$(\(entry.name).output)` would look alike. Rename one of the two."))
    }
    return entries.map { entry in
      let initial: Variable.InitialValue =
        switch entry.value.content {
        case .boolean(let boolean): .boolean(boolean)
        case .number(let number): .number(number)
        case .text(let text): .text(text)
        case .null, .invalid, .template, .object, .list, .unjudged: .null
        }
      return Variable(
        name: entry.name, namePlace: entry.namePlace, initialValue: initial, valuePlace: entry.value.place)
    }
  }

  private static func readNodes(_ root: JSONNode, names: FlowNames, file: inout FileReader) -> [FlowNode] {
    guard let nodes = root["nodes"], nodes.kind == .object else { return [] }
    if nodes.count == 0 {
      file.report(
        .invalidValue(
          "`nodes` must have at least one member", at: nodes.place, help: "A flow begins with a Start node."))
    }
    var read: [FlowNode] = []
    read.reserveCapacity(nodes.count)
    // Most nodes have two.
    file.references.reserveCapacity(2 * nodes.count)
    for member in file.document.members(of: nodes.element) where !file.isRepeated(member.key) {
      let id = NodeID(read.count)
      file.reportForm(
        of: member.key, named: names.nodeIDs[id.index].text, form: .referenceName, in: "`nodes`")
      read.append(file.readNode(member, id, names: names))
    }
    return read
  }
}

/// The names that targets, references and assignments may use.
struct FlowNames: Sendable {
  /// The ids of the nodes, in file order.
  let nodeIDs: [NodeName]
  /// The nodes, by id; nil where they are so few that one is found sooner by comparing them all.
  private let nodes: [NodeName: NodeID]?
  private static let comparedNodes = 24
  /// The types of the nodes; nil where a node has none that there is.
  let nodeTypes: [NodeType?]
  /// The custom variables.
  private let variables: NumberedNames
  /// The names of the custom results.
  private let resultNames: NumberedNames
  private let results: [FlowResult]
  /// Whether an error hides which custom results there are.
  let resultsAreUncertain: Bool

  init(root: JSONNode, settings: FlowSettings, settingsField: FieldValue?, file: FileReader) {
    let document = root.document
    var nodeIDs: [NodeName] = []
    var nodeTypes: [NodeType?] = []
    if let nodes = root["nodes"] {
      nodeIDs.reserveCapacity(nodes.count)
      nodeTypes.reserveCapacity(nodes.count)
      for member in document.members(of: nodes.element) where !file.isRepeated(member.key) {
        nodeTypes.append(document.nodeType(of: member.value))
        nodeIDs.append(NodeName(document.text(of: member.key)))
      }
    }
    self.nodeIDs = nodeIDs
    self.nodeTypes = nodeTypes
    if nodeIDs.count <= Self.comparedNodes {
      nodes = nil
    } else {
      var nodes: [NodeName: NodeID] = Dictionary(minimumCapacity: nodeIDs.count)
      for (index, id) in nodeIDs.enumerated() { nodes[id] = NodeID(index) }
      self.nodes = nodes
    }
    // No name is added twice: a repeated key does not count.
    var variables = NumberedNames()
    if let declared = root["variables"] {
      for member in document.members(of: declared.element) where !file.isRepeated(member.key) {
        _ = variables.add(document.text(of: member.key))
      }
    }
    self.variables = variables
    var resultNames = NumberedNames()
    for result in settings.results { _ = resultNames.add(result.name) }
    self.resultNames = resultNames
    results = settings.results
    resultsAreUncertain =
      settingsField?.isInvalid == true || settingsField?.object?["results"]?.isInvalid == true
  }

  /// The node with an id; nil where there is none.
  /// - Parameter other: A node that refers to it. Most ways lead to one of the nodes that are written next.
  func node(_ id: NodeName, near other: NodeID? = nil) -> NodeID? {
    if let other, let near = node(id, among: other.index..<min(other.index + 6, nodeIDs.count)) {
      return near
    }
    guard let nodes else { return node(id, among: nodeIDs.indices) }
    return nodes[id]
  }

  private func node(_ id: NodeName, among indices: Range<Int>) -> NodeID? {
    let length = id.text.utf8.count
    for index in indices where nodeIDs[index].text.utf8.count == length && nodeIDs[index] == id {
      return NodeID(index)
    }
    return nil
  }

  /// The variable with a name; nil where there is none.
  func variable(_ name: String) -> VariableID? { variables.number(of: name).map(VariableID.init) }

  /// What a target leads to, or nil where it leads nowhere: malformed, unknown, or a Start.
  /// - Parameter other: The node whose target it is.
  func target(_ written: WrittenTarget?, near other: NodeID) -> Target? {
    switch written {
    case nil: nil
    case .resume?: .resume
    case .end(let name)?: result(name).map(Target.end)
    case .node(let id)?: node(id, near: other).flatMap { beginsSessions($0) ? nil : .node($0) }
    }
  }

  /// Whether nothing may lead to a node.
  private func beginsSessions(_ node: NodeID) -> Bool {
    nodeTypes[node.index]?.description.beginsSessions ?? false
  }

  private func result(_ name: String) -> FlowResult? {
    FlowResult.builtIn.first { $0.name == name } ?? resultNames.number(of: name).map { results[$0] }
      ?? (resultsAreUncertain ? FlowResult(name: name, code: 0, status: .error) : nil)
  }
}

extension JSONDocument {
  private static let types = NodeType.allCases
  private static let typeNames = KnownTexts(types.map(\.name))

  /// The type of a node; nil where it has none that there is.
  fileprivate func nodeType(of node: Int) -> NodeType? {
    guard let type = value(named: "type", of: node), kind(of: type) == .string else { return nil }
    return index(of: type, in: Self.typeNames).map { Self.types[$0] }
  }
}
