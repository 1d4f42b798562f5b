import Diagnostics
import FlowModel

/// RF703: the flow that a scenario plays can be read, or the project.
struct ScenarioWithoutFlow: ScenarioRule {
  func isJudged(in context: ScenarioContext) -> Bool {
    !context.scenario.flows.isEmpty || context.scenario.project != nil
  }

  func findings(in context: inout ScenarioContext) -> [Finding] {
    guard case .unreadable(let nearest, let index) = context.flows else { return [] }
    let scenario = context.scenario
    let file = scenario.project ?? (scenario.flows.indices.contains(index) ? scenario.flows[index] : nil)
    guard let file else { return [] }
    let noun = scenario.project == nil ? "flow" : "project"
    return [
      Finding(
        .scenarioWithoutFlow, "the \(noun) \(file.path.quoted) cannot be read\(suggesting(nearest))",
        at: file.place,
        help: """
          The scenario plays nothing. Write the \(noun)'s file, relative to this one's folder. Nothing else of the scenario is \
          judged.
          """)
    ]
  }

  let code = RuleCode.scenarioWithoutFlow

  var page: RulePage {
    RulePage(.scenarioWithoutFlow, markdown: PackageResources.RF703_md)
  }
}
