public import FlowInterpreter
import FlowModel

/// A session, and what its host knows of it.
///
/// Its state is copied on write, as a list of one is: routing looks at several sessions for each one that goes on, and a state
/// has a dozen parts, each of which a copy would count anew.
public struct HostedSession: Sendable {
  /// The flow that it is a session of, as it was defined when the session began or was moved.
  public let flow: FlowID
  /// The session's number in its host, in the order of the starts, from 1.
  public let number: Int
  /// The one state.
  private var states: [SessionState]

  /// A session of a flow.
  package init(state: SessionState, flow: FlowID, number: Int) {
    states = [state]
    self.flow = flow
    self.number = number
  }

  /// The session itself.
  public var state: SessionState { states[0] }

  // What routing looks at is read one by one, through a span: the list itself would give a copy of the whole state.

  /// The session's key.
  public var key: SessionKey { states.span[0].key }

  /// What it waits for and how it stands to a conversation, or how it ended.
  var stage: SessionState.Stage { states.span[0].stage }

  /// Whose session it is.
  var customer: Customer { states.span[0].customer }

  /// When it began.
  var startedAt: Timestamp { states.span[0].startedAt }

  /// Since when it waits for what it waits for.
  var waitingSince: Timestamp { states.span[0].waitingSince }

  /// The conversations that it has had.
  var conversations: [LearntConversation] { states.span[0].conversations }

  /// The conversation that it knows no longer once it learns one; nil where it goes on knowing all.
  func conversationForgotten(learning id: ConversationID) -> ConversationID? {
    states.span[0].conversationForgotten(learning: id)
  }

  /// The customers other than its own for whose messages it waits.
  var foreignSenders: [Customer] { states.span[0].foreignSenders }

  /// Whether it has not ended.
  var isLive: Bool { stage.isLive }

  /// Whether a timer that it has set would do something.
  func waits(for timer: TimerID) -> Bool {
    states.span[0].expiry?.timer == timer || stage.alarm?.timer == timer
  }

  /// Resumes the session with an input; see `FlowMachine.resume`.
  /// - Returns: What it was found by before, and what it is found by now.
  mutating func resume(
    by machine: FlowMachine, with input: SessionInput, at now: Timestamp, in turn: inout FlowMachine.Turn,
    handingOver handOver: (inout FlowMachine.Turn) -> Void
  ) -> (former: SessionIndex.Entry, present: SessionIndex.Entry) {
    Self.resume(&states[0], by: machine, with: input, at: now, in: &turn, handingOver: handOver)
  }

  private static func resume(
    _ state: inout SessionState, by machine: FlowMachine, with input: SessionInput, at now: Timestamp,
    in turn: inout FlowMachine.Turn, handingOver handOver: (inout FlowMachine.Turn) -> Void
  ) -> (former: SessionIndex.Entry, present: SessionIndex.Entry) {
    let former = SessionIndex.Entry(&state)
    machine.resume(&state, with: input, at: now, in: &turn, handingOver: handOver)
    return (former, SessionIndex.Entry(&state))
  }
}

extension HostedSession {
  /// Whether it has learnt a conversation.
  func hasHad(conversation id: ConversationID) -> Bool { time(ofLearning: id) != nil }

  /// When it learnt a conversation; nil where it did not.
  func time(ofLearning id: ConversationID) -> Timestamp? {
    conversations.last { $0.id == id }?.learntAt
  }

  /// Whether its outstanding conversation request names that id.
  func requests(conversation id: ConversationID) -> Bool { stage.requestedConversation == id }
}
