/// How much a finding matters.
public enum Severity: String, Sendable, Hashable, CaseIterable {
  /// The flow does not do what its author means: the exit status is 1.
  case error
  /// The flow probably does not do what its author means: the exit status is 1 with `--strict` only.
  case warning
  /// Worth knowing; never changes the exit status.
  case info
}
