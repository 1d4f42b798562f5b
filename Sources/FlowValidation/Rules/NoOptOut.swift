import Diagnostics
import FlowModel

/// RF806: who gets SMS can say that they want no more.
struct NoOptOut: ProjectRule {
  func findings(in project: ProjectContext) -> [Finding] {
    guard project.flows.contains(where: \.sendsSMS),
      // What an error hides may be such a flow.
      !project.flows.contains(where: { $0.triggers.contains { $0?.isOptOut ?? true } })
    else { return [] }
    return [
      Finding(
        .noOptOut, "no flow of the project begins with the keyword `STOP`",
        at: project.project.flowsPlace ?? project.project.namePlace,
        help: """
          Its flows send SMS, and many countries ask that a customer can end them by that word. Add a flow with the \
          keyword `STOP` and `"onlyWithoutLiveSession": false`.
          """)
    ]
  }

  let code = RuleCode.noOptOut

  var page: RulePage { RulePage(.noOptOut, markdown: PackageResources.RF806_md) }
}
