import Diagnostics
import FlowModel

/// RF403: every variable is used.
struct UnusedVariable: Rule {
  func isJudged(in context: RuleContext) -> Bool { !context.hidesParts }

  func findings(in context: inout RuleContext) -> [Finding] {
    let graph = context.graph
    var isUsed = Array(filledWith: false, count: graph.variables.count)
    for reference in graph.references {
      if case .variable(let variable) = reference.subject { isUsed[variable.index] = true }
    }
    for node in context.lists.assigning {
      for assignment in graph[node].onEnter + graph[node].onLeave {
        if let variable = assignment.variable { isUsed[variable.index] = true }
      }
    }
    return zip(graph.variables, isUsed).filter { !$0.1 }.map { variable, _ in
      Finding(
        .unusedVariable, "the variable \(variable.name.quoted) is never used", at: variable.namePlace,
        help: "No template refers to it and no node sets it. Use it, or remove it.",
        fix: Fix(
          "Take the variable \(variable.name.quoted) out",
          [
            .removingMember(
              variable.namePlace.range.lowerBound..<variable.valuePlace.range.upperBound, from: graph.source)
          ]))
    }
  }

  let code = RuleCode.unusedVariable

  var page: RulePage {
    RulePage(.unusedVariable, markdown: PackageResources.RF403_md)
  }
}
