public import FlowInterpreter
public import FlowModel

/// A session, and what its host knows of it.
public struct HostedSession: Sendable {
  /// A conversation that a session learnt.
  struct LearntConversation: Sendable, Hashable {
    let id: ConversationID
    let time: Timestamp
  }

  /// The session itself.
  public internal(set) var state: SessionState
  /// The session's name.
  public let key: SessionKey
  /// The flow that it is a session of.
  public let flow: FlowID
  /// The session's number in its host, in the order of the starts, from 1.
  public let number: Int
  /// When it began.
  public let startedAt: Timestamp
  /// Since when it waits.
  public internal(set) var waitingSince: Timestamp
  /// When it ended; nil where it has not.
  public internal(set) var endedAt: Timestamp?
  /// The conversations that it learnt, each once, in the order in which it did last.
  var conversations: [LearntConversation] = []
  /// The id that its outstanding conversation request names, where it names one.
  var requestedConversation: ConversationID?
  /// The id under which the gateway has taken the message whose receipt it waits for.
  public internal(set) var awaitedReceipt: String?
}

extension HostedSession {
  /// The customers other than its own for whose messages it waits.
  var foreignSenders: [Customer] {
    guard case .message(let filters, _)? = state.wait else { return [] }
    return filters.map { Customer(channel: $0.channel, address: $0.from) }.filter { $0 != state.customer }
  }

  /// Whether its current conversation is the one with that id.
  func has(conversation id: ConversationID) -> Bool { state.conversation.id == id }

  /// Whether it has learnt a conversation.
  func hasHad(conversation id: ConversationID) -> Bool { time(ofLearning: id) != nil }

  /// When it learnt a conversation; nil where it did not.
  func time(ofLearning id: ConversationID) -> Timestamp? {
    conversations.last { $0.id == id }?.time
  }

  /// Whether its outstanding conversation request names that id.
  func requests(conversation id: ConversationID) -> Bool { requestedConversation == id }

  /// Notes that it has learnt a conversation.
  mutating func learn(conversation id: ConversationID, at time: Timestamp) {
    conversations.removeAll { $0.id == id }
    conversations.append(LearntConversation(id: id, time: time))
  }
}
