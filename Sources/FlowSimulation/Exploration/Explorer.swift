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
  /// - Parameter start: When sessions begin.
  ///
  /// Complexity: linear in the number of inputs tried, in time; in the number of states, in memory.
  public static func explore(
    _ program: FlowProgram, bounds: ExplorationBounds = ExplorationBounds(),
    startingAt start: Timestamp = Simulation.defaultStart
  ) -> Exploration {
    let search = StateSearch(program, bounds: bounds, startingAt: start)
    let world = search.world
    var findings = search.sightings.map { kind, sighting in
      let way = search.graph.way(to: sighting.state) + [sighting.input]
      return ExplorationPlayback.finding(kind, way: way, in: world)
    }
    findings += search.endlessCycles.compactMap { kind, wayIn, around in
      guard ExplorationPlayback.usesUpExecutions(way: wayIn, cycle: around, in: world) else { return nil }
      return ExplorationPlayback.finding(kind, way: wayIn, cycle: around, in: world)
    }
    if search.isExhausted {
      // A session that expires always ends.
      if program.graph.settings.expiresAfterSeconds == nil {
        findings += search.waitsWithoutEnd.map { ExplorationPlayback.finding($0, way: $1, in: world) }
      }
    }
    findings.sort { $0.comes(before: $1) }
    if search.isExhausted {
      findings += search.neverHappening.map { ExplorationFinding(kind: $0, inputs: [], actions: nil) }
    }
    return Exploration(
      states: search.stateCount, inputs: search.inputCount, depth: search.depth,
      ending: search.ending, findings: findings, bounds: bounds, values: world.values)
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
  fileprivate var waitsWithoutEnd: [(kind: ExplorationFinding.Kind, way: [Int])] {
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
      return (.noEnd(node: world.machine.program.graph.nodes[Int(node)].id), graph.way(to: state))
    }
  }

  private func isWaiting(_ state: Int) -> Bool {
    if case .waiting = graph.standings[state] { true } else { false }
  }

  private func node(of state: Int) -> Int32? {
    switch graph.standings[state] {
    case .submitting(let node), .waiting(let node): node
    case .unbegun, .ended: nil
    }
  }

  /// What no order of inputs has led to: nodes, and of the others listed outcomes.
  fileprivate var neverHappening: [ExplorationFinding.Kind] {
    world.machine.program.graph.nodes.enumerated().flatMap { index, node -> [ExplorationFinding.Kind] in
      let taken = takenOutcomes[index]
      guard waitedAt[index] || taken.contains(true) else { return [.nodeNeverEntered(node: node.id)] }
      return node.edges.filter { edge in
        !edge.outcomes.contains { outcome in node.outcomes.firstIndex(of: outcome).map { taken[$0] } ?? true }
      }.map { .outcomeNeverTaken(node: node.id, outcome: $0.name) }
    }
  }
}
