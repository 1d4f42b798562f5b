import Diagnostics
import FlowModel

/// RF404: no custom variable has a name that the platform keeps for itself.
struct ReservedName: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    context.graph.variables.filter { PlatformNames.reserve($0.name) }.map { variable in
      Finding(
        .reservedName, "the platform reserves the name \(variable.name.quoted)", at: variable.namePlace,
        help:
          "A custom variable of that name would be refused, or overwritten by the platform. Give it another name."
      )
    }
  }

  let code = RuleCode.reservedName

  var page: RulePage {
    RulePage(.reservedName, markdown: PackageResources.RF404_md)
  }
}
