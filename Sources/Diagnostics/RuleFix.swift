/// What the fix of a rule's findings does, for a rule whose findings may have one.
public struct RuleFix: Sendable, Hashable {
  /// What it does, in a sentence or two.
  public let summary: String
  /// Whether `lint --fix` makes it; otherwise only `--unsafe-fixes` does, and an editor when it is told to.
  public let isSafe: Bool

  /// The fix as a page of the rule tells it.
  public var text: String {
    "\(summary) \(isSafe ? "`refrain lint --fix` does it." : "A suggestion: `refrain lint --unsafe-fixes` does it.")"
  }
}

extension RuleCode {
  /// What the fix of the rule's findings does; nil where they have none.
  public var fix: RuleFix? {
    switch self {
    case .unusedSuppression:
      RuleFix(summary: "Takes the suppression out, and `lintIgnore` where it was the only one.", isSafe: true)
    case .byteOrderMark: RuleFix(summary: "Takes the byte order mark out.", isSafe: true)
    case .unknownField:
      RuleFix(summary: "Writes the name of the nearest field, where one is near.", isSafe: false)
    case .invalidValue:
      RuleFix(
        summary: "Writes the nearest of the values that the field takes, where one is near.", isSafe: false)
    case .unknownNodeType: RuleFix(summary: "Writes the nearest node type, where one is near.", isSafe: false)
    case .unknownOutcome:
      RuleFix(summary: "Writes the name of the nearest outcome, where one is near.", isSafe: false)
    case .unknownTarget:
      RuleFix(summary: "Writes the nearest node or result, where one is near.", isSafe: false)
    case .unassignedOutcome:
      RuleFix(
        summary: "Leads `otherwise` to `@end:error`, or on an intermediate branch to `@resume`.",
        isSafe: false)
    case .undefinedReference:
      RuleFix(summary: "Writes the nearest reference or variable, where one is near.", isSafe: false)
    case .phoneNumberFormat:
      RuleFix(
        summary: """
          Takes a sender's number apart: `| nationalNumber` as `phoneNumber`, `| countryCode` as `countryCode`.
          """, isSafe: true)
    case .htmlInSMS: RuleFix(summary: "Adds `| plainText` to the reference.", isSafe: false)
    case .referenceInRawBody:
      RuleFix(summary: "Writes the body as `json`, where no reference is in a member's name.", isSafe: false)
    case .foreignPlaceholder:
      RuleFix(summary: "Writes `$(NAME)`, where there is such a variable or output.", isSafe: false)
    case .messageSegments:
      RuleFix(
        summary: "Writes typographic characters plainly, where these alone force the longer encoding.",
        isSafe: true)
    case .unknownNameInScenario:
      RuleFix(summary: "Writes the nearest name that there is, where one is near.", isSafe: false)
    case .unusedVariable: RuleFix(summary: "Takes the variable out.", isSafe: false)
    default: nil
    }
  }
}
