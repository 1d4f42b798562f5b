import Diagnostics
public import FlowModel

/// What the rules know of the flow that they judge: its graph, and what is worked out once for all of them.
public struct RuleContext: Sendable {
  /// The flow.
  public let graph: FlowGraph
  /// The edges of the graph, in one array.
  let edges: EdgeTable
  /// The flow's Start, where it has exactly one.
  let start: NodeID?
  /// Whether each node can be entered: there is a way from a Start to it. Every node where there is no Start.
  let isReachable: [Bool]
  /// Finds nearest names for the first unknown ones of the file.
  var suggester: NameSuggester
  /// The rules that have found something, suppressed findings included.
  private(set) var standing: Set<RuleCode> = []

  /// Works out what the rules share. Complexity: linear in the flow's size.
  init(_ graph: FlowGraph) {
    self.graph = graph
    edges = EdgeTable(graph)
    let starts = graph.starts
    start = starts.count == 1 ? starts.first : nil
    isReachable = Self.reachability(from: starts, over: edges, nodeCount: graph.nodes.count)
    suggester = graph.suggester
  }

  /// Whether a rule before this one, in code order, has found something.
  func stands(_ code: RuleCode) -> Bool { standing.contains(code) }

  /// Whether an error hides what the file's nodes or members are, so that something missing may only be misspelt:
  /// RF102 to RF108.
  var hidesParts: Bool {
    graph.loadingErrors.contains { (.duplicateKey)...(.unknownOutcome) ~= $0 }
  }

  /// Remembers that a rule has found something.
  mutating func note(_ findings: [Finding]) {
    standing.formUnion(findings.lazy.map(\.code))
  }

  private static func reachability(from starts: [NodeID], over edges: EdgeTable, nodeCount: Int) -> [Bool] {
    guard !starts.isEmpty else { return Array(repeating: true, count: nodeCount) }
    var search = BreadthFirstSearch(nodeCount: nodeCount)
    search.begin()
    for start in starts { search.reach(start, by: nil) }
    while let node = search.next() {
      for edge in edges.leaving(node) {
        if case .node(let target) = edges[edge].target { search.reach(target, by: edge) }
      }
    }
    return (0..<nodeCount).map { search.hasReached(NodeID($0)) }
  }
}
