import Diagnostics
public import FlowModel
public import FlowSimulation

/// What traces have reached of a flow: how often each node was entered, and each outcome taken.
///
/// All nodes of the flow count, and all outcomes that a node has as it is configured, whether they are listed in `on`,
/// fall to `otherwise` or go their default way. Left out are those that can never be taken: where a StartConversation
/// lists `onInvalidChoice`, the failures that it does not list, since they are taken as that one.
public struct FlowCoverage: Sendable {
  /// A node, and what was reached of it.
  public struct Node: Sendable {
    /// The node's id.
    public let id: String
    /// The line of the flow's file on which it stands.
    public let line: Int
    /// How often it was entered.
    public let entries: Int
    /// Its outcomes, in the order of the language reference.
    public let outcomes: [Outcome]
  }

  /// An outcome of a node.
  public struct Outcome: Sendable {
    /// The outcome's name.
    public let name: String
    /// Whether `on` lists it by its own name. Where not, it falls to `otherwise` or goes its default way.
    public let isListed: Bool
    /// The line on which `on` lists it; its node's where it is not listed.
    public let line: Int
    /// How often it was taken.
    public let count: Int
  }

  /// How much of something was reached.
  public struct Share: Sendable, Hashable {
    /// How many were reached.
    public let reached: Int
    /// How many there are.
    public let total: Int

    /// The share in percent, with one decimal, from 0 to 100; 100 of nothing.
    ///
    /// Never rounded up: 100 is all of it.
    public var percent: Double { Double(tenthsOfPercent) / 10 }

    /// Whether the share, not rounded, is that many percent or more.
    public func isAtLeast(percent: Double) -> Bool {
      total == 0 || 100 * Double(reached) >= percent * Double(total)
    }

    /// The share in tenths of a percent, rounded down.
    package var tenthsOfPercent: Int { total == 0 ? 1000 : 1000 * reached / total }

    /// Nothing of nothing.
    package static let nothing = Share(reached: 0, total: 0)

    /// The share of two things together.
    package static func + (left: Share, right: Share) -> Share {
      Share(reached: left.reached + right.reached, total: left.total + right.total)
    }
  }

  /// The flow's file.
  public let file: String
  /// How many scenarios were counted.
  public private(set) var scenarios = 0

  private let outline: Outline
  /// How often each node was entered, by its place in the outline.
  private var entries: [Int]
  /// How often each outcome was taken, by its place in the outline.
  private var taken: [Int]

  /// Creates the coverage of a flow of which nothing was reached.
  /// - Parameter file: The path that the flow is reported by.
  public init(of flow: FlowGraph, in file: String) {
    self.file = file
    outline = Outline(of: flow)
    entries = Array(repeating: 0, count: outline.nodes.count)
    taken = Array(repeating: 0, count: outline.outcomeCount)
  }

  /// Counts what a scenario's trace has reached.
  public mutating func count(_ reached: TraceCounts) {
    scenarios += 1
    for (node, count) in reached.entries { add(count, ofNode: node) }
    for (node, outcomes) in reached.outcomes {
      for (outcome, count) in outcomes { add(count, ofOutcome: outcome, ofNode: node) }
    }
  }

  /// Adds entries of a node; of none that the flow has not.
  mutating func add(_ count: Int, ofNode node: NodeName) {
    if let node = outline.index(ofNode: node) { entries[node] += count }
  }

  /// Adds how often an outcome was taken; of none that its node has not.
  mutating func add(_ count: Int, ofOutcome outcome: String, ofNode node: NodeName) {
    if let outcome = outline.index(ofOutcome: outcome, ofNode: node) { taken[outcome] += count }
  }

  /// Adds what was counted elsewhere of the same flow. Linear in the flow's size.
  public mutating func add(_ other: FlowCoverage) {
    precondition(other.taken.count == taken.count, "What is added was counted of the same flow.")
    scenarios += other.scenarios
    for (index, count) in other.entries.enumerated() { entries[index] += count }
    for (index, count) in other.taken.enumerated() { taken[index] += count }
  }

  // MARK: What was counted

