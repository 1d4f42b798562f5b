import Diagnostics
import FlowModel

/// RF301: no intermediate branch comes to a waiting node.
///
/// Complexity: linear in the flow's size for each intermediate outcome that has a target.
struct WaitingNodeOnIntermediateBranch: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    var search = BreadthFirstSearch(nodeCount: context.graph.nodes.count)
    var branch = BranchSearch(graph: context.graph, edges: context.edges)
    for edge in 0..<context.edges.count where context.edges[edge].isIntermediate {
      branch.follow(from: edge, search: &search)
    }
    return branch.findings
  }

  let code = RuleCode.waitingNodeOnIntermediateBranch

  var page: RulePage {
    RulePage(.waitingNodeOnIntermediateBranch, markdown: PackageResources.RF301_md)
  }
}

/// The searches through the branches, one after the other.
private struct BranchSearch {
  let graph: FlowGraph
  let edges: EdgeTable
  private(set) var findings: [Finding] = []
  /// How many more steps the findings' paths may have together, and how many more of these may have places.
  private var remainingSteps = Limits.branchPathSteps
  private var remainingPlacedSteps = Limits.placedBranchSteps

  init(graph: FlowGraph, edges: EdgeTable) {
    self.graph = graph
    self.edges = edges
  }

  /// Searches the branch that an edge begins, through nodes that do not wait.
  mutating func follow(from first: Int, search: inout BreadthFirstSearch) {
    search.begin()
    if case .node(let target) = edges[first].target { search.reach(target, by: first) }
    while let node = search.next() {
      if edges.waits(at: node) { report(node, from: first, search: search) }
      guard edges.passes(through: node) else { continue }
      for edge in edges.leaving(node) {
        if case .node(let target) = edges[edge].target { search.reach(target, by: edge) }
      }
    }
  }

  private mutating func report(_ waiting: NodeID, from first: Int, search: BreadthFirstSearch) {
    guard let last = search.arrival(at: waiting) else {
      preconditionFailure("a waiting node on a branch is reached by an edge")
    }
    let event = edges.written(first, in: graph)
    let conversation = graph[edges[first].source].id
    let node = graph[waiting]
    let waits = "\(node.id.quoted) is \(node.kindInWords), which waits"
    var path = [conversation.text, event.name, "…", node.id.text]
    var steps: [RelatedPlace] = []
    let depth = search.depth(of: waiting)
    if depth <= remainingSteps {
      remainingSteps -= depth
      let way = search.way(to: waiting, from: first, over: edges)
      path = edges.path(over: way, in: graph)
      if depth <= remainingPlacedSteps {
        remainingPlacedSteps -= depth
        steps = self.steps(of: way) + [RelatedPlace(waits, at: node.idPlace)]
      }
    }
    findings.append(
      Finding(
        .waitingNodeOnIntermediateBranch,
        "\(waits), on the branch of \(event.name.quoted) of \(conversation.quoted)",
        at: edges.written(last, in: graph).place, path: path,
        related: [
          RelatedPlace("the branch begins here, at \(event.name.quoted)", at: event.place),
          RelatedPlace(waits, at: node.idPlace),
        ],
        steps: steps,
        help: """
          The platform does not process a waiting node on an intermediate branch: the branch would end here. End the \
          branch with `@resume` before it, or wait on the branch of `Complete`.
          """))
  }

  private func steps(of way: [Int]) -> [RelatedPlace] {
    way.map { number in
      let edge = edges.written(number, in: graph)
      let source = graph[edges[number].source].id
      let target = edge.node.map { graph[$0].id.text } ?? edge.listing.written
      return RelatedPlace(
        "\(edge.name.quoted) of \(source.quoted) leads to \(target.quoted)", at: edge.place)
    }
  }
}
