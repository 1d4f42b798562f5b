public import Diagnostics

/// Why a flow may not run.
public struct FlowRejected: Error {
  /// The findings in the way: each is an error by its rule's own severity and not suppressed.
  public let findings: [Finding]
  /// The codes of the 1xx errors that loading found, which are in the way too.
  public let loadingErrors: Set<RuleCode>
}
