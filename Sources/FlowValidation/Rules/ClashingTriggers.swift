import Diagnostics
import FlowModel

/// RF801: no message begins two flows of one service.
struct ClashingTriggers: Rule {
  func isJudged(in context: RuleContext) -> Bool { context.membership?.index != nil }

  func findings(in context: inout RuleContext) -> [Finding] {
    guard let membership = context.membership, let index = membership.index, let start = context.start,
      let place = context.graph[start].trigger?.place
    else { return [] }
    let flows = membership.project.flows
    guard flows[index].service != nil else { return [] }
    return .merging(
      zip(context.environmentNames, membership.project.triggers).map { name, triggers in
        (name, triggers.clashing[index].map { [Self.finding(clashingWith: flows[$0], at: place)] } ?? [])
      })
  }

  private static func finding(clashingWith flow: FlowFacts, at place: SourcePlace) -> Finding {
    Finding(
      .clashingTriggers, "a message that begins \(flow.path.quoted) would begin this flow as well", at: place,
      help: """
        Of a service's flows the first one takes it, and this one never begins by it. Give the two different keywords, \
        or put them in different services.
        """)
  }

  let code = RuleCode.clashingTriggers

  var page: RulePage { RulePage(.clashingTriggers, markdown: PackageResources.RF801_md) }
}
