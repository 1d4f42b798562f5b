package import FlowInterpreter
package import FlowModel

/// The search through the states of one session of a flow, breadth first: every order of inputs up to a bound.
///
/// It is explicit-state reachability as model checkers do it (Clarke, Grumberg and Peled, "Model Checking", 1999): each
/// state is left once, by all inputs that it can get, and one that has been met or is covered by one that has is not
/// left again. So what a finding tells is a shortest order that shows it.
package struct StateSearch {
  /// Where something was seen: when this input is given to this state.
  struct Sighting {
    let state: Int
    let input: Int
    let isPlayable: Bool
  }

  /// A state that is still to be left.
  private struct Arrival {
    let number: Int
    let session: ExploredSession
  }

  let world: ExploredWorld
  let bounds: ExplorationBounds
  private(set) var graph = StateGraph()
  /// Which outcomes of each node have been taken, by their numbers.
  private(set) var takenOutcomes: [[Bool]]
  /// Which nodes a session has waited at.
  private(set) var waitedAt: [Bool]
  /// What was seen, where it was seen first; where a scenario can show it, where one can first.
  private(set) var sightings: [ExplorationFinding.Kind: Sighting] = [:]
  /// Up to how many inputs every order has been tried.
  package private(set) var depth = 0
  /// Why it has ended.
  private(set) var ending = Exploration.Ending.exhausted
  /// Whether there are no further states.
  package var isExhausted: Bool { ending == .exhausted }

  /// After how many states progress is told.
  private static let progressSteps = 1000

  /// How many conditions take about as long as what else an input does.
  private static let conditionsPerWork = 32

  /// How many inputs have been tried, and what the sessions did of it.
  private var work = 0
  /// What an input counts for: more where it may be compared with many texts.
  private let inputWork: Int
  private let nodes: [NodeName: Int]
  private var rows: StateRows

  /// Searches the states of a flow's sessions.
  /// - Parameters:
  ///   - extras: What is tried besides what the flow asks for.
  ///   - onProgress: Is told from time to time how many states have been met, and up to how many inputs.
  package init(
    _ program: FlowProgram, bounds: ExplorationBounds, startingAt start: Timestamp = Simulation.defaultStart,
    besides extras: ExploredExtras = ExploredExtras(),
    onProgress: (_ states: Int, _ inputs: Int) -> Void = { _, _ in }
  ) {
    self.bounds = bounds
    world = ExploredWorld(
      program, heldEvents: bounds.heldEvents, startingAt: start, besides: extras)
    rows = StateRows(of: program)
    let branches = program.graph.nodes.lazy.flatMap { $0.branches?.all ?? [] }
    inputWork = 1 + branches.reduce(0) { $0 + $1.conditions.count } / Self.conditionsPerWork
    let nodes = program.graph.nodes
    self.nodes = Dictionary(nodes.indices.map { (nodes[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    takenOutcomes = nodes.map { Array(repeating: false, count: $0.outcomes.count) }
    waitedAt = Array(repeating: false, count: nodes.count)
    search(onProgress)
  }

  /// How many states have been met.
  package var stateCount: Int { graph.count }
  /// How many inputs have been tried.
  package var inputCount: Int { graph.edgeCount }
  /// The waiting nodes that were not processed, each with the StartConversation and the outcome of the branch.
  package var skippedNodes: [(node: NodeName, branch: NodeName, outcome: String)] {
    sightings.keys.compactMap { kind in
      if case .waitingNodeSkipped(let node, let branch, let outcome) = kind {
        (node, branch, outcome)
      } else {
        nil
      }
    }
  }

  private mutating func search(_ onProgress: (_ states: Int, _ inputs: Int) -> Void) {
    let first = ExploredSession(now: world.values.start)
    _ = graph.add([], .full, timeLeft: .max, .unbegun, reachedBy: 0, of: nil, limit: bounds.states)
    var level = [Arrival(number: 0, session: first)]
    while !level.isEmpty, depth < bounds.depth {
      var next: [Arrival] = []
      for arrival in level {
        expand(arrival, into: &next)
        // What is left of this level is not tried.
        if graph.count >= bounds.states { return end(.states) }
        if rows.textBytes > Limits.exploredTextBytes { return end(.texts) }
        if work > bounds.work { return end(.work) }
        if arrival.number % Self.progressSteps == 0 { onProgress(graph.count, depth) }
      }
      depth += 1
      level = next
    }
    guard level.isEmpty else { return end(.depth) }
    // The last inputs led to nothing new.
    depth -= 1
    end(.exhausted)
  }

  private mutating func end(_ ending: Exploration.Ending) { self.ending = ending }

  private mutating func expand(_ arrival: Arrival, into next: inout [Arrival]) {
    for (index, input) in world.inputs(for: arrival.session).enumerated() {
      var session = arrival.session
      work += inputWork
      // What is seen in a turn is noted as it comes: a legal one may be of millions of node executions.
      let world = world
      var seen: Set<ExplorationFinding.Kind> = []
      var last = LastOutcome()
      world.apply(input, to: &session) { happenings in
        work += happenings.count
        note(happenings, after: &last, into: &seen)
      }
      for kind in seen {
        see(kind, Sighting(state: arrival.number, input: index, isPlayable: session.isPlayable))
      }
      let (number, isNew) = add(session, reachedBy: index, of: arrival.number)
      graph.addEdge(to: number, isAutonomous: input.isAutonomous)
      if let number, isNew { next.append(Arrival(number: number, session: session)) }
      // One input may take more work than is left for all.
      if work > bounds.work { break }
    }
    graph.finishState()
  }

  private mutating func add(_ session: ExploredSession, reachedBy input: Int, of state: Int) -> (
    state: Int?, isNew: Bool
  ) {
    guard let reached = session.state else {
      // It is told apart by when it begins; a row of a session that has begun is longer.
      let time = UInt64(bitPattern: session.now.milliseconds)
      let row = [UInt32(truncatingIfNeeded: time), UInt32(truncatingIfNeeded: time >> 32)]
      return graph.add(
        row, .full, timeLeft: .max, .unbegun, reachedBy: input, of: state, limit: bounds.states)
    }
    if let node = reached.node { waitedAt[node.index] = true }
    let status: StateGraph.Status =
      switch (reached.node, session.gateway) {
      case (nil, _): .ended
      case (let node?, .first), (let node?, .later): .submitting(node: Int32(node.index))
      case (let node?, .idle), (let node?, .silent): .waiting(node: Int32(node.index))
      }
    var row = rows.row(of: reached, at: session.now)
    row.append(session.gateway == .silent ? 1 : 0)
    let playability: StateGraph.Playability =
      session.isPlayable ? (session.gateway == .later ? .accepting : .full) : .none
    return graph.add(
      row, playability, timeLeft: (reached.expiry?.time).map { $0 - session.now } ?? .max, status,
      reachedBy: input, of: state, limit: bounds.states)
  }

  /// The outcome that a turn has taken last.
  private struct LastOutcome {
    var node: NodeName = ""
    var outcome = ""
  }

  /// Notes what a piece of a turn tells.
  private mutating func note(
    _ happenings: [Happening], after last: inout LastOutcome, into seen: inout Set<ExplorationFinding.Kind>
  ) {
    for happening in happenings {
      switch happening {
      case .outcome(let node, let outcome, _):
        last = LastOutcome(node: node, outcome: outcome)
        noteTaken(outcome, of: node)
      case .waitingNodeSkipped(let node, let branch, let outcome):
        seen.insert(.waitingNodeSkipped(node: node, branch: branch, outcome: outcome))
      case .ended(let result, let reason):
        guard result.status == .error else { continue }
        switch reason {
        case .nodeExecutionLimit?: seen.insert(.nodeExecutionLimit(node: last.node))
        case .resumeOutsideBranch?:
          seen.insert(.resumeOutsideBranch(node: last.node, outcome: last.outcome))
        case .noTarget?: seen.insert(.outcomeWithoutTarget(node: last.node, outcome: last.outcome))
        case .expired?, nil:
          seen.insert(.endInError(node: last.node, outcome: last.outcome, result: result.name))
        }
      default: continue
      }
    }
  }

  private mutating func noteTaken(_ outcome: String, of node: NodeName) {
    guard let index = nodes[node] else { return }
    let outcomes = world.machine.program.graph.nodes[index].outcomes
    guard let number = outcomes.firstIndex(where: { $0.isNamed(outcome) }) else { return }
    takenOutcomes[index][number] = true
  }

  private mutating func see(_ kind: ExplorationFinding.Kind, _ sighting: Sighting) {
    if let earlier = sightings[kind], earlier.isPlayable || !sighting.isPlayable { return }
    sightings[kind] = sighting
  }
}
