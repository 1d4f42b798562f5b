import FlowInterpreter
import FlowModel

/// Finds the sessions that routing keys name, without a look at all of them.
struct SessionIndex: Sendable {
  /// What a session is found by, besides its own key.
  struct Entry {
    /// What it waits for; nil where it has ended, or not begun.
    var reason: WaitReason?
    var hasEnded = false
    var senders: [Customer] = []
    var requestedConversation: ConversationID?
    var awaitedReceipt: GatewayMessageID?

    /// A session that has not begun.
    init() {}

    init(_ session: HostedSession) {
      let stage = session.stage
      reason = stage.reason
      hasEnded = !stage.isLive
      switch reason {
      case .message?: senders = session.foreignSenders
      case .deliveryReport?: awaitedReceipt = stage.awaitedReceipt
      case .conversationAnswer?: requestedConversation = stage.requestedConversation
      case .conversationEvent?, .delay?, .httpAnswer?, .gatewayAnswer?, .serviceAnswer?, nil: break
      }
    }
  }

  /// The live sessions of each customer, in the order of their starts.
  private var liveSessions: [Customer: [SessionKey]] = [:]
  /// The sessions that wait for messages of somebody else than their own customer.
  private var receivers: [Customer: [SessionKey]] = [:]
  /// The sessions that learnt each conversation.
  private var learners: [ConversationID: [SessionKey]] = [:]
  /// The sessions whose outstanding request names each conversation.
  private var requesters: [ConversationID: [SessionKey]] = [:]
  /// The sessions that wait for the receipt of each message.
  private var receipts: [GatewayMessageID: [SessionKey]] = [:]
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

  /// The sessions that keys name, each once.
  func sessions(named keys: RoutingKeys) -> [SessionKey] {
    var found = keys.sessions
    func add(_ more: [SessionKey]?) {
      guard let more else { return }
      if found.isEmpty { found = more } else { found += more.filter { !found.contains($0) } }
    }
    for customer in keys.customers { add(liveSessions[customer]) }
    // Mostly there are none of these, and then nothing need be hashed.
    if !receivers.isEmpty { for sender in keys.senders { add(receivers[sender]) } }
    for id in keys.conversations {
      add(learners[id])
      if !requesters.isEmpty { add(requesters[id]) }
    }
    for id in keys.gatewayIDs { add(receipts[id]) }
    return found
  }

  /// Notes by what a session was found before and is found now.
  mutating func update(_ session: HostedSession, from former: Entry, to entry: Entry) {
    let key = session.key
    if former.reason != entry.reason {
      if let reason = former.reason { waiting[reason.place] -= 1 }
      if let reason = entry.reason { waiting[reason.place] += 1 }
    }
    if former.reason == nil, entry.reason != nil {
      liveSessions[session.customer, default: []].append(key)
    } else if former.reason != nil, entry.reason == nil {
      liveSessions.remove(key, from: session.customer)
    }
    for sender in former.senders { receivers.remove(key, from: sender) }
    for sender in entry.senders { receivers[sender, default: []].append(key) }
    if let id = former.requestedConversation { requesters.remove(key, from: id) }
    if let id = entry.requestedConversation { requesters[id, default: []].append(key) }
    if let id = former.awaitedReceipt { receipts.remove(key, from: id) }
    if let id = entry.awaitedReceipt { receipts[id, default: []].append(key) }
  }

  /// Notes that a session has learnt a conversation.
  mutating func add(_ session: SessionKey, learning conversation: ConversationID) {
    guard learners[conversation]?.contains(session) != true else { return }
    learners[conversation, default: []].append(session)
  }

  /// Forgets a session that has ended.
  mutating func forget(_ session: HostedSession) {
    for conversation in session.conversations {
      learners.remove(session.key, from: conversation.id)
    }
  }
}

extension Dictionary where Value == [SessionKey] {
  /// Removes a session from the list with a key; a list without sessions is none.
  fileprivate mutating func remove(_ session: SessionKey, from key: Key) {
    self[key]?.removeAll { $0 == session }
    if self[key]?.isEmpty == true { self[key] = nil }
  }
}
