import Diagnostics
import FlowModel

/// RF804: each value of an environment is put into some flow.
struct UnusedEnvironmentValue: ProjectRule {
  func findings(in project: ProjectContext) -> [Finding] {
    let used = project.flows.flatMap(\.environmentValues)
    var known = Set<ExactText>(minimumCapacity: used.count)
    for name in used { known.insert(name) }
    // Of several environments that give it the first is marked.
    return project.project.environments.flatMap(\.entries).filter {
      known.insert(ExactText($0.name)).inserted
    }.map { entry in
      Finding(
        .unusedEnvironmentValue, "no flow of the project names the value \(entry.name.quoted)",
        at: entry.namePlace,
        help: """
          Take it out of each environment, or write `$(env.\(entry.name))` where it was meant: in a template, or alone as an \
          `authorization`, an `appId` or a `number`.
          """)
    }
  }

  let code = RuleCode.unusedEnvironmentValue

  var page: RulePage { RulePage(.unusedEnvironmentValue, markdown: PackageResources.RF804_md) }
}