  /// Whether a node was entered; constant in the flow's size, as `nodes` is not.
  package func hasEntered(_ node: NodeName) -> Bool {
    outline.index(ofNode: node).map { entries[$0] > 0 } ?? false
  }

  /// Whether an outcome of a node was taken; constant in the flow's size.
  package func hasTaken(_ outcome: String, of node: NodeName) -> Bool {
    outline.index(ofOutcome: outcome, ofNode: node).map { taken[$0] > 0 } ?? false
  }

  /// The nodes in file order.
  public var nodes: [Node] {
    outline.nodes.enumerated().map { index, node in
      let outcomes = zip(node.outcomes, taken[node.firstOutcome...]).map { outcome, count in
        Outcome(name: outcome.name, isListed: outcome.isListed, line: outcome.line, count: count)
      }
      return Node(id: node.id.text, line: node.line, entries: entries[index], outcomes: outcomes)
    }
  }

  /// How many of the nodes were entered.
  public var enteredNodes: Share { Share(reached: entries.count { $0 > 0 }, total: entries.count) }

  /// How many of the outcomes of all nodes were taken.
  public var takenOutcomes: Share { Share(reached: taken.count { $0 > 0 }, total: taken.count) }

  /// How many of the outcomes that the flow lists by their names were taken: what its author has said a way for.
  public var takenListedOutcomes: Share {
    let listed = outline.nodes.flatMap { node in
      zip(node.outcomes, taken[node.firstOutcome...]).filter(\.0.isListed).map(\.1)
    }
    return Share(reached: listed.count { $0 > 0 }, total: listed.count)
  }
}

/// The names of a flow's nodes and outcomes, and their places among all.
private struct Outline: Sendable {
  struct Node: Sendable {
    let id: NodeName
    let line: Int
    let outcomes: [(name: String, isListed: Bool, line: Int)]
    /// The place of the first of its outcomes among those of all nodes.
    let firstOutcome: Int
  }

  private(set) var nodes: [Node] = []
  private(set) var outcomeCount = 0
  private var nodeIndices: [NodeName: Int] = [:]
  private var outcomeIndices: [NodeOutcome: Int] = [:]

  private struct NodeOutcome: Hashable {
    let node: Int
    let outcome: ExactText
  }

  init(of flow: FlowGraph) {
    let lines = LineTable(flow.source)
    nodes.reserveCapacity(flow.nodes.count)
    nodeIndices.reserveCapacity(flow.nodes.count)
    for (index, node) in flow.nodes.enumerated() {
      let line = lines.position(at: node.idPlace.range.lowerBound).line
      let listed = Set(node.listings.compactMap(node.outcome))
      let outcomes = node.outcomesThatCanBeTaken(listed).map {
        outcome -> (name: String, isListed: Bool, line: Int) in
        let place = node.listing(of: outcome)?.keyPlace.range.lowerBound
        return (
          outcome.name, listed.contains(outcome), place.map { lines.position(at: $0).line } ?? line
        )
      }
      nodes.append(Node(id: node.id, line: line, outcomes: outcomes, firstOutcome: outcomeCount))
      nodeIndices[node.id] = index
      for (offset, outcome) in outcomes.enumerated() {
        outcomeIndices[NodeOutcome(node: index, outcome: ExactText(outcome.name))] = outcomeCount + offset
      }
      outcomeCount += outcomes.count
    }
  }

  func index(ofNode id: NodeName) -> Int? { nodeIndices[id] }

  func index(ofOutcome name: String, ofNode id: NodeName) -> Int? {
    nodeIndices[id].flatMap { outcomeIndices[NodeOutcome(node: $0, outcome: ExactText(name))] }
  }
}

extension FlowNode {
  /// The outcomes but those for which another one is always taken.
  /// - Parameter listed: The outcomes that `on` lists by their names.
  fileprivate func outcomesThatCanBeTaken(_ listed: Set<Outcome>) -> [Outcome] {
    guard listed.contains(RequestOutcome.invalidChoice) else {
      return outcomes
    }
    return outcomes.filter { outcome in
      switch outcome.class {
      case .timeout, .failure: listed.contains(outcome)
      case .main, .closing, .intermediate: true
      }
    }
  }
}
