public import Diagnostics

extension NodeTypeDescription {
  /// Goes one of several ways.
  static let branch = NodeTypeDescription(
    .branch, "Goes the way of the first branch whose conditions hold.",
    fields: [
      .required(
        "branches", .list(.object(arm), count: 1...Int.max, distinct: .member("name")),
        "The branches, judged top down.")
    ],
    namesOutcomes: true,
    written: { .branches(WrittenBranches($0)) },
    configuration: { NodeConfiguration.Branch($0).map { .branch($0) } },
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
    outputs: { _ in .none },
    waits: { _ in false },
    glyph: "M8 1.5l6.5 6.5-6.5 6.5-6.5-6.5z",
    gist: { words in
      var subjects: [String] = []
      for branch in words.objects("branches") {
        for condition in branch.objects("all") + branch.objects("any") {
          let subject = condition.text("value")
          if !subject.isEmpty, !subjects.contains(subject), subjects.count < 3 { subjects.append(subject) }
        }
      }
      return subjects.isEmpty ? "" : "by " + subjects.joined(separator: ", ")
    },
    canvas: { fields in
      let branches = (fields["branches"]?.list ?? []).compactMap(\.object)
      return CanvasNode("Branch", in: "Utilities", branches.map { $0.canvasBranch })
    })

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

extension FieldValues {
  /// A branch with its conditions, a line each.
  fileprivate var canvasBranch: CanvasField {
    let all = self["all"]?.list
    let conditions = (all ?? self["any"]?.list ?? []).compactMap(\.object).map(\.canvasCondition)
    let name = self["name"]?.text ?? ""
    return CanvasField(
      conditions.count == 1 ? "Branch \(name)" : "Branch \(name), \(all == nil ? "any" : "all") of",
      CanvasText(conditions, separator: "\n"))
  }

  private var canvasCondition: CanvasText {
    let operands = self["operand"].map { $0.list ?? [$0] } ?? []
    return (self["value"].map(CanvasText.init) ?? "")
      + CanvasText(" \(self["operator"]?.text?.inWords ?? "") ")
      + CanvasText(operands.map(CanvasText.init), separator: ", ")
  }
}

extension String {
  /// `equalsIgnoreCase` as `equals ignore case`.
  fileprivate var inWords: String {
    reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
  }
}

/// The branches of a Branch, as they are written.
public struct WrittenBranches: Sendable {
  private let fields: FieldValues

  init(_ fields: FieldValues) { self.fields = fields }

  /// Those that have no error, in file order.
  public var all: [WrittenBranch] {
    (fields["branches"]?.list ?? []).compactMap { branch in
      guard let branch = branch.object, let name = branch["name"], let text = name.text else { return nil }
      let all = branch["all"]?.list
      let conditions = (all ?? branch["any"]?.list ?? []).map { WrittenCondition($0.object) }
      guard !conditions.isEmpty, conditions.allSatisfy({ $0 != nil }) else { return nil }
      return WrittenBranch(
        name: text, namePlace: name.place, needsAll: all != nil, conditions: conditions.compactMap { $0 })
    }
  }
}

/// A branch of a Branch, as it is written.
public struct WrittenBranch: Sendable {
  /// The branch's name, which is an outcome.
  public let name: String
  /// Where the name stands.
  public let namePlace: SourcePlace
  /// Whether all conditions must hold, or any.
  public let needsAll: Bool
  /// At least one.
  public let conditions: [WrittenCondition]
}

/// A condition of a Branch, as it is written.
public struct WrittenCondition: Sendable {
  /// What is compared.
  public let value: PlacedTemplate
  /// How it is compared.
  public let `operator`: BranchOperator
  /// What it is compared with.
  public let operands: [PlacedTemplate]

  fileprivate init?(_ fields: FieldValues?) {
    guard let fields, let value = fields.template("value"),
      let known = fields["operator"]?.text.flatMap(BranchOperator.init), let operand = fields["operand"]
    else { return nil }
    let operands = (operand.list ?? [operand]).map { PlacedTemplate($0) }
    guard operands.allSatisfy({ $0 != nil }) else { return nil }
    self.value = value
    self.operator = known
    self.operands = operands.compactMap { $0 }
  }
}

extension NodeConfiguration {
  /// A Branch's: its branches, judged top down.
  public struct Branch: Sendable {
    /// One branch. Its index is that of its outcome; that of `none` follows the last.
    public struct Arm: Sendable {
      /// Whether all conditions must hold, or any.
      public let needsAll: Bool
      /// At least one.
      public let conditions: [Condition]
    }

    /// What must hold of a value.
    public struct Condition: Sendable {
      /// What is compared.
      public let value: Template
      /// How it is compared.
      public let `operator`: BranchOperator
      /// What it is compared with: as many as the operator takes.
      public let operands: [Template]
    }

    /// The branches.
    public let arms: [Arm]

    init?(_ fields: FieldValues) {
      guard let branches = fields["branches"]?.list else { return nil }
      let arms = branches.compactMap { $0.object.flatMap(Arm.init) }
      guard arms.count == branches.count else { return nil }
      self.arms = arms
    }
  }
}

extension NodeConfiguration.Branch.Arm {
  fileprivate init?(_ fields: FieldValues) {
    let all = fields["all"]?.list
    guard let written = all ?? fields["any"]?.list else { return nil }
    let conditions = written.compactMap { $0.object.flatMap(NodeConfiguration.Branch.Condition.init) }
    guard conditions.count == written.count else { return nil }
    self.init(needsAll: all != nil, conditions: conditions)
  }
}

extension NodeConfiguration.Branch.Condition {
  fileprivate init?(_ fields: FieldValues) {
    guard let value = fields["value"]?.template,
      let known = fields["operator"]?.text.flatMap(BranchOperator.init), let operand = fields["operand"]
    else { return nil }
    let operands = (operand.list ?? [operand]).compactMap(\.template)
    let isComplete =
      switch known.operands {
      case .one: operands.count == 1
      case .choices: !operands.isEmpty
      case .bounds: operands.count == 2
      }
    guard isComplete else { return nil }
    self.init(value: value, operator: known, operands: operands)
  }
}
