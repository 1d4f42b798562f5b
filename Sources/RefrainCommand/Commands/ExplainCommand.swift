import RefrainKit

/// `refrain explain [CODE]`: what a rule finds and why, with a bad and a good example; with no code, all
/// rules. What `explore` finds has no code, and is explained by its name.
struct ExplainCommand: Command {
  static let syntax = CommandSyntax(
    name: "explain",
    summary: "explain a rule: what it finds, why, a bad and a good example",
    operands: [
      Operand(
        name: "CODE", kind: .ruleCode, arity: .optional,
        summary: """
          a rule's code or name, such as RF301, or the name of what 'explore' finds, such as end-in-error; all rules are \
          listed where there is none
          """)
    ])

  /// What is explained.
  private enum Subject {
    case allRules
    case rule(RulePage)
    case exploration(ExplorationFinding.Name)
  }

  private let subject: Subject

  init(_ arguments: ParsedArguments) throws(UsageError) {
    guard let name = arguments.operands.first?.text else {
      subject = .allRules
      return
    }
    let pages = RulePages.all
    let wanted = name.lowercased()
    if let page = pages.first(where: { [$0.code.rawValue.lowercased(), $0.code.name].contains(wanted) }) {
      subject = .rule(page)
    } else if let name = ExplorationFinding.Name(rawValue: wanted) {
      subject = .exploration(name)
    } else {
      throw Self.syntax.unknown(
        "rule", name,
        of: pages.map(\.code.rawValue) + pages.map(\.code.name)
          + ExplorationFinding.Name.allCases.map(\.rawValue))
    }
  }

  func run(on console: inout Console) -> ExitStatus {
    let lines =
      switch subject {
      case .allRules: Self.list
      case .rule(let page): Self.text(of: page, color: console.isColored)
      case .exploration(let name): Self.text(of: name, color: console.isColored)
      }
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

  private static func text(of name: ExplorationFinding.Name, color: Bool) -> [String] {
    let style = TerminalStyle(isColored: color)
    let explanation = name.explanation
    var lines = [style.strong(name.rawValue) + " (a finding of 'refrain explore')", ""]
    lines += TextLayout.wrapped(explanation.what) + [""]
    lines += TextLayout.wrapped(explanation.advice)
    if let rule = explanation.rule {
      lines += [
        "", "'refrain explain \(rule)' has the rule by which 'lint' finds the like without trying anything.",
      ]
    }
    return lines
  }

  private static func shown(_ example: RuleExample) -> [String] {
    example.shown.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  \($0)" }
  }
}
