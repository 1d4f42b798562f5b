/// Finds sessions by whose they are, whose messages they wait for, and which conversations they have had, without a look
/// at all of them.
struct SessionIndex: Sendable {
  /// The live sessions of each customer.
  private var liveSessions: [Customer: SessionList] = [:]
  /// The sessions that wait for messages of somebody else than their own customer.
  private var foreignReceivers: [Customer: SessionList] = [:]
  /// The sessions that learnt each conversation, in the order in which they did.
  private var learners: [ExactText: SessionList] = [:]

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
  func liveSessions(of customer: Customer) -> SessionList { liveSessions[customer] ?? SessionList() }

  /// The sessions that wait for a customer's messages though they are somebody else's.
  func foreignReceivers(from customer: Customer) -> SessionList {
    // There is hardly ever one, and then nothing need be hashed.
    foreignReceivers.isEmpty ? SessionList() : foreignReceivers[customer] ?? SessionList()
  }

  /// The sessions that learnt a conversation, in the order in which they did.
  func learners(of conversation: String) -> SessionList {
    learners[ExactText(conversation)] ?? SessionList()
  }

  /// The conversations, in the order of their ids' bytes, each with the sessions that learnt it.
  var conversations: [(id: String, learners: SessionList)] {
    learners.map { (id: $0.text, learners: $1) }
      .sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

  /// Notes that a session has learnt a conversation: it is the latest that did.
  mutating func add(_ session: SessionID, learning conversation: String) {
    learners[ExactText(conversation), default: SessionList()].append(session)
  }

  /// Notes that a session has begun.
  mutating func add(_ session: SessionID, of customer: Customer) {
    liveSessions[customer, default: SessionList()].append(session)
  }

  /// Notes that a session has ended.
  mutating func remove(_ session: SessionID, of customer: Customer) {
    Self.remove(session, of: customer, from: &liveSessions)
  }

  /// Notes that a session begins to wait for a stranger's messages.
  mutating func add(_ session: SessionID, receivingFrom stranger: Customer) {
    foreignReceivers[stranger, default: SessionList()].append(session)
  }

  /// Notes that a session no longer waits for a stranger's messages.
  mutating func remove(_ session: SessionID, receivingFrom stranger: Customer) {
    Self.remove(session, of: stranger, from: &foreignReceivers)
  }

  private static func remove(
    _ session: SessionID, of customer: Customer, from sessions: inout [Customer: SessionList]
  ) {
    sessions[customer]?.remove(session)
    if sessions[customer]?.isEmpty == true { sessions[customer] = nil }
  }
}

/// Sessions in the order in which they were added, each once. One alone, which is the rule, takes no memory of its own.
struct SessionList: Sendable {
  private var head: UInt32?
  private var tail: [UInt32] = []

  /// Adds a session behind the others; one that is there already goes behind them.
  /// Complexity: linear in the number of sessions.
  mutating func append(_ session: SessionID) {
    remove(session)
    let number = UInt32(session.index)
    if head == nil { head = number } else { tail.append(number) }
  }

  /// Removes a session, if it is there. Complexity: linear in the number of sessions.
  mutating func remove(_ session: SessionID) {
    let number = UInt32(session.index)
    if head == number {
      head = tail.isEmpty ? nil : tail.removeFirst()
    } else if let index = tail.firstIndex(of: number) {
      tail.remove(at: index)
    }
  }
}

extension SessionList: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { head == nil ? 0 : tail.count + 1 }

  subscript(position: Int) -> SessionID {
    guard let head else { preconditionFailure("an empty list has no session") }
    return SessionID(index: Int(position == 0 ? head : tail[position - 1]))
  }
}
