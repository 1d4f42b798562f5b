public import Diagnostics
public import FlowModel

/// What the rules find in a flow.
public struct ValidationReport: Sendable {
  /// The findings that stand, in the order in which they are reported.
  public let findings: [Finding]
  /// The findings that `lintIgnore` suppresses, in the same order.
  public let suppressed: [SuppressedFinding]
}

/// A finding that the author has answered with a reason.
public struct SuppressedFinding: Sendable {
  /// What was found.
  public let finding: Finding
  /// What suppresses it; the node's where the file's does too.
  public let suppression: Suppression
}
