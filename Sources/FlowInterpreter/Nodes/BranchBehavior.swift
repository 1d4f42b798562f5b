import FlowModel
import JSONSyntax

/// What a Branch does: it goes the way of the first branch whose conditions hold.
///
/// Only what decides is read: a condition after the one that decides its branch, and a branch after the one that is
/// taken, renders no template.
struct BranchBehavior: NodeBehavior {
  /// One branch. Its index is that of its outcome; that of `none` follows the last.
  fileprivate struct Arm {
    /// Whether all conditions must hold, or any.
    let needsAll: Bool
    let conditions: [Condition]
  }

  fileprivate struct Condition {
    let value: Template
    let `operator`: BranchOperator
    /// As many as the operator compares with.
    let operands: [Template]
  }

  private let arms: [Arm]

  init(_ node: FlowNode) {
    guard let branches = node.fields["branches"]?.list else {
      preconditionFailure("a validated Branch has branches")
    }
    arms = branches.map { branch in
      let fields = branch.object ?? FieldValues()
      let all = fields["all"]?.list
      return Arm(
        needsAll: all != nil,
        conditions: (all ?? fields["any"]?.list ?? []).map { Condition($0.object ?? FieldValues()) })
    }
  }

  func enter(_ execution: inout Execution) -> Execution.Step {
    .leave(arms.firstIndex { $0.holds(in: &execution) } ?? arms.count)
  }
}

extension BranchBehavior.Arm {
  fileprivate func holds(in execution: inout Execution) -> Bool {
    for condition in conditions where condition.holds(in: &execution) != needsAll { return !needsAll }
    return needsAll
  }
}

extension BranchBehavior.Condition {
  fileprivate init(_ fields: FieldValues) {
    value = fields.requiredTemplate("value")
    guard let known = BranchOperator(rawValue: fields.requiredText("operator")) else {
      preconditionFailure("a validated condition has one of the operators")
    }
    `operator` = known
    operands =
      known.operands == .one
      ? [fields.requiredTemplate("operand")] : fields["operand"]?.list?.compactMap(\.template) ?? []
  }

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
