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
    let test: Test
  }

  /// What a value must be.
  fileprivate enum Test {
    case text(TextComparison, Template)
    case number(NumberComparison, Template)
    case between(Template, Template)
    case oneOf([Template])
    case noneOf([Template])
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
    let name = fields.requiredText("operator")
    let operands = fields["operand"]?.list?.compactMap(\.template)
    test =
      if let comparison = TextComparison(rawValue: name) {
        .text(comparison, fields.requiredTemplate("operand"))
      } else if let comparison = NumberComparison(rawValue: name) {
        .number(comparison, fields.requiredTemplate("operand"))
      } else {
        switch (name, operands) {
        case ("between", let bounds?) where bounds.count == 2: .between(bounds[0], bounds[1])
        case ("in", let choices?): .oneOf(choices)
        case ("notIn", let choices?): .noneOf(choices)
        default:
          preconditionFailure("a validated condition has one of these operators, and its operand")
        }
      }
  }

  fileprivate func holds(in execution: inout Execution) -> Bool {
    let text = execution.render(value)
    switch test {
    case .text(let comparison, let operand): return comparison.holds(text, execution.render(operand))
    case .number(let comparison, let operand):
      guard let (left, right) = numbers(text, execution.render(operand)) else { return false }
      return comparison.holds(left, right)
    case .between(let least, let greatest):
      let bounds = (execution.render(least), execution.render(greatest))
      guard let number = Double(decimal: text), let (least, greatest) = numbers(bounds.0, bounds.1) else {
        return false
      }
      return least <= number && number <= greatest
    case .oneOf(let choices): return isOne(text, of: choices, in: &execution)
    case .noneOf(let choices): return !isOne(text, of: choices, in: &execution)
    }
  }

  private func isOne(_ text: String, of choices: [Template], in execution: inout Execution) -> Bool {
    choices.contains { TextComparison.equals.holds(text, execution.render($0)) }
  }

  private func numbers(_ left: String, _ right: String) -> (Double, Double)? {
    guard let left = Double(decimal: left), let right = Double(decimal: right) else { return nil }
    return (left, right)
  }
}

/// How two texts compare.
private enum TextComparison: String {
  case equals, notEquals, equalsIgnoreCase, contains, containsIgnoreCase, startsWith, endsWith

  func holds(_ left: String, _ right: String) -> Bool {
    switch self {
    case .equals: left.hasSameUTF8(as: right)
    case .notEquals: !left.hasSameUTF8(as: right)
    case .equalsIgnoreCase: left.lowercased().hasSameUTF8(as: right.lowercased())
    case .contains: left.containsBytes(of: right)
    case .containsIgnoreCase: left.lowercased().containsBytes(of: right.lowercased())
    case .startsWith: left.utf8.starts(with: right.utf8)
    case .endsWith: left.utf8.reversed().starts(with: right.utf8.reversed())
    }
  }
}

/// How two numbers compare.
private enum NumberComparison: String {
  case lessThan, lessThanOrEquals, greaterThan, greaterThanOrEquals

  func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .lessThan: left < right
    case .lessThanOrEquals: left <= right
    case .greaterThan: left > right
    case .greaterThanOrEquals: left >= right
    }
  }
}
