/// The states that an exploration has met, by number in the order in which they were met, and what leads from each.
///
/// Of states with one row a later one is covered by an earlier one that has as much time until the session expires, and
/// that a scenario comes to and leaves as freely. Else both are kept, so that nothing that time allows is missed, and
/// there is a scenario for whatever one can show. A state takes some 150 bytes and four for each number of its row; the
/// sessions themselves are not kept.
struct StateGraph {
  /// What there is to know of a state besides what leads to it and from it.
  enum Status: Equatable {
    /// The session has not begun.
    case unbegun
    /// The gateway is about to answer what the node with this number has submitted.
    case submitting(node: Int32)
    /// The session waits at the node with this number.
    case waiting(node: Int32)
    /// The session has ended.
    case ended
  }

  /// How a state was met first.
  private struct Origin {
    /// The state before; the state's own number for the first.
    let state: Int32
    /// Which of the inputs of that state led here.
    let input: Int32
  }

  /// How well the steps of a scenario can come to a state and leave it.
  enum Playability: Int {
    /// They can do both.
    case full
    /// They can come to it, but the gateway is about to answer a submission whose answer they do not choose.
    case accepting
    /// They can not come to it.
    case none
  }

  /// The states with a row that cover others.
  private struct Entry {
    var full = Cover()
    var accepting = Cover()
    var none = Cover()

    /// The cover that counts for a state of some playability and all of less.
    subscript(playability: Playability) -> Cover {
      get {
        switch playability {
        case .full: full
        case .accepting: accepting
        case .none: none
        }
      }
      set {
        switch playability {
        case .full: full = newValue
        case .accepting: accepting = newValue
        case .none: none = newValue
        }
      }
    }
  }

  private struct Cover {
    /// The state's number; -1 where there is none.
    var state: Int32 = -1
    /// How long it has until the session expires.
    var timeLeft = Int64.min
  }

  /// What leads from one state to another.
  struct Edge {
    /// The state that it leads to; nil where that is one too many.
    let target: Int?
    /// Whether it needs neither the customer nor an agent.
    let isAutonomous: Bool
  }

  private var entries: [[UInt32]: Entry] = [:]
  private var origins: [Origin] = []
  /// What each state is.
  private(set) var statuses: [Status] = []
  /// The number of the first edge of each state that has been left, and after the last the number of all edges.
  private var firstEdges = [0]
  /// The target of each edge, -1 for none, in the order of the states and their inputs.
  private var targets: [Int32] = []
  private var autonomous: [Bool] = []

  /// How many states have been met, by their rows.
  var count: Int { entries.count }
  /// How many ways from state to state have been tried.
  var edgeCount: Int { targets.count }
  /// The numbers of the states whose edges are known.
  var expanded: Range<Int> { 0..<firstEdges.count - 1 }

  /// Adds a state, unless it is covered by one that is there.
  /// - Parameter limit: How many rows there may be.
  /// - Returns: The state's number, nil where it is one too many; and whether it is new.
  mutating func add(
    _ row: [UInt32], _ playability: Playability, timeLeft: Int64, _ status: Status, reachedBy input: Int,
    of state: Int?, limit: Int
  ) -> (state: Int?, isNew: Bool) {
    let known = entries[row]
    if known == nil, entries.count >= limit { return (nil, false) }
    var entry = known ?? Entry()
    for better in [Playability.full, .accepting, .none] where better.rawValue <= playability.rawValue {
      if entry[better].timeLeft >= timeLeft { return (Int(entry[better].state), false) }
    }
    let cover = Cover(state: Int32(origins.count), timeLeft: timeLeft)
    entry[playability] = cover
    entries[row] = entry
    origins.append(Origin(state: state.map(Int32.init) ?? cover.state, input: Int32(input)))
    statuses.append(status)
    return (Int(cover.state), true)
  }

  /// Adds the next edge of the state that is being left.
  mutating func addEdge(to target: Int?, isAutonomous: Bool) {
    targets.append(target.map(Int32.init) ?? -1)
    autonomous.append(isAutonomous)
  }

  /// Ends the edges of the state that is being left; states are left in the order of their numbers.
  mutating func finishState() { firstEdges.append(targets.count) }

