public import FlowModel
public import JSONSyntax

/// One session of a flow, as a value: it can be stored, hashed, copied and compared, and gone on with elsewhere, alone. A
/// parked session is no task.
public struct SessionState: Sendable, Hashable {
  /// What no other session has.
  public let key: SessionKey
  /// Whose session it is.
  public let customer: Customer
  /// When it began.
  public let startedAt: Timestamp
  /// What it waits for and how it stands to a conversation, or how it ended.
  public internal(set) var stage: Stage
  /// Since when it waits for what it waits for.
  public internal(set) var waitingSince: Timestamp
  /// The timer that ends the session, whatever it waits for, if the flow sets one.
  public internal(set) var expiry: Alarm?
  /// The custom variables' values, by number.
  public internal(set) var variables: [JSON]
  /// The values of the outputs of each node that has set some.
  var outputs = NodeOutputs()
  /// The conversations that it has had, in the order in which it learnt them, each once.
  var learnt = Few<LearntConversation>.none
  /// Events that have come and wait to be processed, in order: as few as `Limits.heldEvents`, so that it costs next to nothing to
  /// take the first.
  var heldEvents: [WebhookEvent] = []
  /// The ids of events that have been processed or held.
  var recentEvents = RecentEventIDs()
  /// What it has asked the world to do and has not heard of, in order; the answer to a wait that is over is not awaited.
  var pending = Few<Effect>.none
  /// How many nodes have been executed.
  public internal(set) var executions = 0
  /// How many timers have been set.
  var timerCount = 0
  /// How many records have told of this session.
  package internal(set) var recordCount = 0

  /// A session that has not begun: nobody sees it before its first turn.
  init(key: SessionKey, customer: Customer, variables: [JSON], start: NodeID, at now: Timestamp) {
    self.key = key
    self.customer = customer
    self.variables = variables
    startedAt = now
    waitingSince = now
    let nothing = Alarm(timer: TimerID(0), time: now)
    stage = .apart(.delay(seconds: 0, nothing), at: start, after: .none)
  }

  /// Whether the session has not ended.
  public var isLive: Bool { stage.isLive }

  /// How the session ended; nil while it has not.
  public var ending: Ending? { if case .ended(let ending) = stage { ending } else { nil } }

  /// What the session waits for; nil where it has ended.
  public var wait: Wait? { stage.wait }

  /// The node at which it waits; nil where it has ended.
  public var node: NodeID? { stage.node }

  /// How the session's conversation stands: that of its latest request.
  public var conversation: Conversation { stage.conversation }

  /// The intermediate branch that is running, if one is.
  public var branch: IntermediateBranch? {
    if case .onBranch(let branch, _, _, _) = stage { branch } else { nil }
  }

  /// The events that have come and wait to be processed, in order.
  public var eventsHeld: [WebhookEvent] { heldEvents }

  /// The conversations that it has had, in the order in which it learnt them, each once.
  public var conversations: [LearntConversation] { Array(learnt) }

  /// What it has asked the world to do and has not heard of, in order; the answer to a wait that is over is not awaited.
  public var pendingEffects: [Effect] { Array(pending) }

  /// The StartConversation whose conversation is open, if one is.
  var conversationNode: NodeID? {
    switch stage {
    case .listening(_, let node): node
    case .onBranch(let branch, _, _, _): branch.node
    case .apart, .requesting, .ended: nil
    }
  }

  /// Notes that the session has learnt a conversation, which is its latest now.
  mutating func learn(_ conversation: ConversationID, at now: Timestamp) {
    let forgotten = conversationForgotten(learning: conversation) ?? conversation
    if let former = learnt.firstIndex(where: { $0.id == forgotten }) { learnt.remove(at: former) }
    learnt.append(LearntConversation(id: conversation, learntAt: now))
  }

  /// The conversation that the session knows no longer once it learns one; nil where it goes on knowing all.
  package func conversationForgotten(learning conversation: ConversationID) -> ConversationID? {
    guard learnt.count >= Limits.sessionConversations, !learnt.contains(where: { $0.id == conversation })
    else { return nil }
    return learnt.first?.id
  }

  /// Takes all held events, in order.
  mutating func takeHeldEvents() -> [WebhookEvent] {
    defer { heldEvents = [] }
    return heldEvents
  }

  /// Notes that nothing more is to be heard of an effect.
  /// - Returns: The effect, if something was.
  @discardableResult
  mutating func settle(_ effect: EffectID) -> Effect? {
    guard let index = pending.firstIndex(where: { $0.id == effect }) else { return nil }
    return pending.remove(at: index)
  }
}

/// A conversation that a session has had.
public struct LearntConversation: Sendable, Hashable {
  /// Its id.
  public let id: ConversationID
  /// When the session learnt the id, or learnt it anew.
  public let learntAt: Timestamp
}

/// How a session ended.
public struct Ending: Sendable, Hashable {
  /// Its result.
  public let result: FlowResult
  /// Why it ended, where that was not at a target.
  public let reason: EndReason?
  /// When it ended.
  public let at: Timestamp
  /// How its latest conversation stood then.
  public let conversation: Conversation
}

/// How the session's conversation with an agent stands: that of its latest request.
public enum Conversation: Sendable, Hashable {
  /// None has been requested.
  case none
  /// It has been requested.
  case requested
  /// It goes on.
  case open(id: ConversationID)
  /// `Complete` has been taken.
  case completed(id: ConversationID)
  /// The request failed.
  case failed

  /// The conversation's id, once it is known.
  public var id: ConversationID? {
    switch self {
    case .open(let id), .completed(let id): id
    case .none, .requested, .failed: nil
    }
  }
}
