extension NodeTypeDescription {
  /// Goes one of several ways.
  static let branch = NodeTypeDescription(
    .branch, "Goes the way of the first branch whose conditions hold.",
    fields: [
      .required(
        "branches", .list(.object(arm), count: 1...Int.max, distinct: .member("name")),
        "The branches, judged top down.")
    ],
    outcomes: { fields in
      let none = Outcome("none", .main, "no branch holds")
      guard let branches = fields["branches"]?.list, !branches.isEmpty else {
        return OutcomeList([none], isUncertain: true)
      }
      let names = branches.map { $0.object?["name"]?.text }
      return OutcomeList(
        names.compactMap { $0 }.map { Outcome($0, .main, "the first branch that holds") } + [none],
        isUncertain: names.contains(nil))
    },
    outputs: { _ in [] },
    waits: { _ in false })

  private static let arm = ObjectShape(
    "a branch",
    [
      .required("name", .text(.branchName), "The outcome."),
      .optional("all", conditions, "Conditions that must all hold."),
      .optional("any", conditions, "Conditions of which one must hold."),
    ], exactlyOneOf: [["all", "any"]])

  private static let conditions = ValueShape.list(.object(condition), count: 1...Int.max)

  private static func operators(with operands: BranchOperator.Operands) -> [String] {
    BranchOperator.allCases.filter { $0.operands == operands }.map(\.rawValue)
  }

  private static let condition = ObjectShape(
    "a condition",
    [
      .required("value", .template, "What is compared."),
      .required("operator", .choice(BranchOperator.allCases.map(\.rawValue)), "How it is compared."),
      .required(
        "operand", .template, when: .field("operator", isOneOf: operators(with: .one)),
        "What it is compared with."),
      .required(
        "operand", .list(.template, count: 1...Int.max),
        when: .field("operator", isOneOf: operators(with: .choices)),
        "What it is compared with, at least one."),
      .required(
        "operand", .list(.template, count: 2...2),
        when: .field("operator", isOneOf: operators(with: .bounds)),
        "The least and the greatest value, both included."),
    ])
}
