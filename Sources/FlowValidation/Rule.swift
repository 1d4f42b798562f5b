public import Diagnostics

/// A rule of the families 2xx to 6xx: a function from a flow to what is wrong with it.
///
/// One file, one type. `RuleRegistry` lists them; the code's name and default severity are in `RuleCode`.
public protocol Rule: Sendable {
  /// The rule's code.
  var code: RuleCode { get }

  /// What `refrain explain` says of the rule: its file in `Pages`.
  var page: RulePage { get }

  /// Whether what the rule finds in a node depends on the values of the project's environment that are put into it, and on
  /// nothing that the values put into other nodes change.
  var dependsOnEnvironment: Bool { get }

  /// Whether the rule can be judged, or what it finds would only follow from an error already reported.
  func isJudged(in context: RuleContext) -> Bool

  /// What the rule finds, in any order.
  ///
  /// Complexity: linear in the flow's size unless the rule's own documentation says otherwise.
  /// - Parameter context: The flow, and what the rules before this one, in code order, have left to know.
  func findings(in context: inout RuleContext) -> [Finding]
}

extension Rule {
  /// It does not, unless the rule says otherwise.
  public var dependsOnEnvironment: Bool { false }

  /// It can, unless the rule says otherwise.
  public func isJudged(in context: RuleContext) -> Bool { true }
}
