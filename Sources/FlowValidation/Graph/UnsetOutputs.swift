import FlowModel

/// On which paths through a flow outputs are not set: the complement of a forward must-analysis over outcomes.
///
/// It is iterative data-flow analysis over bit vectors (Kildall, "A Unified Approach to Global Program Optimization",
/// 1973), with a summary of each node's branch in place of following it again for each conversation that it returns to
/// (the functional approach of Sharir and Pnueli, "Two Approaches to Interprocedural Data Flow Analysis", 1981).
///
/// Outputs are followed 64 at a time, first backwards from where they are asked for: a way back ends where an outcome
/// sets the output, so that only the part of the flow between is visited. Only what gets back to the Start is then
/// followed forwards.
/// Complexity: linear in the size of that part for each 64 outputs; the memory is linear in the flow's size.
struct UnsetOutputs {
  private let edges: EdgeTable
  private let start: NodeID
  private let order: EntryOrder
  private let incoming: IncomingEdges
  /// For each edge that only events of a conversation take, the edge that its success takes, if it is listed.
  private let successEdges: [Int?]
  private var facts: OutputFacts

  /// What is known of each node.
  private var states: [State]
  /// Whether `unsetApart` is known.
  private var knowsApart = false
  private var pending: PendingNodes
  private var branchPending: PendingNodes
  /// The nodes whose states are to be forgotten, each once.
  private var touched: [NodeID] = []

  private struct State {
    /// The outputs that are asked for at the node, or at nodes to which ways lead from it.
    var asked: UInt64 = 0
    /// The outputs that may be unset when the node is entered.
    var unset: UInt64 = 0
    /// Those of them that may be when it is entered otherwise than on an intermediate branch.
    var unsetApart: UInt64 = 0
    /// The outputs that may be unset at the end of a branch that is at the node, where none was set before.
    var unsetAtEnd: UInt64 = 0
    /// Whether `unsetAtEnd` is known.
    var knowsEnd = false
    /// Whether the node is among those whose states are to be forgotten.
    var isTouched = false

    mutating func exchangeApart() { (unset, unsetApart) = (unsetApart, unset) }
  }

  /// Prepares analyses of a flow with one Start. Complexity: linear in its size.
  init(_ context: RuleContext, start: NodeID) {
    self.start = start
    edges = context.edges
    order = context.order
    pending = PendingNodes(in: order)
    branchPending = pending
    let nodeCount = context.graph.nodes.count
    incoming = IncomingEdges(edges, in: order, nodeCount: nodeCount)
    successEdges = Self.successEdges(
      of: context.lists.conversations.map(\.id), in: context.graph, edges: edges)
    facts = OutputFacts(
      context.graph, edges: edges,
      requesting: context.lists.conversations.map(\.id) + context.lists.services.map(\.id))
    states = Array(filledWith: State(), count: nodeCount)
  }

  private static func successEdges(
    of conversations: [NodeID], in graph: FlowGraph, edges: EdgeTable
  ) -> [Int?] {
    var successEdges: [Int?] = Array(filledWith: nil, count: edges.count)
    for id in conversations {
      let node = graph.nodes[id.index]
      guard let outcomes = node.outcomeBits else { continue }
      func taking(_ edge: Int) -> UInt64 { outcomes.taking(Int(edges[edge].listing), in: node) }
      let own = edges.leaving(id)
      guard let success = own.first(where: { taking($0) == outcomes.success }) else { continue }
      for edge in own where taking(edge) & ~outcomes.followingSuccess == 0 { successEdges[edge] = success }
    }
    return successEdges
  }

  /// Follows outputs, no more than `OutputFacts.width`.
  mutating func follow(_ outputs: ArraySlice<UsedOutput>, in graph: FlowGraph) {
    forget()
    facts.follow(outputs.map(\.fact), in: graph)
    for (offset, output) in outputs.enumerated() {
      for use in output.uses { ask(1 << UInt64(offset), at: use.node) }
    }
    while let node = pending.popLast() {
      for edge in incoming.entering(node) {
        let left = states[node.index].asked & ~set(by: edge)
        ask(left, at: edges[edge].source)
      }
    }
    spread(overBranches: true)
  }

  /// Follows what is asked for and unset forwards from the Start.
  private mutating func spread(overBranches: Bool) {
    states[start.index].unset = states[start.index].asked
    if states[start.index].unset != 0 { pending.insert(start) }
    while let node = pending.popFirst() {
      for edge in edges.leaving(node) where overBranches || !edges[edge].isIntermediate {
        guard case .node(let target) = edges[edge].target else { continue }
        let reaching = states[node.index].unset & states[target.index].asked & ~states[target.index].unset
        guard reaching != 0 else { continue }
        let left = reaching & ~set(by: edge)
        guard left != 0 else { continue }
        states[target.index].unset |= left
        pending.insert(target)
      }
    }
  }

