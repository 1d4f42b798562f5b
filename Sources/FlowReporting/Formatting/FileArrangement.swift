import FlowModel
import FlowSimulation
import JSONSyntax

/// What a file's format decides of its layout: the order of members, and which arrays and objects go on one line
/// whatever their width.
struct FileArrangement {
  /// Whether an array or object goes on one line.
  enum LineRule: UInt8 {
    case whereItFits
    case never
    /// All that is within it too.
    case always
  }

  /// Outcomes of an `on` that may stand on one line.
  private static let outcomesOnOneLine = 2

  /// The top-level keys by which a project is known: no other file has one of them.
  private static let projectKeys = [
    "flows", "services", "rules", "minimumCoverage", "authorizations", "environments", "formerPaths",
  ]

  /// The rules of the document's elements, by their indices.
  private(set) var lineRules: [LineRule]
  /// The members of the objects whose order changes, by the objects' indices.
  private(set) var reordered: [Int: [JSONMember]] = [:]

  /// Values that are still to be arranged.
  private var pending: [(value: JSONNode, shape: ValueShape)] = []
  private var nodeOrders: [NodeType: MemberOrder] = [:]

  /// Arranges a flow or a scenario. Complexity: linear in its size.
  init(of document: JSONDocument) {
    let root = document.root
    lineRules = Array(repeating: .whereItFits, count: root.subtree.upperBound)
    guard root.kind == .object else { return }
    lineRules[root.element] = .never
    if root["nodes"] == nil, root["steps"] ?? root["flow"] != nil {
      arrangeScenario(root)
    } else {
      if root["nodes"] == nil, Self.projectKeys.contains(where: { root[$0] != nil }) {
        arrangeProject(root)
      } else {
        arrange(root, in: MemberOrder(FlowFormat.flow))
      }
      while let (value, shape) = pending.popLast() { arrange(value, as: shape) }
    }
  }

  private mutating func arrangeProject(_ root: JSONNode) {
    reordered[root.element] = MemberOrder(ProjectFormat.project).sorted(root)
    guard let environments = root["environments"], environments.kind == .object else { return }
    lineRules[environments.element] = .never
    for environment in environments.members {
      pending.append((environment.value, .object(ProjectFormat.environment)))
    }
  }

  private mutating func arrangeScenario(_ root: JSONNode) {
    reordered[root.element] = MemberOrder(ScenarioFormat.scenario).sorted(root)
    guard let steps = root["steps"], steps.kind == .array else { return }
    lineRules[steps.element] = .never
    for step in steps.elements { lineRules[step.element] = .always }
  }

  private mutating func arrange(_ value: JSONNode, as shape: ValueShape) {
    switch (shape, value.kind) {
    case (.object(let shape), .object):
      arrange(value, in: MemberOrder(shape))
    case (.map(_, let shape), .object):
      if case .object = shape { layOutAsTable(value) }
      for member in value.members { pending.append((member.value, shape)) }
    case (.list(let shape, _, _), .array):
      for element in value.elements { pending.append((element, shape)) }
    case (.either(let shapes), _):
      for shape in shapes { pending.append((value, shape)) }
    case (.nodes, .object):
      lineRules[value.element] = .never
      for member in value.members { arrangeNode(member.value) }
    case (.outcomes, .object) where value.count > Self.outcomesOnOneLine:
      lineRules[value.element] = .never
    default:
      break
    }
  }

  private mutating func arrangeNode(_ node: JSONNode) {
    guard node.kind == .object else { return }
    lineRules[node.element] = .never
    // What a type has that is not known is not known either: such a node keeps its order.
    guard let name = node["type"], let type = NodeType.allCases.first(where: { name.stringEquals($0.name) })
    else { return }
    let order = nodeOrders[type] ?? MemberOrder(type.description.shape)
    nodeOrders[type] = order
    arrange(node, in: order)
  }

  private mutating func arrange(_ object: JSONNode, in order: MemberOrder) {
    reordered[object.element] = order.sorted(object)
    for member in object.members where member.value.count > 0 {
      if let shape = order.shape(of: member.key) { pending.append((member.value, shape)) }
    }
  }

  /// Puts each member of an object on a line of its own.
  private mutating func layOutAsTable(_ object: JSONNode) {
    lineRules[object.element] = .never
    for member in object.members { lineRules[member.value.element] = .always }
  }
}
