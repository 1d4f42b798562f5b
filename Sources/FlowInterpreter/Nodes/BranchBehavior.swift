import FlowModel
import JSONSyntax

/// What a Branch does: it goes the way of the first branch whose conditions hold.
///
/// Only what decides is read: a condition after the one that decides its branch, and a branch after the one that is
/// taken, renders no template.
struct BranchBehavior: NodeBehavior {
  private let arms: [NodeConfiguration.Branch.Arm]

  init(_ configuration: NodeConfiguration.Branch) { arms = configuration.arms }

  func enter(_ execution: inout Execution) -> Execution.Step {
    .leave(arms.firstIndex { $0.holds(in: &execution) } ?? arms.count)
  }
}

extension NodeConfiguration.Branch.Arm {
  fileprivate func holds(in execution: inout Execution) -> Bool {
    for condition in conditions where condition.holds(in: &execution) != needsAll { return !needsAll }
    return needsAll
  }
}

extension NodeConfiguration.Branch.Condition {
  fileprivate func holds(in execution: inout Execution) -> Bool {
    let text = execution.render(value)
    switch `operator`.operands {
    case .one: return `operator`.holds(text, execution.render(operands[0]))
    case .bounds:
      let (least, greatest) = (execution.render(operands[0]), execution.render(operands[1]))
      return BranchOperator.isBetween(text, least, greatest)
    case .choices:
      let folded = `operator`.folded(text)
      let isOne = operands.contains { `operator`.folded(execution.render($0)) == folded }
      return isOne != `operator`.excludesChoices
    }
  }
}
