import Diagnostics
import FlowModel

/// RF203: there is a way from the Start to every node.
struct UnreachableNode: Rule {
  func isJudged(in context: RuleContext) -> Bool {
    context.start != nil && !context.stands(.unknownTarget) && !context.hidesParts
  }

  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    let order = context.order
    return graph.nodeIDs.filter { !order.contains($0) }.map { node in
      Finding(
        .unreachableNode, "no way leads from the Start to \(graph[node].id.quoted)", at: graph[node].idPlace,
        help: "The node is never entered. Make it the target of an outcome, or remove it.")
    }
  }

  let code = RuleCode.unreachableNode

  var page: RulePage {
    RulePage(.unreachableNode, markdown: PackageResources.RF203_md)
  }
}
