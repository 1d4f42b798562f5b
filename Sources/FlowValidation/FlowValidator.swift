import Diagnostics
public import FlowModel

/// Judges flows by the rules, and passes those that may run.
public enum FlowValidator {
  /// What the rules 2xx to 6xx and RF001 find in a flow, with suppressions and settings applied.
  ///
  /// A finding that is suppressed, or whose rule is off, still keeps the rules from judging what depends on it.
  public static func validate(_ graph: FlowGraph, settings: RuleSettings = RuleSettings()) -> ValidationReport
  {
    var context = RuleContext(graph)
    var found: [Finding] = []
    // What judges scenarios is not judged here.
    var unjudged = Set(RuleRegistry.scenarioRules.map(\.code))
    for rule in RuleRegistry.all {
      guard rule.isJudged(in: context) else {
        unjudged.insert(rule.code)
        continue
      }
      let findings = rule.findings(in: &context)
      context.note(findings)
      found += findings
    }
    return SuppressionPass(graph, settings: settings, unjudged: unjudged).report(on: found)
  }

  /// The flow, if it may run: loading found no error in it, and the rules none that is not suppressed.
  ///
  /// Errors count by the rules' own severities, whatever a user has set.
  /// - Parameter forcing: Lets errors of the conversation (3xx) stand.
  /// - Throws: The findings in the way.
  public static func validated(_ graph: FlowGraph, forcing: Bool = false) throws(FlowRejected)
    -> ValidatedFlow
  {
    let errors = validate(graph).findings.filter { $0.severity == .error }
    let rejecting = forcing ? errors.filter { !$0.code.judgesTheConversation } : errors
    guard rejecting.isEmpty, graph.loadingErrors.isEmpty,
      let flow = ValidatedFlow(validated: graph, isForced: !errors.isEmpty)
    else {
      throw FlowRejected(findings: rejecting, loadingErrors: graph.loadingErrors)
    }
    return flow
  }
}
