/// The rules' codes, the one table of them. A code is stable for ever and never used again for something else.
public enum RuleCode: String, Sendable, Hashable, CaseIterable {
  case unusedSuppression = "RF001"

  case invalidJSON = "RF101"
  case duplicateKey = "RF102"
  case unknownField = "RF103"
  case missingField = "RF104"
  case wrongType = "RF105"
  case invalidValue = "RF106"
  case unknownNodeType = "RF107"
  case unknownOutcome = "RF108"
  case unsupportedFormatVersion = "RF109"
  case customAttributeNotSupported = "RF110"
  case fileTooLarge = "RF111"
  case byteOrderMark = "RF112"

  case startNodeCount = "RF201"
  case unknownTarget = "RF202"
  case unreachableNode = "RF203"
  case unassignedOutcome = "RF204"
  case targetIsStart = "RF205"
  case loopWithoutWait = "RF206"

  case waitingNodeOnIntermediateBranch = "RF301"
  case finalEndOnIntermediateBranch = "RF302"
  case resumeOutsideIntermediateBranch = "RF303"
  case conversationInput = "RF304"
  case conversationIDNotReset = "RF305"
  case phoneNumberFormat = "RF306"
  case serviceRequestOnIntermediateBranch = "RF307"
  case customerNotHeard = "RF308"
  case literalEntryPointDate = "RF309"

  case undefinedReference = "RF401"
  case maybeUnsetReference = "RF402"
  case unusedVariable = "RF403"
  case reservedName = "RF404"
  case literalNeverValid = "RF405"
  case conditionNeverHolds = "RF406"
  case branchNeverTaken = "RF407"
  case foreignPlaceholder = "RF408"
  case staleConversationOutput = "RF409"
  case unusedResult = "RF410"

  case messageTooLong = "RF501"
  case messageSegments = "RF502"
  case richTextOnSMS = "RF503"
  case htmlInSMS = "RF504"
  case secretInFlow = "RF505"
  case referenceInRawBody = "RF506"

  case manyNodes = "RF601"
  case directLoopBack = "RF602"

  case unknownNameInScenario = "RF701"
  case scenarioAddress = "RF702"
  case scenarioWithoutFlow = "RF703"

  case clashingTriggers = "RF801"
  case unknownAuthorization = "RF802"
  case unknownEnvironmentValue = "RF803"
  case unusedEnvironmentValue = "RF804"
  case foreignNumber = "RF805"
  case noOptOut = "RF806"
  case liveSetting = "RF807"

  /// The rule's name, in words and hyphens: `waiting-node-on-intermediate-branch`.
  public var name: String { entry.name }

  /// The severity of the rule's findings where the rule does not say otherwise.
  public var defaultSeverity: Severity { entry.severity }

  /// Whether the rule judges the file itself rather than the flow in it.
  ///
  /// Such a finding can be neither suppressed nor given another severity.
  public var judgesTheFile: Bool { rawValue.utf8.dropFirst(2).first == UInt8(ascii: "1") }

  /// Whether the rule judges a scenario, not a flow (7xx).
  public var judgesScenarios: Bool { rawValue.utf8.dropFirst(2).first == UInt8(ascii: "7") }

  /// Whether the rule judges what flows are to each other and to their project (8xx).
  public var judgesProjects: Bool { rawValue.utf8.dropFirst(2).first == UInt8(ascii: "8") }

  /// Whether the rule judges the conversation (3xx): the findings that a forced run lets pass.
  public var judgesTheConversation: Bool { rawValue.utf8.dropFirst(2).first == UInt8(ascii: "3") }

  private var entry: (name: String, severity: Severity) {
    switch self {
    case .unusedSuppression: ("unused-suppression", .warning)
    case .invalidJSON: ("invalid-json", .error)
    case .duplicateKey: ("duplicate-key", .error)
    case .unknownField: ("unknown-field", .error)
    case .missingField: ("missing-field", .error)
    case .wrongType: ("wrong-type", .error)
    case .invalidValue: ("invalid-value", .error)
    case .unknownNodeType: ("unknown-node-type", .error)
    case .unknownOutcome: ("unknown-outcome", .error)
    case .unsupportedFormatVersion: ("unsupported-format-version", .error)
    case .customAttributeNotSupported: ("custom-attribute-not-supported", .error)
    case .fileTooLarge: ("file-too-large", .error)
    case .byteOrderMark: ("byte-order-mark", .info)
    case .startNodeCount: ("start-node-count", .error)
    case .unknownTarget: ("unknown-target", .error)
    case .unreachableNode: ("unreachable-node", .warning)
    case .unassignedOutcome: ("unassigned-outcome", .error)
    case .targetIsStart: ("target-is-start", .error)
    case .loopWithoutWait: ("loop-without-wait", .error)
    case .waitingNodeOnIntermediateBranch: ("waiting-node-on-intermediate-branch", .error)
    case .finalEndOnIntermediateBranch: ("final-end-on-intermediate-branch", .warning)
    case .resumeOutsideIntermediateBranch: ("resume-outside-intermediate-branch", .error)
    case .conversationInput: ("conversation-input", .error)
    case .conversationIDNotReset: ("conversation-id-not-reset", .warning)
    case .phoneNumberFormat: ("phone-number-format", .warning)
    case .serviceRequestOnIntermediateBranch: ("service-request-on-intermediate-branch", .warning)
    case .customerNotHeard: ("customer-not-heard", .warning)
    case .literalEntryPointDate: ("literal-entry-point-date", .info)
    case .undefinedReference: ("undefined-reference", .error)
    case .maybeUnsetReference: ("maybe-unset-reference", .warning)
    case .unusedVariable: ("unused-variable", .warning)
    case .reservedName: ("reserved-name", .error)
    case .literalNeverValid: ("literal-never-valid", .error)
    case .conditionNeverHolds: ("condition-never-holds", .warning)
    case .branchNeverTaken: ("branch-never-taken", .warning)
    case .foreignPlaceholder: ("foreign-placeholder", .warning)
    case .staleConversationOutput: ("stale-conversation-output", .warning)
    case .unusedResult: ("unused-result", .warning)
    case .messageTooLong: ("message-too-long", .error)
    case .messageSegments: ("message-segments", .info)
    case .richTextOnSMS: ("rich-text-on-sms", .warning)
    case .htmlInSMS: ("html-in-sms", .info)
    case .secretInFlow: ("secret-in-flow", .warning)
    case .referenceInRawBody: ("reference-in-raw-body", .warning)
    case .manyNodes: ("many-nodes", .info)
    case .directLoopBack: ("direct-loop-back", .info)
    case .unknownNameInScenario: ("unknown-name-in-scenario", .error)
    case .scenarioAddress: ("scenario-address", .warning)
    case .scenarioWithoutFlow: ("scenario-without-flow", .error)
    case .clashingTriggers: ("clashing-triggers", .error)
    case .unknownAuthorization: ("unknown-authorization", .error)
    case .unknownEnvironmentValue: ("unknown-environment-value", .error)
    case .unusedEnvironmentValue: ("unused-environment-value", .warning)
    case .foreignNumber: ("foreign-number", .info)
    case .noOptOut: ("no-opt-out", .info)
    case .liveSetting: ("live-setting", .error)
    }
  }
}

extension RuleCode: Comparable {
  /// Codes are ordered as they are written.
  public static func < (left: RuleCode, right: RuleCode) -> Bool { left.rawValue < right.rawValue }
}

extension RuleCode: CustomStringConvertible {
  /// The code as it is written: `RF301`.
  public var description: String { rawValue }
}
