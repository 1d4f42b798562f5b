import FlowModel

/// Which variables may hold a value that was set to other than null when a node is entered: a forward may-analysis
/// over the edges, for as many variables at once as an integer has bits.
struct SetVariables {
  /// How many variables can be followed at once.
  static let width = UInt64.bitWidth

  /// What a node does to the variables that are followed, and what it is entered with.
  private struct State {
    var onEnter = Effect()
    var onLeave = Effect()
    /// The variables that may have been set when the node is entered.
    var held: UInt64 = 0

    var whenActing: UInt64 { onEnter.applied(to: held) }
    var whenLeft: UInt64 { onLeave.applied(to: whenActing) }
  }

  /// What a list of assignments does to the variables that are followed.
  private struct Effect {
    /// The variables whose last assignment is not null.
    var set: UInt64 = 0
    /// The variables that are assigned.
    var assigned: UInt64 = 0

    func applied(to held: UInt64) -> UInt64 { held & ~assigned | set }
  }

  private let edges: EdgeTable
  private let order: EntryOrder
  /// The nodes that can be entered and assign a variable, by the variable.
  private let assigningNodes: [[NodeID]]

  /// The bit of each variable that is followed, 0 of the others.
  private var bits: [UInt64]
  private var followed: ArraySlice<VariableID> = []
  private var states: [State]
  private var pending: PendingNodes
  /// The nodes whose states are to be forgotten.
  private var touched: [NodeID] = []

  /// Prepares analyses of a flow. Complexity: linear in its size.
  init(_ context: RuleContext) {
    let graph = context.graph
    edges = context.edges
    order = context.order
    pending = PendingNodes(in: order)
    bits = Array(filledWith: 0, count: graph.variables.count)
    states = Array(filledWith: State(), count: graph.nodes.count)
    var assigningNodes: [[NodeID]] = Array(filledWith: [], count: graph.variables.count)
    for id in context.lists.assigning where order.contains(id) {
      let node = graph.nodes[id.index]
      for variable in Set((node.onEnter + node.onLeave).compactMap(\.variable)) {
        assigningNodes[variable.index].append(id)
      }
    }
    self.assigningNodes = assigningNodes
  }

  /// Follows variables, no more than `width`, from where they are set, over all ways from there.
  mutating func follow(_ variables: ArraySlice<VariableID>, in graph: FlowGraph) {
    for node in touched { states[node.index] = State() }
    for variable in followed { bits[variable.index] = 0 }
    followed = variables
    for (offset, variable) in variables.enumerated() { bits[variable.index] = 1 << UInt64(offset) }
    touched = variables.flatMap { assigningNodes[$0.index] }
    for node in touched {
      states[node.index].onEnter = effect(of: graph.nodes[node.index].onEnter)
      states[node.index].onLeave = effect(of: graph.nodes[node.index].onLeave)
    }
    for node in touched { pending.insert(node) }
    while let node = pending.popFirst() {
      let left = states[node.index].whenLeft
      guard left != 0 else { continue }
      for edge in edges.leaving(node) {
        guard case .node(let target) = edges[edge].target, left & ~states[target.index].held != 0 else {
          continue
        }
        if states[target.index].held == 0 { touched.append(target) }
        states[target.index].held |= left
        pending.insert(target)
      }
    }
  }

  /// Whether a variable may hold a value that was set to other than null when a node, entered, acts.
  func mayBeSet(_ variable: VariableID, in node: NodeID) -> Bool {
    states[node.index].whenActing & bits[variable.index] != 0
  }

  private func effect(of assignments: [Assignment]) -> Effect {
    var effect = Effect()
    for assignment in assignments {
      guard let bit = assignment.variable.map({ bits[$0.index] }), bit != 0 else { continue }
      effect.assigned |= bit
      if case .null = assignment.value { effect.set &= ~bit } else { effect.set |= bit }
    }
    return effect
  }
}
