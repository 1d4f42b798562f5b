public import FlowInterpreter
import FlowModel

/// A session, and what its host knows of it.
///
/// Its state is copied on write: routing looks at several sessions for each one that goes on, and a state has a dozen
/// parts, each of which a copy would count anew.
public struct HostedSession: Sendable {
  /// The flow that it is a session of.
  public let flow: FlowID
  /// The session's number in its host, in the order of the starts, from 1.
  public let number: Int
  private var storage: Storage

  /// `@unchecked Sendable` holds because what several sessions share is never changed: `resume` changes a state that nobody
  /// else refers to, or a copy of it.
  private final class Storage: @unchecked Sendable {
    var state: SessionState

    init(_ state: SessionState) { self.state = state }
  }

  /// A session of a flow.
  init(state: SessionState, flow: FlowID, number: Int) {
    storage = Storage(state)
    self.flow = flow
    self.number = number
  }

  /// The session itself.
  public var state: SessionState { storage.state }

  /// The session's key.
  public var key: SessionKey { state.key }

  /// Resumes the session with an input; see `FlowMachine.resume`.
  mutating func resume(
    by machine: FlowMachine, with input: SessionInput, at now: Timestamp, in turn: inout FlowMachine.Turn,
    handingOver handOver: (inout FlowMachine.Turn) -> Void
  ) {
    if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.state) }
    machine.resume(&storage.state, with: input, at: now, in: &turn, handingOver: handOver)
  }
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
