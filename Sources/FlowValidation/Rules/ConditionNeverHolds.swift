import Diagnostics
import FlowModel

/// RF406: a condition depends on something.
struct ConditionNeverHolds: Rule {
  func findings(in context: inout RuleContext) -> [Finding] {
    // A value that was meant as a reference is told as that alone.
    let misspelt = ForeignPlaceholder().findings(in: &context).map(\.place.range)
    return context.lists.branchings.flatMap { branching in
      let node = context.graph[branching.id]
      return branching.written.all.flatMap { branch in
        branch.conditions.compactMap { condition in
          let value = condition.value.place.range
          return misspelt.contains(where: value.overlaps) ? nil : finding(condition, in: branch, of: node)
        }
      }
    }
  }

  private func finding(_ condition: WrittenCondition, in branch: WrittenBranch, of node: FlowNode) -> Finding?
  {
    let comparesNumbers = condition.operator.comparesNumbers
    let operands = condition.operands.map(\.template.literal)
    let `where` = "in the branch \(branch.name.quoted) of \(node.id.quoted)"
    if comparesNumbers {
      for (operand, text) in zip(condition.operands, operands) {
        guard let text, NumberInText(text) == nil else { continue }
        return Finding(
          .conditionNeverHolds, "the condition never holds \(`where`): \(text.quoted) is no number",
          at: operand.place,
          help:
            "`\(condition.operator.rawValue)` compares numbers, and is false where a side is none. Write a number."
        )
      }
      if condition.operator == .between, operands.count == 2,
        let least = operands[0].flatMap(NumberInText.init),
        let greatest = operands[1].flatMap(NumberInText.init), greatest < least
      {
        return Finding(
          .conditionNeverHolds, "the condition never holds \(`where`): its bounds are the wrong way round",
          at: condition.operands[0].place,
          help: "`between` takes the least value first, then the greatest. Change their places.")
      }
    }
    guard let value = condition.value.template.literal else { return nil }
    let isNoNumber = comparesNumbers && NumberInText(value) == nil
    let isRuledOut = condition.operands.map {
      WrittenText($0.template).isRuledOut(as: condition.operator, of: value)
    }
    guard isNoNumber || isDecided(condition.operator, value, operands, isRuledOut) else { return nil }
    return Finding(
      .conditionNeverHolds,
      "the condition is decided for ever \(`where`): its value is always \(value.quoted)",
      at: condition.value.place,
      help: "It goes the same way in every session. Compare a reference, such as `$(start.sms.message)`.")
  }

  /// Whether what is literal among the operands, and in them, decides a condition on a literal value.
  private func isDecided(
    _ operator: BranchOperator, _ value: String, _ operands: [String?], _ isRuledOut: [Bool]
  ) -> Bool {
    if zip(operands, isRuledOut).allSatisfy({ $0 != nil || $1 }) { return true }
    switch `operator`.operands {
    case .one: return false
    case .choices:
      let folded = `operator`.folded(value)
      return operands.contains { $0.map { `operator`.folded($0) == folded } ?? false }
    case .bounds:
      // Beyond one bound it is so whatever the other one is.
      if isRuledOut.contains(true) { return true }
      guard operands.count == 2, let number = NumberInText(value) else { return false }
      let (least, greatest) = (operands[0].flatMap(NumberInText.init), operands[1].flatMap(NumberInText.init))
      return least.map { number < $0 } ?? false || greatest.map { $0 < number } ?? false
    }
  }

  let code = RuleCode.conditionNeverHolds

  var page: RulePage {
    RulePage(.conditionNeverHolds, markdown: PackageResources.RF406_md)
  }
}
