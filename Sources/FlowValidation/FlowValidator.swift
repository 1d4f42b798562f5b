import Diagnostics
public import FlowModel

/// Judges flows by the rules, and passes those that may run.
public enum FlowValidator {
  /// What the rules 2xx to 6xx and RF001 find in a flow, with suppressions and settings applied.
  ///
  /// A finding that is suppressed, or whose rule is off, still keeps the rules from judging what depends on it.
  /// - Parameters:
  ///   - membership: The flow's part in a project; nil judges it alone.
  ///   - environments: The flow in each environment that is judged, where values are put into it. The rules that these
  ///     matter to judge the nodes that hold one as they are there; all else is judged once.
  public static func validate(
    _ graph: FlowGraph, in membership: ProjectMembership? = nil, environments: [FlowInEnvironment] = [],
    settings: RuleSettings = RuleSettings()
  ) -> ValidationReport {
    var context = RuleContext(graph, membership: membership, environments: environments)
    var inEnvironments = EnvironmentContexts(of: context)
    var found: [Finding] = []
    // In one environment of several nobody knows what the others need.
    var unjudged =
      membership?.project.isEnvironmentChosen == true
      ? Set(RuleCode.allCases) : RuleRegistry.codesOfOtherFiles
    for rule in RuleRegistry.all {
      guard rule.isJudged(in: context) else {
        unjudged.insert(rule.code)
        continue
      }
      var findings =
        (rule.dependsOnEnvironment ? inEnvironments?.findings(of: rule) : nil) ?? rule.findings(in: &context)
      context.note(findings)
      // Where some of a rule's are suppressed they are told from the others below.
      if findings.count > KeptFindings.limit, !graph.suppresses(rule.code) {
        var kept = KeptFindings()
        kept.append(contentsOf: findings)
        findings = kept.all
      }
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

extension FlowGraph {
  /// Whether the file, or one of its nodes, suppresses a rule.
  fileprivate func suppresses(_ code: RuleCode) -> Bool {
    suppressions.contains { $0.code == code }
      || nodes.contains { $0.suppressions.contains { $0.code == code } }
  }
}
