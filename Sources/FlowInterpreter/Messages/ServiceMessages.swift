public import FlowModel
public import JSONSyntax

/// One thing that ECE is asked: what the nodes beside StartConversation ask it.
public struct ServiceRequest: Sendable, Hashable {
  /// What ECE is asked, rendered.
  public enum Question: Sendable, Hashable {
    /// To end a conversation.
    case endConversation(ConversationID)
    /// To tell the agent of a conversation something.
    case sendMessage(ConversationID, text: String, format: NodeConfiguration.SendMessage.Format)
    /// How an entry point is configured.
    case entrypointConfiguration(entryPointID: String)
    /// Whether an entry point has an agent to spare.
    case agentAvailability(entryPointID: String)
    /// How many conversations an entry point can take.
    case agentCapacity(entryPointID: String)
  }

  /// What is asked.
  public let question: Question
  /// The name of the node authorization.
  public let authorization: String
  /// When the answer is no longer waited for.
  public let deadline: Timestamp

  /// Creates a request.
  public init(_ question: Question, authorization: String, deadline: Timestamp) {
    self.question = question
    self.authorization = authorization
    self.deadline = deadline
  }
}

extension ServiceRequest.Question {
  /// What is asked, by its name in traces.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case endConversation, sendMessage, entrypointConfiguration, agentAvailability, agentCapacity
  }

  /// What is asked.
  public var kind: Kind {
    switch self {
    case .endConversation: .endConversation
    case .sendMessage: .sendMessage
    case .entrypointConfiguration: .entrypointConfiguration
    case .agentAvailability: .agentAvailability
    case .agentCapacity: .agentCapacity
    }
  }

  /// The conversation that it is about, if it is about one.
  public var conversationID: ConversationID? {
    switch self {
    case .endConversation(let id), .sendMessage(let id, _, _): id
    case .entrypointConfiguration, .agentAvailability, .agentCapacity: nil
    }
  }

  /// The entry point that it is about, if it is about one.
  public var entryPointID: String? {
    switch self {
    case .entrypointConfiguration(let id), .agentAvailability(let id), .agentCapacity(let id): id
    case .endConversation, .sendMessage: nil
    }
  }
}

/// What came of asking ECE one thing.
public enum ServiceAnswer: Sendable, Hashable {
  /// A status 2xx, and what the answer tells.
  case succeeded(status: Int, ServiceResult)
  /// Any other status.
  case refused(status: Int, Refusal)
  /// No answer.
  case failed(RequestFailure)
}

/// What ECE's answer tells, as far as it does: which of these it has to tell depends on what was asked.
public struct ServiceResult: Sendable, Hashable {
  /// The entry point's id.
  public var entryPointID: String?
  /// When the entry point was modified last, as ECE writes it.
  public var lastModifiedDate: String?
  /// Which attachments the entry point takes.
  public var attachmentPolicies: String?
  /// Whether an agent is available.
  public var isAvailable: Bool?
  /// How many conversations agents can take.
  public var availableSlots: Int?
  /// The whole answer.
  public var body: JSON

  /// Creates what an answer tells.
  public init(
    entryPointID: String? = nil, lastModifiedDate: String? = nil, attachmentPolicies: String? = nil,
    isAvailable: Bool? = nil, availableSlots: Int? = nil, body: JSON = [:]
  ) {
    self.entryPointID = entryPointID
    self.lastModifiedDate = lastModifiedDate
    self.attachmentPolicies = attachmentPolicies
    self.isAvailable = isAvailable
    self.availableSlots = availableSlots
    self.body = body
  }
}