  /// What leads from a state, in the order of its inputs.
  func edges(of state: Int) -> some Collection<Edge> {
    (firstEdges[state]..<firstEdges[state + 1]).lazy.map { edge in
      Edge(target: targets[edge] < 0 ? nil : Int(targets[edge]), isAutonomous: autonomous[edge])
    }
  }

  /// The state before a state on the shortest way to it; the first is its own.
  func origin(of state: Int) -> Int { Int(origins[state].state) }

  /// The shortest way to a state: which of its inputs leads on from each state, from the beginning.
  func way(to state: Int) -> [Int] {
    var way: [Int] = []
    var state = state
    while Int(origins[state].state) != state {
      way.append(Int(origins[state].input))
      state = Int(origins[state].state)
    }
    way.reverse()
    return way
  }
}

/// What the whole graph tells.
extension StateGraph {
  /// The states from which no end can be reached, in the order in which they were met.
  ///
  /// Every state has to be expanded. Complexity: linear in the number of states and edges.
  var statesWithoutEnd: [Int] {
    // The edges the other way round, by counting.
    var offsets = Array(repeating: 0, count: origins.count + 1)
    for target in targets where target >= 0 { offsets[Int(target) + 1] += 1 }
    for state in origins.indices { offsets[state + 1] += offsets[state] }
    var next = offsets
    var sources = Array(repeating: Int32(0), count: targets.count)
    for state in expanded {
      for case let target? in edges(of: state).map(\.target) {
        sources[next[target]] = Int32(state)
        next[target] += 1
      }
    }
    var reachesEnd = statuses.map { $0 == .ended }
    var pending = reachesEnd.indices.filter { reachesEnd[$0] }
    while let state = pending.popLast() {
      for source in sources[offsets[state]..<offsets[state + 1]] where !reachesEnd[Int(source)] {
        reachesEnd[Int(source)] = true
        pending.append(Int(source))
      }
    }
    return reachesEnd.indices.filter { !reachesEnd[$0] }
  }

  /// Cycles of autonomous edges: from every state from which a session can go on for ever without customer or agent,
  /// some way leads to one of them. Each is the states on it, with the input by which it leaves each.
  ///
  /// Complexity: linear in the number of states and edges.
  var autonomousCycles: [[(state: Int, input: Int)]] {
    let next = endlessSteps
    var cycles: [[(state: Int, input: Int)]] = []
    // For each state the number of the walk that has come by.
    var walks = Array(repeating: -1, count: next.count)
    for start in next.indices where next[start] != nil && walks[start] < 0 {
      var walk: [(state: Int, input: Int)] = []
      var state = start
      while walks[state] < 0, let step = next[state] {
        walks[state] = start
        walk.append((state, step.input))
        state = step.target
      }
      if walks[state] == start, let beginning = walk.firstIndex(where: { $0.state == state }) {
        cycles.append(Array(walk[beginning...]))
      }
    }
    return cycles
  }

  /// For each expanded state from which autonomous edges lead on for ever, the first such edge.
  private var endlessSteps: [(input: Int, target: Int)?] {
    // States from which they do not are taken away one after the other: a state goes when all its successors have.
    var remaining = Array(repeating: 0, count: origins.count)
    var predecessors: [[Int32]] = Array(repeating: [], count: origins.count)
    for state in expanded {
      for edge in edges(of: state) where edge.isAutonomous {
        guard let target = edge.target else { continue }
        remaining[state] += 1
        predecessors[target].append(Int32(state))
      }
    }
    var pending = remaining.indices.filter { remaining[$0] == 0 }
    while let state = pending.popLast() {
      for predecessor in predecessors[state] {
        remaining[Int(predecessor)] -= 1
        if remaining[Int(predecessor)] == 0 { pending.append(Int(predecessor)) }
      }
    }
    return expanded.map { state in
      guard remaining[state] > 0 else { return nil }
      for (input, edge) in edges(of: state).enumerated() where edge.isAutonomous {
        if let target = edge.target, remaining[target] > 0 { return (input, target) }
      }
      return nil
    }
  }
}
