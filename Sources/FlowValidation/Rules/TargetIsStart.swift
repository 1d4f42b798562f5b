import Diagnostics
import FlowModel

/// RF205: nothing leads to a Start.
struct TargetIsStart: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    guard !context.edges.deadEnds.isEmpty else { return [] }
    let ids = context.names
    return context.edges.deadEnds.compactMap { deadEnd in
      let listing = graph[deadEnd.node].listings[deadEnd.listing]
      guard case .node(let name)? = WrittenTarget(listing.written), let start = ids[name],
        graph[start].trigger != nil
      else { return nil }
      return Finding(
        .targetIsStart, "\(listing.key.quoted) leads to the Start node \(name.quoted)",
        at: listing.targetPlace,
        help: """
          A session enters its Start once, with the customer's message. Lead to the node after it, or to a Receive \
          to wait for another message.
          """)
    }
  }

  let code = RuleCode.targetIsStart

  var page: RulePage {
    RulePage(.targetIsStart, markdown: PackageResources.RF205_md)
  }
}
