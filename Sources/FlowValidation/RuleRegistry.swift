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
    ClashingTriggers(),
    UnknownAuthorization(),
    UnknownEnvironmentValue(),
    ForeignNumber(),
    LiveSetting(),
  ]

  /// The rules that judge a scenario, in code order.
  public static let scenarioRules: [any ScenarioRule] = [
    UnknownNameInScenario(),
    ScenarioAddress(),
    ScenarioWithoutFlow(),
  ]

  /// The rules that judge a project's own file, in code order.
  public static let projectRules: [any ProjectRule] = [
    UnknownEnvironmentValue(),
    UnusedEnvironmentValue(),
    NoOptOut(),
    LiveSetting(),
  ]

  /// The rules that judge scenarios or a project's own file, and no flow.
  static let codesOfOtherFiles = Set(scenarioRules.map(\.code) + projectRules.map(\.code))
    .subtracting(all.map(\.code))

  /// What `refrain explain` says of each rule of this module, in code order.
  public static var pages: [RulePage] {
    let flows = all.map(\.page)
    let known = Set(flows.map(\.code))
    let projects = projectRules.map(\.page).filter { !known.contains($0.code) }
    return ([UnusedSuppression.page] + flows + scenarioRules.map(\.page) + projects).sorted {
      $0.code < $1.code
    }
  }
}
