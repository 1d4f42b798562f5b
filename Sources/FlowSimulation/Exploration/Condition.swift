import FlowModel

/// One condition of a Branch.
struct Condition {
  let value: Template
  let `operator`: BranchOperator
  let operands: [Template]

  init?(_ fields: FieldValues) {
    guard let value = fields["value"]?.template, let operand = fields["operand"],
      let known = fields["operator"]?.text.flatMap(BranchOperator.init(rawValue:))
    else { return nil }
    self.value = value
    `operator` = known
    operands = operand.list?.compactMap(\.template) ?? operand.template.map { [$0] } ?? []
  }
}

extension FieldValue {
  /// The conditions of a Branch's branch.
  var conditions: [FieldValues] {
    ((object?["all"] ?? object?["any"])?.list ?? []).compactMap(\.object)
  }
}

extension BranchOperator {
  /// Whether it asks for a text's beginning.
  var isStart: Bool { self == .startsWith || self == .startsWithIgnoreCase }
  /// Whether it asks for a text's end.
  var isEnd: Bool { self == .endsWith || self == .endsWithIgnoreCase }

  /// Whether it asks for a part of a text.
  var isNeedle: Bool { isStart || isEnd || self == .contains || self == .containsIgnoreCase }

  /// Whether it compares numbers.
  var isOrdering: Bool {
    switch self {
    case .lessThan, .lessThanOrEquals, .greaterThan, .greaterThanOrEquals, .between: true
    default: false
    }
  }
}
