import FlowInterpreter
import FlowModel

/// Finds the sessions that routing keys name, without a look at all of them.
struct SessionIndex: Sendable {
  /// What a session is found by, besides its own key.
  struct Entry {
    /// What there is to find it by beside what it waits for.
    enum Name {
      case none
      /// It waits for messages of somebody else than its own customer.
      case senders([Customer])
      /// Its outstanding request names a conversation.
      case conversation(ConversationID)
      /// It waits for the receipt of a message.
      case receipt(GatewayMessageID)
    }

    /// What it waits for; nil where it has ended, or not begun.
    var reason: WaitReason?
    var hasEnded = false
    var name = Name.none

    /// A session that has not begun.
    init() {}

    /// What a session is found by.
    /// - Parameter state: The session, which stays as it is. It is looked at where it is: any other parameter is given a copy of
    ///   it, twice in each turn.
    init(_ state: inout SessionState) {
      reason = state.stage.reason
      hasEnded = reason == nil
      switch reason {
      case .message?:
        let senders = state.foreignSenders
        if !senders.isEmpty { name = .senders(senders) }
      case .deliveryReport?: if let id = state.stage.awaitedReceipt { name = .receipt(id) }
      case .conversationAnswer?: if let id = state.stage.requestedConversation { name = .conversation(id) }
      case .conversationEvent?, .delay?, .httpAnswer?, .gatewayAnswer?, .serviceAnswer?, nil: break
      }
    }
  }

  /// The live sessions of each customer.
  private var liveSessions = SlotsByName<Customer>()
  /// The sessions that wait for messages of somebody else than their own customer.
  private var receivers = SlotsByName<Customer>()
  /// The sessions that learnt each conversation, in the order in which they did.
  private var learners = SlotsByName<ConversationID>()
  /// The sessions whose outstanding request names each conversation.
  private var requesters = SlotsByName<ConversationID>()
  /// The sessions that wait for the receipt of each message.
  private var receipts = SlotsByName<GatewayMessageID>()
  /// How many sessions wait for each thing, by its place.
  private var waiting = Array(repeating: 0, count: WaitReason.allCases.count)

  /// How many customers, conversations and messages lead to sessions.
  var size: Int {
    liveSessions.count + receivers.count + learners.count + requesters.count + receipts.count
  }

  /// Whether any session has not ended.
  var isAnyLive: Bool { !liveSessions.isEmpty }

  /// Whether any session waits for something.
  func isAny(waitingFor reason: WaitReason) -> Bool { waiting[reason.place] > 0 }

  /// Where the sessions stand that keys name, but for those that they name by sessions' own keys.
  func slots(named keys: RoutingKeys) -> SessionSlots {
    var found = SessionSlots.none
    switch keys {
    case .none, .session: break
    case .sender(let customer):
      found.insert(liveSessions[customer])
      found.insert(receivers[customer])
    case .customers(let customers): for customer in customers { found.insert(liveSessions[customer]) }
    case .conversation(let id, _):
      found.insert(learners[id])
      // Mostly there are none of these, and then nothing need be hashed.
      if !requesters.isEmpty { found.insert(requesters[id]) }
    case .gatewayID(let id): found.insert(receipts[id])
    }
    return found
  }

  /// Where the sessions stand that learnt a conversation, in the order in which they did.
  func learners(of conversation: ConversationID) -> SessionSlots { learners[conversation] }

  /// Notes by what a session was found before and is found now.
  mutating func update(
    _ slot: Int, of customer: @autoclosure () -> Customer, from former: Entry, to entry: Entry
  ) {
    if former.reason != entry.reason {
      if let reason = former.reason { waiting[reason.place] -= 1 }
      if let reason = entry.reason { waiting[reason.place] += 1 }
    }
    if former.reason == nil, entry.reason != nil {
      liveSessions.insert(slot, at: customer())
    } else if former.reason != nil, entry.reason == nil {
      liveSessions.remove(slot, from: customer())
    }
    switch former.name {
    case .none: break
    case .senders(let senders): for sender in senders { receivers.remove(slot, from: sender) }
    case .conversation(let id): requesters.remove(slot, from: id)
    case .receipt(let id): receipts.remove(slot, from: id)
    }
    switch entry.name {
    case .none: break
    case .senders(let senders): for sender in senders { receivers.insert(slot, at: sender) }
    case .conversation(let id): requesters.insert(slot, at: id)
    case .receipt(let id): receipts.insert(slot, at: id)
    }
  }

  /// Notes that a session has learnt a conversation, after all others that did.
  mutating func add(_ slot: Int, learning conversation: ConversationID) {
    if learners[conversation].count > 1 { learners.remove(slot, from: conversation) }
    learners.insert(slot, at: conversation)
  }

  /// Notes that a session knows a conversation no longer.
  mutating func remove(_ slot: Int, forgetting conversation: ConversationID) {
    learners.remove(slot, from: conversation)
  }

  /// Forgets a session that has ended.
  mutating func forget(_ session: HostedSession, at slot: Int) {
    for conversation in session.conversations { learners.remove(slot, from: conversation.id) }
  }
}

extension SessionState {
  /// The customers other than its own for whose messages it waits.
  var foreignSenders: [Customer] { stage.awaitedSenders.filter { $0 != customer } }
}
