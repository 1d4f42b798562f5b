public import FlowModel
public import JSONSyntax

/// One session of a flow, as a value: it can be stored, hashed, copied and compared. A parked session is no task.
public struct SessionState: Sendable, Hashable {
  /// Whether a session goes on.
  public enum Status: Sendable, Hashable {
    /// It waits for an input at a node. No session is seen in any other state than this and the next.
    case waiting(Wait, at: NodeID)
    /// It is over.
    case ended(FlowResult, EndReason?)
  }

  // In an order in which the smaller members fill the gaps between the others: 125 bytes.

  /// Whether it goes on, and what it waits for. Before its first turn it is nowhere; nobody sees that.
  public internal(set) var status: Status = .waiting(.conversationEvent, at: NodeID(0))
  /// The timer that ends the session, if the flow sets one.
  var expiryTimer: TimerID?
  /// How many records have told of this session.
  var recordCount = 0
  /// The custom variables' values, by number.
  public internal(set) var variables: [JSON]
  /// The nodes' outputs that have been set.
  var outputs = OutputValues()
  private var events = SessionEvents()
  /// The conversation with an agent.
  public internal(set) var conversation: Conversation = .none
  /// How many nodes have been executed.
  private var executed: UInt32 = 0
  /// Whose session it is.
  public let customer: Customer
  /// How many timers have been set.
  private var timers: UInt32 = 0
  /// The intermediate branch that is running, if one is.
  public internal(set) var branch: IntermediateBranch?

  /// A session that has not begun.
  init(customer: Customer, variables: [JSON]) {
    self.customer = customer
    self.variables = variables
  }

  /// How many nodes have been executed.
  public internal(set) var executions: Int {
    get { Int(executed) }
    set { executed = UInt32(newValue) }
  }

  /// How many timers have been set.
  var timerCount: Int {
    get { Int(timers) }
    set { timers = UInt32(newValue) }
  }

  /// Events that have come and wait to be processed.
  var heldEvents: EventQueue {
    get { events.held }
    _modify { yield &events.held }
  }

  /// The ids of events that have been processed or held.
  var rememberedEvents: RecentIdentifiers {
    get { events.remembered }
    _modify { yield &events.remembered }
  }

  /// The events that have come and wait to be processed, in order.
  public var eventsHeld: [WebhookEvent] { Array(heldEvents.inOrder) }

  /// Whether the session has not ended.
  public var isLive: Bool { wait != nil }

  /// Whether a timer that the session has set would do something.
  package func waits(for timer: TimerID) -> Bool {
    if expiryTimer == timer { return true }
    guard case .waiting(let wait, _) = status else { return false }
    return wait.alarm?.timer == timer
  }

  /// What the session waits for; nil where it has ended.
  // Inlined into another module, this makes the optimizer of Swift 6.3 fail: it ends the borrow too early.
  @inline(never)
  public var wait: Wait? {
    switch status {
    case .waiting(let wait, _): wait
    case .ended: nil
    }
  }

  /// The node at which it waits; nil where it has ended.
  // Inlined into another module, this makes the optimizer of Swift 6.3 fail: it ends the borrow too early.
  @inline(never)
  public var node: NodeID? {
    switch status {
    case .waiting(_, let node): node
    case .ended: nil
    }
  }
}

/// What a session waits for.
public enum Wait: Sendable, Hashable {
  /// The gateway's answer to a submission.
  case gatewayAnswer(EffectID, Alarm)
  /// A delivery receipt.
  case deliveryReport(EffectID, Alarm)
  /// Nothing but time; `seconds` is what the node says that it waited.
  case delay(seconds: Double, Alarm)
  /// A message from a customer that one of the filters lets through.
  case message([MessageFilter], Alarm)
  /// The answer to a conversation request.
  case conversationAnswer(EffectID, Alarm)
  /// The answer of a web service.
  case httpAnswer(EffectID, Alarm)
  /// A webhook event.
  case conversationEvent

  /// A timer, and the time at which it fires.
  public struct Alarm: Sendable, Hashable {
    public let time: Timestamp
    public let timer: TimerID

    init(timer: TimerID, time: Timestamp) {
      self.time = time
      self.timer = timer
    }
  }

  /// The timer that ends the wait, where there is one.
  public var alarm: Alarm? {
    switch self {
    case .gatewayAnswer(_, let alarm), .deliveryReport(_, let alarm), .delay(_, let alarm),
      .message(_, let alarm), .conversationAnswer(_, let alarm), .httpAnswer(_, let alarm):
      alarm
    case .conversationEvent: nil
    }
  }

  /// What is waited for, as the trace tells it.
  public var reason: WaitReason {
    switch self {
    case .gatewayAnswer: .gatewayAnswer
    case .deliveryReport: .deliveryReport
    case .delay: .delay
    case .message: .message
    case .conversationAnswer: .conversationAnswer
    case .httpAnswer: .httpAnswer
    case .conversationEvent: .conversationEvent
    }
  }
}

/// Which messages of one channel a Receive waits for.
public struct MessageFilter: Sendable, Hashable {
  /// The channel.
  public let channel: Channel
  /// The number that is written to; nil for any.
  public let number: String?
  /// The first word; `*` for any.
  public let keyword: String
  /// The sender.
  public let from: CustomerAddress

  /// Whether the filter lets a message through.
  public func admits(_ message: InboundMessage) -> Bool {
    message.channel == channel && message.from == from && (number == nil || message.to == number)
      && message.matches(keyword: keyword)
  }
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

/// An intermediate branch that is running.
public struct IntermediateBranch: Sendable, Hashable {
  /// The StartConversation that it came from and returns to.
  public let node: NodeID
  /// A StartConversation has some twenty outcomes.
  private let number: UInt8

  /// A branch that comes from an outcome of a StartConversation.
  init(node: NodeID, outcome: Int) {
    self.node = node
    number = UInt8(outcome)
  }

  /// The index of its outcome among those of the node.
  var outcome: Int { Int(number) }
}
