import Diagnostics
import FlowModel

/// RF201: a flow begins at exactly one Start.
struct StartNodeCount: Rule {
  /// A node whose type cannot be read may be the Start that is missing.
  func isJudged(in context: RuleContext) -> Bool {
    !context.graph.starts.isEmpty || context.graph.nodes.allSatisfy { $0.type != nil }
  }

  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    guard let first = graph.starts.first else {
      guard let place = graph.nodesPlace else { return [] }
      return [
        Finding(
          .startNodeCount, "the flow has no Start node", at: place,
          help: "No message from a customer could begin a session. Add a node of type Start with a trigger.")
      ]
    }
    return graph.starts.dropFirst().map { further in
      Finding(
        .startNodeCount,
        "\(graph[further].id.quoted) is a further Start node: the flow begins at \(graph[first].id.quoted)",
        at: graph[further].idPlace,
        related: [RelatedPlace("the first Start node", at: graph[first].idPlace)],
        help: "A flow has one trigger. Remove this node, or make a flow of its own of what it begins.")
    }
  }

  let code = RuleCode.startNodeCount

  var page: RulePage {
    RulePage(.startNodeCount, markdown: PackageResources.RF201_md)
  }
}
