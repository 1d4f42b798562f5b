import Diagnostics
import FlowModel

/// What the rules know of a flow of which some nodes are not the same in all environments.
///
/// Most flows are right in all of them, and rules look at nodes one by one: what finds nothing among the nodes of all
/// environments at once finds nothing in any. From the first finding on each environment is judged by itself.
struct EnvironmentContexts {
  /// The flow as it is written, of which nothing has been found.
  private let flow: RuleContext
  /// All nodes at once, as they are written and as they are in each environment.
  private var together: RuleContext
  /// The nodes that are the same in all environments, and the others as they are in each in which they are new; nil while
  /// nothing has been found.
  private var apart: (same: RuleContext, others: [RuleContext?])?

  /// What is known of a flow before it is judged; nil where no node of it depends on the environment.
  init?(of flow: RuleContext) {
    let environments = flow.environments
    guard environments.contains(where: { !$0.nodes.isEmpty || !$0.keys.isEmpty }) else { return nil }
    self.flow = flow
    together = flow.ofNodes(inAllOf: environments.enumerated().filter { $1.first == $0 }.map(\.element))
  }

  /// What a rule that depends on the environment finds, in all environments.
  mutating func findings(of rule: any Rule) -> [Finding] {
    if apart == nil {
      guard !rule.findings(in: &together).isEmpty else { return [] }
      apart = (
        flow.withoutEnvironmentNodes,
        flow.environments.enumerated().map { $1.first == $0 ? flow.ofNodes(in: $1) : nil }
      )
    }
    var found: [(environment: String, findings: [Finding])] = []
    for (index, environment) in flow.environments.enumerated() {
      let findings = apart?.others[index]?.judge(rule) ?? found[environment.first].findings
      found.append((environment.name, findings))
    }
    return (apart?.same.judge(rule) ?? []) + .merging(found)
  }
}

extension RuleContext {
  /// What a rule finds, remembered for those after it.
  fileprivate mutating func judge(_ rule: any Rule) -> [Finding] {
    let findings = rule.findings(in: &self)
    note(findings)
    return findings
  }
}
