import Diagnostics
public import FlowModel

/// What the rules know of the flow that they judge: its graph, and what is worked out once for all of them.
public struct RuleContext: Sendable {
  /// The flow.
  public let graph: FlowGraph
  /// The nodes by their ids. Only findings ask for them.
  lazy var names = Dictionary(
    graph.nodes.enumerated().map { ($1.id, NodeID($0)) }, uniquingKeysWith: { first, _ in first })
  /// Which nodes are entered on intermediate branches. Few rules ask, and of few nodes.
  lazy var branches = BranchReach(graph, edges: edges)
  /// The edges that a session can take on intermediate branches.
  lazy var branchEdges = Array(BranchEdges(graph, edges: edges))
  /// The edges of the graph, in one array.
  let edges: EdgeTable
  /// The nodes of some kinds: all of the flow's, or those alone that are to be judged, as they are there.
  private(set) var lists: NodeLists
  /// The texts in which a key of a web service begins, of the same nodes.
  private(set) var keys: [SourcePlace]
  /// The flow's part in a project; nil where it is judged alone.
  let membership: ProjectMembership?
  /// The flow in each environment in which it differs from what is written.
  let environments: [FlowInEnvironment]
  /// The flow's Start, where it has exactly one.
  let start: NodeID?
  /// The nodes that can be entered from a Start; all of them where there is none.
  let order: EntryOrder
  /// Finds nearest names for the first unknown ones of the file.
  var suggester: NameSuggester
  /// The rules that have found something, suppressed findings included.
  private(set) var standing: Set<RuleCode> = []
  /// What they have marked, of those after which a later rule is silent.
  private var places: [RuleCode: Set<SourcePlace>] = [:]

  /// Works out what the rules share. Complexity: linear in the flow's size.
  init(
    _ graph: FlowGraph, membership: ProjectMembership? = nil, environments: [FlowInEnvironment] = []
  ) {
    self.graph = graph
    self.membership = membership
    self.environments = environments
    lists = NodeLists(graph.nodes.enumerated().lazy.map { (NodeID($0), $1) })
    keys = graph.signs.keys
    edges = EdgeTable(graph)
    let starts = graph.starts
    start = starts.count == 1 ? starts.first : nil
    order = EntryOrder(
      from: starts.isEmpty ? Array(graph.nodeIDs) : starts, over: edges, nodeCount: graph.nodes.count)
    suggester = graph.suggester
  }

  /// The same for all nodes at once, as they are written and as they are in some environments.
  func ofNodes(inAllOf environments: [FlowInEnvironment]) -> RuleContext {
    var context = self
    for environment in environments {
      context.lists.add(environment.nodes)
      context.keys += environment.keys
    }
    return context
  }

  /// The same for the nodes alone that may be judged otherwise in another environment.
  func ofNodes(in environment: FlowInEnvironment) -> RuleContext {
    var context = self
    context.lists = NodeLists(environment.nodes)
    context.keys = environment.keys
    return context
  }

  /// The same for the other nodes alone.
  var withoutEnvironmentNodes: RuleContext {
    var context = self
    context.lists.remove(environments.first?.nodes.map(\.id) ?? [])
    return context
  }

  /// The names of the environments that the flow is judged in; one without a name where there are none.
  var environmentNames: [String] {
    let names = membership?.project.environments.map(\.name) ?? []
    return names.isEmpty ? [""] : names
  }

  /// The flow in each of these environments.
  var inEnvironments: [FlowInEnvironment] {
    environments.isEmpty ? environmentNames.map { FlowInEnvironment(name: $0) } : environments
  }

  /// Whether a rule before this one, in code order, has found something.
  func stands(_ code: RuleCode) -> Bool { standing.contains(code) }

  /// Whether an error hides what the file's nodes or members are, so that something missing may only be misspelt:
  /// RF102 to RF108.
  var hidesParts: Bool {
    graph.loadingErrors.contains { (.duplicateKey)...(.unknownOutcome) ~= $0 }
  }

  /// Whether a rule before this one has said of a place all that there is to say.
  func speaks(_ code: RuleCode, at place: SourcePlace) -> Bool { places[code]?.contains(place) ?? false }

  /// Remembers that a rule has found something.
  mutating func note(_ findings: [Finding]) {
    guard !findings.isEmpty else { return }
    standing.formUnion(findings.lazy.map(\.code))
    for finding in findings where finding.code == .maybeUnsetReference || finding.code == .phoneNumberFormat {
      places[finding.code, default: []].insert(finding.place)
    }
  }
}
