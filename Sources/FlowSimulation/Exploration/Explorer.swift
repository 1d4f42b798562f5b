import Diagnostics
public import FlowInterpreter
public import FlowModel

/// Tries what can happen to one session of a flow: every order of events, answers, receipts, messages and timers, up to a
/// bound, each order once.
///
/// It drives the flow machine, and merges states from which the session goes on alike (`StateRows` says which). So a
/// claim about all orders is one about the inputs that are tried:
/// - one session, which a message of the trigger's begins; other sessions and flows do not concern it;
/// - people and services say what `ExploredValues` holds;
/// - every webhook event is a new one, and no more than so many are held at once;
/// - time passes only where a timer fires, the next one first;
/// - the gateway answers a submission before anything else happens, or not at all. An event that comes between a
///   submission and its answer would be held until the branch has ended, and so do what it does when it comes then.
///
/// Node executions are not compared: a state that is met twice is not left twice, so a session that comes by often enough
/// to use them up is seen where it does so in one turn, and as a cycle otherwise.
public enum Explorer {
  /// Explores a flow.
  ///
  /// - Parameters:
  ///   - start: When sessions begin.
  ///   - extras: What is tried besides what the flow asks for.
  ///   - onProgress: Is told from time to time how many states have been met, and up to how many inputs.
  ///
  /// Complexity: linear in the number of inputs tried, in time; in the number of states, in memory.
  public static func explore(
    _ program: FlowProgram, bounds: ExplorationBounds = ExplorationBounds(),
    startingAt start: Timestamp = Simulation.defaultStart, besides extras: ExploredExtras = ExploredExtras(),
    onProgress: (_ states: Int, _ inputs: Int) -> Void = { _, _ in }
  ) -> Exploration {
    let search = StateSearch(
      program, bounds: bounds, startingAt: start, besides: extras, onProgress: onProgress)
    let world = search.world
    var findings = search.sightings.map { kind, sighting in
      let way = search.graph.way(to: sighting.state) + [sighting.input]
      return ExplorationPlayback.finding(kind, way: way, in: world)
    }
    findings += search.endlessCycles.compactMap { kind, wayIn, around in
      guard ExplorationPlayback.usesUpExecutions(way: wayIn, cycle: around, in: world) else { return nil }
      return ExplorationPlayback.finding(kind, way: wayIn, cycle: around, in: world)
    }
    // Whether a state leads to an end is known only where all states are; and a session that expires always ends.
    let judgesEnds = search.isExhausted && program.graph.settings.expiresAfterSeconds == nil
    let waits = judgesEnds ? search.waitsWithoutEnd : []
    let leftOut = search.leftOut(withoutEnd: waits.map(\.node))
    var missing: [ExplorationFinding] = []
    for (node, way) in waits {
      let id = program.graph.nodes[node].id
      if leftOut.isEmpty {
        findings.append(ExplorationPlayback.finding(.noEnd(node: id), way: way, in: world))
      } else {
        missing.append(ExplorationFinding(kind: .endNotSeen(node: id), inputs: [], actions: nil))
      }
    }
    findings.sort { $0.comes(before: $1) }
    findings += missing
    findings += search.missing.map { missing in
      ExplorationFinding(kind: missing.kind(isCertain: leftOut.isEmpty), inputs: [], actions: nil)
    }
    return Exploration(
      states: search.stateCount, inputs: search.inputCount, depth: search.depth,
      ending: search.ending, findings: findings, bounds: bounds, values: world.values, leftOut: leftOut)
  }
}

extension ExplorationFinding {
  /// What matters most comes first, then what takes the fewest inputs.
  fileprivate func comes(before other: ExplorationFinding) -> Bool {
    let ranks = [self, other].map { Severity.allCases.firstIndex(of: $0.kind.severity) ?? 0 }
    guard ranks[0] == ranks[1] else { return ranks[0] < ranks[1] }
    guard inputs.count == other.inputs.count else { return inputs.count < other.inputs.count }
    return kind.message.utf8.lexicographicallyPrecedes(other.kind.message.utf8)
  }
}

