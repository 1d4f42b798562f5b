public import FlowInterpreter
public import FlowModel

/// How often a trace enters each node and takes each outcome.
public struct TraceCounts: Sendable, Hashable {
  /// How often each node is entered.
  public private(set) var entries: [NodeName: Int] = [:]
  /// How often each outcome of a node is taken.
  public private(set) var outcomes: [NodeName: [String: Int]] = [:]

  /// Nothing counted.
  public init() {}

  /// Counts what a trace tells.
  public init(_ trace: some Sequence<TraceRecord>) {
    for record in trace { count(record.happening) }
  }

  /// Counts what a record tells.
  mutating func count(_ happening: Happening) {
    switch happening {
    case .nodeEntered(let node, _): entries[node, default: 0] += 1
    case .outcome(let node, let outcome, _): outcomes[node, default: [:]][outcome, default: 0] += 1
    default: break
    }
  }

  /// Adds what was counted elsewhere.
  mutating func add(_ other: TraceCounts) {
    entries.merge(other.entries, uniquingKeysWith: +)
    outcomes.merge(other.outcomes) { $0.merging($1, uniquingKeysWith: +) }
  }
}
