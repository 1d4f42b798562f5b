import FlowModel

/// On which ways through a flow outputs are not set: the complement of a forward must-analysis over outcomes.
///
/// Outputs are followed 64 at a time, first backwards from where they are asked for: a way back ends where an outcome
/// sets the output, so that only the part of the flow between is visited. Only what gets back to the Start is then
/// followed forwards.
/// Complexity: linear in the size of that part for each 64 outputs; the memory is linear in the flow's size.
struct UnsetOutputs {
  private let context: RuleContext
  private let start: NodeID
  private let incoming: IncomingEdges
  private var facts: OutputFacts

  /// The outputs that are asked for at each node, or at nodes to which ways lead from it.
  private var asked: [UInt64]
  /// The outputs that may be unset when a node is entered.
  private var unset: [UInt64]
  /// The outputs that may be unset at the end of a branch that is at a node, where none was set before.
  private var unsetAtEnd: [UInt64]
  /// Whether `unsetAtEnd` is known.
  private var knowsEnd: [Bool]
  /// The nodes whose entries in the arrays above are to be forgotten.
  private var touched: [NodeID] = []

  /// Prepares analyses of a flow with one Start. Complexity: linear in its size.
  init(_ context: RuleContext, start: NodeID) {
    self.context = context
    self.start = start
    let count = context.graph.nodes.count
    incoming = IncomingEdges(context.edges, nodeCount: count)
    facts = OutputFacts([], in: context.graph)
    asked = Array(repeating: 0, count: count)
    unset = Array(repeating: 0, count: count)
    unsetAtEnd = Array(repeating: 0, count: count)
    knowsEnd = Array(repeating: false, count: count)
  }

  /// Follows outputs, no more than `OutputFacts.width`.
  /// - Parameter uses: Where each of them is asked for, in the same order.
  mutating func follow(_ outputs: ArraySlice<OutputFact>, usedIn uses: ArraySlice<[NodeID]>) {
    forget()
    facts = OutputFacts(outputs, in: context.graph)
    var pending: [NodeID] = []
    for (offset, nodes) in uses.enumerated() {
      for node in nodes { ask(1 << UInt64(offset), at: node, pending: &pending) }
    }
    while let node = pending.popLast() {
      for edge in incoming.entering(node) {
        let left = asked[node.index] & ~set(by: edge)
        ask(left, at: context.edges[edge].source, pending: &pending)
      }
    }
    unset[start.index] = asked[start.index]
    pending = unset[start.index] == 0 ? [] : [start]
    while let node = pending.popLast() {
      for edge in context.edges.leaving(node) {
        guard case .node(let target) = context.edges[edge].target else { continue }
        let reaching = unset[node.index] & asked[target.index] & ~unset[target.index]
        guard reaching != 0 else { continue }
        let left = reaching & ~set(by: edge)
        guard left != 0 else { continue }
        unset[target.index] |= left
        pending.append(target)
      }
    }
  }

  /// Whether an output, by its offset among those that are followed, may be unset when a node is entered.
  func mayBeUnset(_ offset: Int, in node: NodeID) -> Bool { unset[node.index] & (1 << UInt64(offset)) != 0 }

  /// A shortest way from the Start to a node on which an output that may be unset there is not set.
  mutating func way(to node: NodeID, notSetting offset: Int) -> [Int] {
    let bit: UInt64 = 1 << UInt64(offset)
    var search = BreadthFirstSearch(nodeCount: context.graph.nodes.count)
    search.begin()
    search.reach(start, by: nil)
    while !search.hasReached(node), let next = search.next() {
      for edge in context.edges.leaving(next) {
        guard case .node(let target) = context.edges[edge].target, unset[target.index] & bit != 0,
          set(by: edge) & bit == 0
        else { continue }
        search.reach(target, by: edge)
      }
    }
    return search.way(to: node, over: context.edges)
  }

  private mutating func ask(_ bits: UInt64, at node: NodeID, pending: inout [NodeID]) {
    let new = bits & ~asked[node.index]
    guard new != 0 else { return }
    if asked[node.index] == 0 { touched.append(node) }
    asked[node.index] |= new
    pending.append(node)
  }

  private mutating func forget() {
    for node in touched {
      asked[node.index] = 0
      unset[node.index] = 0
      unsetAtEnd[node.index] = 0
      knowsEnd[node.index] = false
    }
    touched.removeAll(keepingCapacity: true)
  }

