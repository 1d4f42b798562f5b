public import Diagnostics

/// The program that makes a report, for the formats that describe it.
public struct LintTool: Sendable {
  /// Its name.
  static let name = "refrain"

  /// Its version; nil where that is not to be told.
  public let version: String?
  /// The pages of its rules, in the order of their codes.
  public let rules: [RulePage]

  /// Creates a description.
  public init(version: String? = nil, rules: [RulePage] = []) {
    self.version = version
    self.rules = rules
  }
}
