public import Diagnostics

/// The rules that judge flows, and those that judge scenarios.
public enum RuleRegistry {
  /// The rules, in code order, which is the order in which they judge.
  public static let all: [any Rule] = [
    StartNodeCount(),
    UnknownTarget(),
    UnreachableNode(),
    UnassignedOutcome(),
    TargetIsStart(),
    LoopWithoutWait(),
    WaitingNodeOnIntermediateBranch(),
    FinalEndOnIntermediateBranch(),
    ResumeOutsideIntermediateBranch(),
    ConversationInput(),
    ConversationIDNotReset(),
    PhoneNumberFormat(),
    ServiceRequestOnIntermediateBranch(),
    CustomerNotHeard(),
    LiteralEntryPointDate(),
    UndefinedReference(),
    MaybeUnsetReference(),
    UnusedVariable(),
    ReservedName(),
    LiteralNeverValid(),
    ConditionNeverHolds(),
    BranchNeverTaken(),
    ForeignPlaceholder(),
    StaleConversationOutput(),
    UnusedResult(),
    MessageTooLong(),
    MessageSegments(),
    RichTextOnSMS(),
    HTMLInSMS(),
    SecretInFlow(),
    ReferenceInRawBody(),
    ManyNodes(),
    DirectLoopBack(),
  ]

  /// The rules that judge a scenario, in code order.
  public static let scenarioRules: [any ScenarioRule] = [
    UnknownNameInScenario(),
    ScenarioAddress(),
    ScenarioWithoutFlow(),
  ]

  /// What `refrain explain` says of each rule of this module, in code order: RF001, then the rules of flows, then those
  /// of scenarios.
  public static var pages: [RulePage] {
    [UnusedSuppression.page] + all.map(\.page) + scenarioRules.map(\.page)
  }
}