  /// Whether an output, by its offset among those that are followed, may be unset when a node is entered; a waiting node
  /// otherwise than on an intermediate branch, where it is not processed.
  mutating func mayBeUnset(_ offset: Int, in node: NodeID) -> Bool {
    let bit: UInt64 = 1 << UInt64(offset)
    guard states[node.index].unset & bit != 0 else { return false }
    guard edges.waits(at: node) else { return true }
    if !knowsApart {
      for node in touched { states[node.index].exchangeApart() }
      spread(overBranches: false)
      for node in touched { states[node.index].exchangeApart() }
      knowsApart = true
    }
    return states[node.index].unsetApart & bit != 0
  }

  /// A shortest way from the Start to a node on which an output that may be unset there is not set.
  mutating func way(to node: NodeID, notSetting offset: Int) -> [Int] {
    let bit: UInt64 = 1 << UInt64(offset)
    let overBranches = !edges.waits(at: node)
    var search = BreadthFirstSearch(nodeCount: states.count)
    search.begin()
    search.reach(start, by: nil)
    while !search.hasReached(node), let next = search.next() {
      for edge in edges.leaving(next) where overBranches || !edges[edge].isIntermediate {
        guard case .node(let target) = edges[edge].target, states[target.index].unset & bit != 0,
          set(by: edge) & bit == 0
        else { continue }
        search.reach(target, by: edge)
      }
    }
    return search.way(to: node, over: edges)
  }

  private mutating func ask(_ bits: UInt64, at node: NodeID) {
    guard order.contains(node), bits & ~states[node.index].asked != 0 else { return }
    touch(node)
    states[node.index].asked |= bits
    pending.insert(node)
  }

  private mutating func touch(_ node: NodeID) {
    guard !states[node.index].isTouched else { return }
    states[node.index].isTouched = true
    touched.append(node)
  }

  private mutating func forget() {
    for node in touched { states[node.index] = State() }
    touched.removeAll(keepingCapacity: true)
    knowsApart = false
  }

  // MARK: What an edge sets

  /// The outputs that are set wherever a way goes over an edge.
  private mutating func set(by edge: Int) -> UInt64 {
    guard let success = successEdges[edge] else { return facts.set(by: edge) }
    return facts.set(by: edge) | setByBranch(from: success)
  }

  /// The outputs that are set at every end of the branch that an edge begins.
  private mutating func setByBranch(from edge: Int) -> UInt64 {
    switch edges[edge].target {
    case .resume: return 0
    // The session is over: nothing comes after it.
    case .end: return facts.all
    case .node(let node):
      findEnds(from: node)
      return facts.all & ~states[node.index].unsetAtEnd
    }
  }

  /// Works out `unsetAtEnd` of every node to which a branch may come from a node.
  private mutating func findEnds(from first: NodeID) {
    guard !states[first.index].knowsEnd else { return }
    var region: [NodeID] = []
    discover(first, in: &region)
    var position = 0
    while position < region.count {
      let node = region[position]
      position += 1
      guard edges.passes(through: node) else { continue }
      for edge in edges.leaving(node) {
        if case .node(let target) = edges[edge].target { discover(target, in: &region) }
      }
    }
    for node in region {
      states[node.index].unsetAtEnd = unsetWhereBranchEnds(at: node)
      if states[node.index].unsetAtEnd != 0 { branchPending.insert(node) }
    }
    while let node = branchPending.popLast() {
      for edge in incoming.entering(node) {
        let source = edges[edge].source
        guard states[source.index].knowsEnd, edges.passes(through: source) else { continue }
        let left = states[node.index].unsetAtEnd & ~facts.set(by: edge)
        guard left & ~states[source.index].unsetAtEnd != 0 else { continue }
        states[source.index].unsetAtEnd |= left
        branchPending.insert(source)
      }
    }
  }

  private mutating func discover(_ node: NodeID, in region: inout [NodeID]) {
    guard !states[node.index].knowsEnd else { return }
    states[node.index].knowsEnd = true
    touch(node)
    region.append(node)
  }

  /// The outputs that may be unset where a branch that has come to a node ends with it, or goes on to where its end is
  /// known.
  private func unsetWhereBranchEnds(at node: NodeID) -> UInt64 {
    // A waiting node is not processed: the branch ends before it.
    guard edges.passes(through: node) else { return facts.all }
    // An outcome without a target resumes.
    var bits = facts.all & ~facts.setByDefaults(of: node)
    for edge in edges.leaving(node) {
      let unsetBehind: UInt64
      switch edges[edge].target {
      case .resume: unsetBehind = facts.all
      case .end: unsetBehind = 0
      case .node(let target): unsetBehind = states[target.index].unsetAtEnd
      }
      bits |= unsetBehind & ~facts.set(by: edge)
    }
    return bits
  }
}
