import Diagnostics
import FlowModel

/// RF703: the flow that a scenario plays can be read.
struct ScenarioWithoutFlow: ScenarioRule {
  func isJudged(in context: ScenarioContext) -> Bool { context.scenario.flow != nil }

  func findings(in context: inout ScenarioContext) -> [Finding] {
    guard let flow = context.scenario.flow, case .unreadable(let nearest) = context.flows else { return [] }
    return [
      Finding(
        .scenarioWithoutFlow, "the flow \(flow.quoted) cannot be read\(suggesting(nearest))",
        at: context.scenario.flowPlace,
        help: """
          The scenario plays nothing. Write the flow's file, relative to this one's folder. Nothing else of the scenario is \
          judged.
          """)
    ]
  }

  let code = RuleCode.scenarioWithoutFlow

  var page: RulePage {
    RulePage(.scenarioWithoutFlow, markdown: PackageResources.RF703_md)
  }
}
