import FlowInterpreter
import FlowModel

/// Finds sessions by whose they are, whose messages they wait for, and which conversations they have had, without a look
/// at all of them.
struct SessionIndex: Sendable {
  /// The live sessions of each customer, in the order of their starts.
  private var liveSessions: [Customer: [SessionID]] = [:]
  /// The sessions that wait for messages of somebody else than their own customer.
  private var foreignReceivers: [Customer: [SessionID]] = [:]
  /// The sessions that learnt each conversation, in the order in which they did.
  private var learners: [ConversationID: [SessionID]] = [:]

  /// How many sessions wait for each thing.
  private var waiting: [WaitReason: Int] = [:]

  /// Whether any session waits for something.
  func isAny(waitingFor reason: WaitReason) -> Bool { waiting[reason, default: 0] > 0 }

  /// Notes what a session waited for before and what it waits for now.
  mutating func note(_ former: WaitReason?, isNow reason: WaitReason?) {
    guard former != reason else { return }
    if let former { waiting[former, default: 0] -= 1 }
    if let reason { waiting[reason, default: 0] += 1 }
  }

  /// The live sessions of a customer, in the order of their starts.
  func liveSessions(of customer: Customer) -> [SessionID] { liveSessions[customer] ?? [] }

  /// The sessions that wait for a customer's messages though they are somebody else's.
  func foreignReceivers(from customer: Customer) -> [SessionID] { foreignReceivers[customer] ?? [] }

  /// The sessions that learnt a conversation, in the order in which they did.
  func learners(of conversation: ConversationID) -> [SessionID] { learners[conversation] ?? [] }

  /// The conversations, in the order of their ids' bytes, each with the sessions that learnt it.
  var conversations: [(id: ConversationID, learners: [SessionID])] {
    learners.map { (id: $0.key, learners: $0.value) }
      .sorted { $0.id.text.utf8.lexicographicallyPrecedes($1.id.text.utf8) }
  }

  /// Notes that a session has learnt a conversation: it is the latest that did.
  mutating func add(_ session: SessionID, learning conversation: ConversationID) {
    learners.remove(session, from: conversation)
    learners[conversation, default: []].append(session)
  }

  /// Notes that a session has begun.
  mutating func add(_ session: SessionID, of customer: Customer) {
    liveSessions[customer, default: []].append(session)
  }

  /// Notes that a session has ended.
  mutating func remove(_ session: SessionID, of customer: Customer) {
    liveSessions.remove(session, from: customer)
  }

  /// Notes that a session begins to wait for a stranger's messages.
  mutating func add(_ session: SessionID, receivingFrom stranger: Customer) {
    foreignReceivers[stranger, default: []].append(session)
  }

  /// Notes that a session no longer waits for a stranger's messages.
  mutating func remove(_ session: SessionID, receivingFrom stranger: Customer) {
    foreignReceivers.remove(session, from: stranger)
  }
}

extension Dictionary where Value == [SessionID] {
  /// Removes a session from the list with a key; a list without sessions is none.
  fileprivate mutating func remove(_ session: SessionID, from key: Key) {
    self[key]?.removeAll { $0 == session }
    if self[key]?.isEmpty == true { self[key] = nil }
  }
}
