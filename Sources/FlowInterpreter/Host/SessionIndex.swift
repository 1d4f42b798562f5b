/// Finds sessions by whose they are, whose messages they wait for, and which conversations they have had, without a look
/// at all of them.
struct SessionIndex: Sendable {
  /// The live sessions of each customer.
  private var liveSessions = SessionLists<Customer>()
  /// The sessions that wait for messages of somebody else than their own customer.
  private var foreignReceivers = SessionLists<Customer>()
  /// The sessions that learnt each conversation, in the order in which they did.
  private var learners = SessionLists<ExactText>()

  /// How many sessions wait for each thing, by its place among all.
  private var waiting = Array(repeating: 0, count: WaitReason.allCases.count)

  /// Whether any session waits for something.
  func isAny(waitingFor reason: WaitReason) -> Bool { waiting[reason.place] > 0 }

  /// Notes what a session waited for before and what it waits for now.
  mutating func note(_ former: WaitReason?, isNow reason: WaitReason?) {
    guard former != reason else { return }
    if let former { waiting[former.place] -= 1 }
    if let reason { waiting[reason.place] += 1 }
  }

  /// The live sessions of a customer, in the order of their starts.
  func liveSessions(of customer: Customer) -> SessionList { liveSessions[customer] }

  /// The sessions that wait for a customer's messages though they are somebody else's.
  func foreignReceivers(from customer: Customer) -> SessionList { foreignReceivers[customer] }

  /// The sessions that learnt a conversation, in the order in which they did.
  func learners(of conversation: String) -> SessionList { learners[ExactText(conversation)] }

  /// The conversations, in the order of their ids' bytes, each with the sessions that learnt it.
  var conversations: [(id: String, learners: SessionList)] {
    learners.map { (id: $0.key.text, learners: $0.sessions) }
      .sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

  /// Notes that a session has learnt a conversation: it is the latest that did.
  mutating func add(_ session: SessionID, learning conversation: String) {
    learners.append(session, to: ExactText(conversation))
  }

  /// Notes that a session has begun.
  mutating func add(_ session: SessionID, of customer: Customer) {
    liveSessions.append(session, to: customer)
  }

  /// Notes that a session has ended.
  mutating func remove(_ session: SessionID, of customer: Customer) {
    liveSessions.remove(session, from: customer)
  }

  /// Notes that a session begins to wait for a stranger's messages.
  mutating func add(_ session: SessionID, receivingFrom stranger: Customer) {
    foreignReceivers.append(session, to: stranger)
  }

  /// Notes that a session no longer waits for a stranger's messages.
  mutating func remove(_ session: SessionID, receivingFrom stranger: Customer) {
    foreignReceivers.remove(session, from: stranger)
  }
}
