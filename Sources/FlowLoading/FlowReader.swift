import Diagnostics
import FlowModel
import JSONSyntax

/// Makes a graph of a flow file's tree.
enum FlowReader {
  /// Reads the top level, then the nodes, then what the references refer to.
  static func read(_ file: inout FileReader) -> FlowGraph {
    let root = file.document.root
    let fields = file.readObject(root, as: FlowFormat.flow)
    let settings = readSettings(fields["settings"])
    let names = FlowNames(root: root, settings: settings, settingsField: fields["settings"], file: file)
    let variables = readVariables(fields["variables"], names: names, file: &file)
    let nodes = readNodes(root, names: names, file: &file)
    let suppressions = root["lintIgnore"].map { file.readSuppressions($0) } ?? []
    let variablesAreUncertain = fields["variables"]?.isInvalid ?? false
    let resolver = ReferenceResolver(
      names: names, nodes: nodes, variablesAreUncertain: variablesAreUncertain)
    let references = file.references.map(resolver.resolve)
    return FlowGraph(
      name: fields["name"]?.text, settings: settings, variables: variables,
      variablesAreUncertain: variablesAreUncertain, nodes: nodes, references: references,
      suppressions: suppressions, nodesPlace: nodes.isEmpty ? nil : root["nodes"]?.place,
      loadingErrors: file.errorCodes, suggester: file.suggester)
  }

  /// The settings, with defaults for what is missing or has an error.
  private static func readSettings(_ field: FieldValue?) -> FlowSettings {
    guard let fields = field?.object else { return FlowSettings() }
    let results = fields["results"]?.object?.entries ?? []
    return FlowSettings(
      nodeExecutionLimit: fields["nodeExecutionLimit"]?.number.map { Int($0) }
        ?? Limits.defaultNodeExecutions,
      expiresAfterSeconds: fields["expiresAfterSeconds"]?.number,
      results: results.map { entry in
        FlowResult(
          name: entry.name,
          code: entry.value.object?["code"]?.number.map { Int($0) } ?? FlowResult.error.code,
          status: entry.value.object?["status"]?.text.flatMap(FlowResult.Status.init) ?? .error)
      })
  }

  private static func readVariables(
    _ field: FieldValue?, names: FlowNames, file: inout FileReader
  ) -> [Variable] {
    let entries = field?.object?.entries ?? []
    // A name that no variable can have has been reported for that.
    for entry in entries where entry.name.isIdentifier && names.nodes[entry.name] != nil {
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
    return file.members(of: nodes).map { member in
      file.reportForm(of: member.key, form: .identifier, in: "`nodes`")
      return file.readNode(member, names: names)
    }
  }
}

/// The names that targets, references and assignments may use.
struct FlowNames {
  /// The nodes, by id.
  let nodes: NameTable<NodeID>
  /// The Start nodes among them, to which nothing may lead.
  let starts: Set<NodeID>
  /// The custom variables, by name.
  let variables: NameTable<VariableID>
  /// The results, by name.
  let results: NameTable<FlowResult>
  /// Whether an error hides which custom results there are.
  let resultsAreUncertain: Bool

  init(root: JSONNode, settings: FlowSettings, settingsField: FieldValue?, file: FileReader) {
    let members = root["nodes"].map { Array(file.members(of: $0)) } ?? []
    nodes = NameTable(zip(members.map(\.name), members.indices.map(NodeID.init)))
    starts = Set(
      members.indices.lazy.filter { members[$0].value["type"]?.stringEquals(NodeType.start.name) == true }
        .map(NodeID.init))
    let declared = root["variables"].map { file.members(of: $0).map(\.name) } ?? []
    variables = NameTable(zip(declared, declared.indices.map(VariableID.init)))
    results = NameTable((FlowResult.builtIn + settings.results).map { ($0.name, $0) })
    resultsAreUncertain =
      settingsField?.isInvalid == true || settingsField?.object?["results"]?.isInvalid == true
  }

  /// What a target leads to, or nil where it leads nowhere: malformed, unknown, or a Start.
  func target(_ written: WrittenTarget?) -> Target? {
    switch written {
    case nil: nil
    case .resume?: .resume
    case .end(let name)?:
      (results[name] ?? (resultsAreUncertain ? FlowResult(name: name, code: 0, status: .error) : nil))
        .map(Target.end)
    case .node(let id)?: nodes[id].flatMap { starts.contains($0) ? nil : .node($0) }
    }
  }
}

/// Values by name. Names are compared by their bytes: `String` would take canonically equivalent ones for one.
struct NameTable<Value> {
  private let values: [[UInt8]: Value]

  /// Creates a table in which the first of equal names counts.
  init(_ named: some Sequence<(String, Value)>) {
    values = Dictionary(named.lazy.map { (Array($0.utf8), $1) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(name: String) -> Value? { values[Array(name.utf8)] }
}
