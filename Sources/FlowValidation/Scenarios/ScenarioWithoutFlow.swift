import Diagnostics
import FlowModel

/// RF703: the flow that a scenario plays can be read.
struct ScenarioWithoutFlow: ScenarioRule {
  func isJudged(in context: ScenarioContext) -> Bool { !context.scenario.flows.isEmpty }

  func findings(in context: inout ScenarioContext) -> [Finding] {
    guard case .unreadable(let nearest, let index) = context.flows,
      context.scenario.flows.indices.contains(index)
    else { return [] }
    let flow = context.scenario.flows[index]
    return [
      Finding(
        .scenarioWithoutFlow, "the flow \(flow.path.quoted) cannot be read\(suggesting(nearest))",
        at: flow.place,
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
