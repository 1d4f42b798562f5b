/// What `refrain explain` says of one rule.
public struct RulePage: Sendable {
  /// The rule.
  public let code: RuleCode
  /// What the rule finds.
  public let what: String
  /// Why it matters: what happens on the platform.
  public let why: String
  /// A flow in which the rule, and no other, finds something.
  public let bad: RuleExample
  /// The flow put right: no rule finds anything in it.
  public let good: RuleExample
  /// Where the examples are scenarios, the flow that they play; where they are projects, the flow that is in them twice,
  /// under its name and as `copy.flow.json`; nil where they are flows.
  public let flow: RuleExample?

  /// The name of that flow's file.
  public static let flowName = "opening-hours.flow.json"

  /// Creates a page.
  public init(
    _ code: RuleCode, what: String, why: String, bad: RuleExample, good: RuleExample,
    flow: RuleExample? = nil
  ) {
    self.code = code
    self.what = what
    self.why = why
    self.bad = bad
    self.good = good
    self.flow = flow
  }

  /// How to keep a finding of the rule from being reported, or that nothing can.
  public var suppression: String {
    if code.judgesTheFile {
      return "The rule judges the file itself: `lintIgnore` cannot suppress its findings."
    }
    return """
      To keep a finding from being reported, write `"lintIgnore": { "\(code)": "the reason" }` \
      \(code.judgesProjects ? "in the flow that is marked, or switch the rule off in the `rules` of the project" : code.judgesScenarios ? "at the top level of the scenario" : "in its node, or at the top level for the whole file").
      """
  }
}

/// A flow file that shows a rule at work.
public struct RuleExample: Sendable, ExpressibleByStringLiteral {
  /// The file's whole text, which the tests lint.
  public var text: String { makeText() }
  /// What a reader is shown of it: the text itself, or a few words where that would fill screens.
  public let shown: String

  private let makeText: @Sendable () -> String

  /// Creates an example that is shown whole.
  public init(stringLiteral text: String) {
    makeText = { text }
    shown = text
  }

  /// Creates an example that is too long to be shown, and so is made only when it is asked for.
  public init(_ text: @escaping @Sendable @autoclosure () -> String, shown: String) {
    makeText = text
    self.shown = shown
  }
}
