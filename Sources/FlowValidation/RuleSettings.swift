public import Diagnostics

/// How much the rules' findings are to matter, where that is not what the rules say themselves.
public struct RuleSettings: Sendable, Hashable {
  /// A rule of the family 1xx, which judges the file itself: no setting changes it.
  public struct UnchangeableRule: Error, Hashable {
    /// The rule.
    public let code: RuleCode
  }

  private var levels: [RuleCode: RuleLevel] = [:]

  /// The rules' own severities.
  public init() {}

  /// The levels that rules are given, the last one of each. Rules that cannot be changed are passed over.
  public init(_ rules: some Sequence<(code: RuleCode, level: RuleLevel)>) {
    for (code, level) in rules where !code.judgesTheFile { levels[code] = level }
  }

  /// Gives all findings of a rule another level; the last level given to a rule counts.
  public mutating func set(_ code: RuleCode, to level: RuleLevel) throws(UnchangeableRule) {
    guard !code.judgesTheFile else { throw UnchangeableRule(code: code) }
    levels[code] = level
  }

  /// Whether a rule's findings are left out.
  public func isOff(_ code: RuleCode) -> Bool { levels[code] == .off }

  /// The finding as it is to be reported, or nil where its rule is off.
  func applied(to finding: Finding) -> Finding? {
    guard let level = levels[finding.code] else { return finding }
    return level.severity.map(finding.with(severity:))
  }
}
