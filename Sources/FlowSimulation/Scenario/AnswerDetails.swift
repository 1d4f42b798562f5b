public import FlowModel
public import JSONSyntax

/// What an answer of ECE says besides its status. What is nil it does not say; a success says then what an answer does that
/// nobody has scripted.
public struct AnswerDetails: Sendable, Hashable {
  /// The conversation's id.
  public var conversationID: ConversationID?
  /// The case's id.
  public var caseID: String?
  /// The activity's id.
  public var activityID: String?
  /// When the entry point was modified last.
  public var lastModifiedDate: String?
  /// Which attachments the entry point takes.
  public var attachmentPolicies: String?
  /// Whether an agent is available.
  public var isAvailable: Bool?
  /// How many conversations agents can take.
  public var availableSlots: Int?
  /// A failure's sub-code.
  public var code: JSON?
  /// What a failure says to developers.
  public var developerMessage: String?

  /// Creates what an answer says.
  public init(
    conversationID: ConversationID? = nil, caseID: String? = nil, activityID: String? = nil,
    lastModifiedDate: String? = nil, attachmentPolicies: String? = nil, isAvailable: Bool? = nil,
    availableSlots: Int? = nil, code: JSON? = nil, developerMessage: String? = nil
  ) {
    self.conversationID = conversationID
    self.caseID = caseID
    self.activityID = activityID
    self.lastModifiedDate = lastModifiedDate
    self.attachmentPolicies = attachmentPolicies
    self.isAvailable = isAvailable
    self.availableSlots = availableSlots
    self.code = code
    self.developerMessage = developerMessage
  }

  /// What is said, as the members of a scenario's `respond` and of a simulated `response`.
  var members: JSONObject {
    var members = JSONObject()
    members["conversationId"] = conversationID.map { .string($0.text) }
    members["caseId"] = caseID.map { .string($0) }
    members["activityId"] = activityID.map { .string($0) }
    members["lastModifiedDate"] = lastModifiedDate.map { .string($0) }
    members["attachmentPolicies"] = attachmentPolicies.map { .string($0) }
    members["available"] = isAvailable.map { .boolean($0) }
    members["availableSlots"] = availableSlots.map { .number($0) }
    members["code"] = code
    members["developerMessage"] = developerMessage.map { .string($0) }
    return members
  }
}
