public import FlowInterpreter
import FlowModel

/// A session, and what its host knows of it.
///
/// Its state is copied on write: routing looks at several sessions for each one that goes on, and a state has a dozen
/// parts, each of which a copy would count anew.
public struct HostedSession: Sendable {
  /// The flow that it is a session of, as it was defined when the session began or was moved.
  public let flow: FlowID
  /// The session's number in its host, in the order of the starts, from 1.
  public let number: Int
  /// The session's key.
  public let key: SessionKey
  private var storage: Storage

  /// `@unchecked Sendable` holds because what several sessions share is never changed: `resume` changes a state that nobody
  /// else refers to, or a copy of it.
  private final class Storage: @unchecked Sendable {
    var state: SessionState

    init(_ state: SessionState) { self.state = state }
  }

  /// A session of a flow.
  package init(state: SessionState, flow: FlowID, number: Int) {
    storage = Storage(state)
    key = state.key
    self.flow = flow
    self.number = number
  }

  /// The session itself.
  public var state: SessionState { storage.state }

  // What routing looks at is read one by one: the whole state would be copied for it.

  /// What it waits for and how it stands to a conversation, or how it ended.
  var stage: SessionState.Stage { storage.state.stage }

  /// Whose session it is.
  var customer: Customer { storage.state.customer }

  /// When it began.
  var startedAt: Timestamp { storage.state.startedAt }

  /// Since when it waits for what it waits for.
  var waitingSince: Timestamp { storage.state.waitingSince }

  /// The conversations that it has had.
  var conversations: [LearntConversation] { storage.state.conversations }

  /// The customers other than its own for whose messages it waits.
  var foreignSenders: [Customer] { storage.state.foreignSenders }

  /// Whether it has not ended.
  var isLive: Bool { stage.isLive }

  /// Whether a timer that it has set would do something.
  func waits(for timer: TimerID) -> Bool {
    storage.state.expiry?.timer == timer || stage.alarm?.timer == timer
  }

  /// Resumes the session with an input; see `FlowMachine.resume`.
  /// - Returns: What it was found by before, and what it is found by now.
  mutating func resume(
    by machine: FlowMachine, with input: SessionInput, at now: Timestamp, in turn: inout FlowMachine.Turn,
    handingOver handOver: (inout FlowMachine.Turn) -> Void
  ) -> (former: SessionIndex.Entry, present: SessionIndex.Entry) {
    if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.state) }
    return Self.resume(&storage.state, by: machine, with: input, at: now, in: &turn, handingOver: handOver)
  }

  private static func resume(
    _ state: inout SessionState, by machine: FlowMachine, with input: SessionInput, at now: Timestamp,
    in turn: inout FlowMachine.Turn, handingOver handOver: (inout FlowMachine.Turn) -> Void
  ) -> (former: SessionIndex.Entry, present: SessionIndex.Entry) {
    let former = SessionIndex.Entry(state)
    machine.resume(&state, with: input, at: now, in: &turn, handingOver: handOver)
    return (former, SessionIndex.Entry(state))
  }
}

extension HostedSession {
  /// Whether it has not ended and its current conversation is the one with that id.
  func isLive(in conversation: ConversationID) -> Bool {
    switch stage {
    case .listening(let current, _), .onBranch(_, let current, _, _): current == conversation
    case .apart(_, _, .completed(let last)): last == conversation
    case .apart, .requesting, .ended: false
    }
  }

  /// Whether it has learnt a conversation.
  func hasHad(conversation id: ConversationID) -> Bool { time(ofLearning: id) != nil }

  /// When it learnt a conversation; nil where it did not.
  func time(ofLearning id: ConversationID) -> Timestamp? {
    conversations.last { $0.id == id }?.learntAt
  }

  /// Whether its outstanding conversation request names that id.
  func requests(conversation id: ConversationID) -> Bool { stage.requestedConversation == id }
}
