import FlowModel

/// Which variables may hold a value that was set to other than null when a node is entered: a forward may-analysis
/// over the edges, for as many variables at once as an integer has bits.
struct SetVariables {
  /// How many variables can be followed at once.
  static let width = UInt64.bitWidth

  /// What a list of assignments does to the variables that are followed.
  private struct Effect {
    /// The variables whose last assignment is not null.
    var set: UInt64 = 0
    /// The variables that are assigned.
    var assigned: UInt64 = 0

    func applied(to held: UInt64) -> UInt64 { held & ~assigned | set }
  }

  private let context: RuleContext
  /// The nodes that can be entered and assign something, by what they assign.
  private let assigningNodes: [VariableID: [NodeID]]

  private var bits: [VariableID: UInt64] = [:]
  private var onEnter: [NodeID: Effect] = [:]
  private var onLeave: [NodeID: Effect] = [:]
  /// What may have been set when a node is entered.
  private var held: [NodeID: UInt64] = [:]

  /// Prepares analyses of a flow. Complexity: linear in its size.
  init(_ context: RuleContext) {
    self.context = context
    let graph = context.graph
    var assigningNodes: [VariableID: [NodeID]] = [:]
    for id in graph.nodeIDs where context.isReachable[id.index] {
      for variable in Set((graph[id].onEnter + graph[id].onLeave).compactMap(\.variable)) {
        assigningNodes[variable, default: []].append(id)
      }
    }
    self.assigningNodes = assigningNodes
  }

  /// Follows variables, no more than `width`, from where they are set, over all ways from there.
  mutating func follow(_ variables: ArraySlice<VariableID>) {
    bits = Dictionary(uniqueKeysWithValues: variables.enumerated().map { ($0.element, 1 << UInt64($0.offset)) })
    let nodes = Set(variables.flatMap { assigningNodes[$0] ?? [] })
    onEnter = Dictionary(uniqueKeysWithValues: nodes.map { ($0, effect(of: context.graph[$0].onEnter)) })
    onLeave = Dictionary(uniqueKeysWithValues: nodes.map { ($0, effect(of: context.graph[$0].onLeave)) })
    held = [:]
    var pending = Array(nodes)
    while let node = pending.popLast() {
      let entered = valueWhenActing(node)
      let left = onLeave[node]?.applied(to: entered) ?? entered
      guard left != 0 else { continue }
      for edge in context.edges.leaving(node) {
        guard case .node(let target) = context.edges[edge].target else { continue }
        let before = held[target] ?? 0
        guard left & ~before != 0 else { continue }
        held[target] = before | left
        pending.append(target)
      }
    }
  }

  /// Whether a variable may hold a value that was set to other than null when a node, entered, acts.
  func mayBeSet(_ variable: VariableID, in node: NodeID) -> Bool {
    valueWhenActing(node) & (bits[variable] ?? 0) != 0
  }

  private func valueWhenActing(_ node: NodeID) -> UInt64 {
    let entered = held[node] ?? 0
    return onEnter[node]?.applied(to: entered) ?? entered
  }

  private func effect(of assignments: [Assignment]) -> Effect {
    var effect = Effect()
    for assignment in assignments {
      guard let bit = assignment.variable.flatMap({ bits[$0] }) else { continue }
      effect.assigned |= bit
      if case .null = assignment.value { effect.set &= ~bit } else { effect.set |= bit }
    }
    return effect
  }
}