  // MARK: What an edge sets

  /// The outputs that are set wherever a way goes over an edge.
  private mutating func set(by edge: Int) -> UInt64 {
    let source = context.edges[edge].source
    let node = context.graph.nodes[source.index]
    let outcomes = node.outcomesTaking(context.edges.written(edge, in: context.graph))
    var bits = facts.set(by: outcomes, of: source)
    if node.type == .startConversation, outcomes.allSatisfy(\.followsSuccess) {
      bits |= setBySuccessBranch(of: source)
    }
    return bits
  }

  /// The outputs that are set at every end of the branch of a StartConversation's success, and so after every event.
  private mutating func setBySuccessBranch(of conversation: NodeID) -> UInt64 {
    let edge = context.edges.leaving(conversation).first { edge in
      context.edges.written(edge, in: context.graph).outcomes == [ConversationOutcome.success]
    }
    guard let edge else { return 0 }
    switch context.edges[edge].target {
    case .resume: return 0
    // The session is over: no event comes.
    case .end: return facts.all
    case .node(let node):
      findEnds(from: node)
      return facts.all & ~unsetAtEnd[node.index]
    }
  }

  /// Works out `unsetAtEnd` of every node to which a branch may come from a node.
  private mutating func findEnds(from first: NodeID) {
    guard !knowsEnd[first.index] else { return }
    var region: [NodeID] = []
    func discover(_ node: NodeID) {
      guard !knowsEnd[node.index] else { return }
      knowsEnd[node.index] = true
      touched.append(node)
      region.append(node)
    }
    discover(first)
    var position = 0
    while position < region.count {
      let node = region[position]
      position += 1
      guard context.edges.passes(through: node) else { continue }
      for edge in context.edges.leaving(node) {
        if case .node(let target) = context.edges[edge].target { discover(target) }
      }
    }
    var pending: [NodeID] = []
    for node in region {
      unsetAtEnd[node.index] = unsetWhereBranchEnds(at: node)
      if unsetAtEnd[node.index] != 0 { pending.append(node) }
    }
    propagateBack(pending)
  }

  private mutating func propagateBack(_ nodes: [NodeID]) {
    var pending = nodes
    while let node = pending.popLast() {
      for edge in incoming.entering(node) {
        let source = context.edges[edge].source
        guard knowsEnd[source.index], context.edges.passes(through: source) else { continue }
        let outcomes = context.edges.written(edge, in: context.graph).outcomes
        let left = unsetAtEnd[node.index] & ~facts.set(by: outcomes, of: source)
        guard left & ~unsetAtEnd[source.index] != 0 else { continue }
        unsetAtEnd[source.index] |= left
        pending.append(source)
      }
    }
  }

  /// The outputs that may be unset where a branch that has come to a node ends with it.
  private func unsetWhereBranchEnds(at id: NodeID) -> UInt64 {
    // A waiting node is not processed: the branch ends before it.
    guard context.edges.passes(through: id) else { return facts.all }
    let node = context.graph.nodes[id.index]
    var bits: UInt64 = 0
    for edge in context.edges.leaving(id) {
      let unsetBehind: UInt64
      switch context.edges[edge].target {
      case .resume: unsetBehind = facts.all
      case .end: unsetBehind = 0
      // Known already where another branch has come to it before.
      case .node(let target): unsetBehind = unsetAtEnd[target.index]
      }
      guard unsetBehind != 0 else { continue }
      bits |= unsetBehind & ~facts.set(by: context.edges.written(edge, in: context.graph).outcomes, of: id)
    }
    // An outcome that is not assigned resumes.
    if node.otherwise == nil {
      for outcome in node.outcomesLeft { bits |= facts.all & ~facts.set(by: [outcome], of: id) }
    }
    return bits
  }
}

extension FlowNode {
  /// The outcomes that really take an edge of this node.
  ///
  /// Where a StartConversation lists `onInvalidChoice`, no failure that is not listed comes to `otherwise`.
  fileprivate func outcomesTaking(_ edge: Edge) -> [Outcome] {
    guard type == .startConversation, edge.listing.isOtherwise,
      listings.contains(where: { $0.key == ConversationOutcome.invalidChoice.name })
    else { return edge.outcomes }
    let taking = edge.outcomes.filter(\.followsSuccess)
    return taking.isEmpty ? edge.outcomes : taking
  }
}
