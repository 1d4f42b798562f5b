import RefrainKit

/// `refrain explain [CODE]`: what a rule finds and why, with a bad and a good example; with no code, all
/// rules.
struct ExplainCommand: Command {
  static let syntax = CommandSyntax(
    name: "explain",
    summary: "explain a rule: what it finds, why, a bad and a good example",
    operands: [
      Operand(
        name: "CODE", kind: .ruleCode, arity: .optional,
        summary: "a rule's code or name, such as RF301; all rules are listed where there is none")
    ])

  private let page: RulePage?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    page = try arguments.operands.first.map { given throws(UsageError) in try Self.page(of: given.text) }
  }

  /// The page of the rule with that code or name, in capitals or not.
  private static func page(of name: String) throws(UsageError) -> RulePage {
    let pages = RulePages.all
    let wanted = name.lowercased()
    if let page = pages.first(where: { [$0.code.rawValue.lowercased(), $0.code.name].contains(wanted) }) {
      return page
    }
    throw .unknown(
      "rule", name, of: pages.map(\.code.rawValue) + pages.map(\.code.name), helpTopic: syntax.name)
  }

  func run(on console: inout Console) -> ExitStatus {
    let lines = page.map { Self.text(of: $0, color: console.isColored) } ?? Self.list
    for line in lines { console.writeLine(line) }
    return .success
  }

  private static var list: [String] {
    let severityWidth = Severity.allCases.map(\.rawValue.count).max() ?? 0
    return RulePages.all.map { page in
      let severity = page.code.defaultSeverity.rawValue
      let padding = String(repeating: " ", count: severityWidth - severity.count)
      return "\(page.code)  \(severity)\(padding)  \(page.code.name)"
    }
  }

  private static func text(of page: RulePage, color: Bool) -> [String] {
    let style = TerminalStyle(isColored: color)
    let severity = page.code.defaultSeverity
    var lines = [
      style.strong("\(page.code) \(page.code.name)") + " (" + style.severity(severity.rawValue, severity)
        + ")", "",
    ]
    lines += TextLayout.wrapped(page.what) + ["", style.strong("Why")] + TextLayout.wrapped(page.why)
    lines += ["", style.strong("Bad")] + shown(page.bad) + ["", style.strong("Good")] + shown(page.good)
    if let flow = page.flow {
      lines += ["", style.strong("Flow") + " (\(RulePage.flowName))"] + shown(flow)
    }
    if let fix = page.code.fix { lines += ["", style.strong("Fix")] + TextLayout.wrapped(fix.text) }
    lines += ["", style.strong("Suppress")] + TextLayout.wrapped(page.suppression)
    return lines
  }

  private static func shown(_ example: RuleExample) -> [String] {
    example.shown.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  \($0)" }
  }
}
