public import FlowInterpreter
import FlowModel

/// A session, and what its host knows of it.
public struct HostedSession: Sendable {
  /// The session itself.
  public internal(set) var state: SessionState
  /// The flow that it is a session of.
  public let flow: FlowID
  /// The session's number in its host, in the order of the starts, from 1.
  public let number: Int

  /// The session's key.
  public var key: SessionKey { state.key }
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
    state.conversations.last { $0.id == id }?.learntAt
  }

  /// Whether its outstanding conversation request names that id.
  func requests(conversation id: ConversationID) -> Bool { state.requestedConversation == id }
}
