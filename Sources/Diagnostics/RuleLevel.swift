/// What the findings of a rule can be made: `--rule RF602=off`, and `rules` of a project.
public enum RuleLevel: String, Sendable, Hashable, CaseIterable {
  case error
  case warning
  case info
  /// The rule's findings are left out.
  case off

  /// The severity of the findings; nil where they are left out.
  public var severity: Severity? {
    switch self {
    case .error: .error
    case .warning: .warning
    case .info: .info
    case .off: nil
    }
  }
}