extension StateSearch {
  /// The cycles that need neither customer nor agent, each set of nodes once: the one that takes the fewest inputs to
  /// reach.
  fileprivate var endlessCycles: [(kind: ExplorationFinding.Kind, wayIn: [Int], around: [Int])] {
    let cycles = graph.autonomousCycles.map { cycle in
      // It begins where the session waits, if it does: there a scenario can see it.
      let waiting = cycle.indices.filter { isWaiting(cycle[$0].state) }
      let candidates = waiting.isEmpty ? Array(cycle.indices) : waiting
      let first = candidates.min { cycle[$0].state < cycle[$1].state } ?? 0
      return (steps: Array(cycle[first...] + cycle[..<first]), needsTime: !waiting.isEmpty)
    }
    var seen: Set<Set<Int32>> = []
    return cycles.sorted { $0.steps[0].state < $1.steps[0].state }.compactMap { cycle in
      let nodes = cycle.steps.compactMap { node(of: $0.state) }
      guard seen.insert(Set(nodes)).inserted else { return nil }
      let names = nodes.map { world.machine.program.graph.nodes[Int($0)].id }
      return (
        .endlessCycle(nodes: names, needsTime: cycle.needsTime),
        graph.way(to: cycle.steps[0].state), cycle.steps.map(\.input)
      )
    }
  }

  /// The nodes at which a session can wait without an end in reach, each with the shortest way to such a wait. Those
  /// that a session comes to only after another such wait are not told.
  fileprivate var waitsWithoutEnd: [(node: Int, way: [Int])] {
    var seen: Set<Int32> = []
    var told: Set<Int> = []
    return graph.statesWithoutEnd.compactMap { state in
      if told.contains(graph.origin(of: state)) {
        told.insert(state)
        return nil
      }
      guard isWaiting(state), let node = node(of: state) else { return nil }
      told.insert(state)
      guard seen.insert(node).inserted else { return nil }
      return (Int(node), graph.way(to: state))
    }
  }

  private func isWaiting(_ state: Int) -> Bool {
    if case .waiting = graph.statuses[state] { true } else { false }
  }

  private func node(of state: Int) -> Int32? {
    switch graph.statuses[state] {
    case .submitting(let node), .waiting(let node): node
    case .unbegun, .ended: nil
    }
  }

  /// What no order of inputs has led to: nodes, and of the others listed outcomes.
  fileprivate var missing: [Missing] {
    world.machine.program.graph.nodes.enumerated().flatMap { index, node -> [Missing] in
      guard isReached(index) else { return [.node(node.id)] }
      return untaken(of: index).map { .outcome($0.name, of: node.id) }
    }
  }

  private func isReached(_ node: Int) -> Bool { waitedAt[node] || takenOutcomes[node].contains(true) }

  /// The ways from a node that no session has gone.
  private func untaken(of index: Int) -> [Edge] {
    let node = world.machine.program.graph.nodes[index]
    let taken = takenOutcomes[index]
    return node.edges.filter { edge in
      !edge.outcomes.contains { outcome in node.outcomes.firstIndex(of: outcome).map { taken[$0] } ?? true }
    }
  }

  /// What was not tried.
  /// - Parameter withoutEnd: The nodes at which sessions wait from which none was seen to end.
  fileprivate func leftOut(withoutEnd: [Int]) -> [String] {
    var leftOut = Distinct<String>()
    switch ending {
    case .exhausted: break
    case .depth: leftOut.insert("orders of more than \(bounds.depth.counted("input")) (--depth)")
    case .states: leftOut.insert("more than \(bounds.states.counted("state")) (--max-states)")
    case .texts: leftOut.insert("states with more texts than can be kept")
    case .work:
      leftOut.insert("orders beyond \(inputCount.counted("input")) tried, which is all that it tries")
    }
    for values in world.values.leftOut { leftOut.insert(values) }
    let nodes = world.machine.program.graph.nodes
    for index in nodes.indices where world.values.unsettled.contains(index) && isReached(index) {
      for edge in untaken(of: index) {
        leftOut.insert(
          "values for which \(nodes[index].id.quoted) takes \(edge.name.quoted) (\(Self.givingValues))")
      }
    }
    for wait in withoutEnd {
      guard let node = world.values.unsettled.first(from: wait) else { continue }
      leftOut.insert("values that \(nodes[node].id.quoted) asks for (\(Self.givingValues))")
    }
    return leftOut.inOrder
  }

  /// The options that give values which are tried besides.
  private static var givingValues: String { "--text, --http, --scenarios" }
}

/// What no order of inputs has led to.
private enum Missing {
  case node(NodeName)
  case outcome(String, of: NodeName)

  /// The finding of it.
  /// - Parameter isCertain: Whether everything was tried.
  func kind(isCertain: Bool) -> ExplorationFinding.Kind {
    switch self {
    case .node(let node): isCertain ? .nodeNeverEntered(node: node) : .nodeNotSeen(node: node)
    case .outcome(let outcome, let node):
      isCertain
        ? .outcomeNeverTaken(node: node, outcome: outcome) : .outcomeNotSeen(node: node, outcome: outcome)
    }
  }
}
