import FlowModel

/// Finds sessions by whose they are and what they wait for, without a look at all of them.
///
/// Filing a session whose keys have not changed costs the time to compare them; filing the latest session anew costs
/// constant time on average, an older one a move of the numbers behind it.
struct SessionIndex: Sendable {
  /// What sessions are found by.
  enum Key: Sendable, Hashable {
    /// A live session of a customer.
    case live(Customer)
    /// A session that waits for something.
    case waiting(WaitReason)
    /// A session that waits in a Receive for a sender's messages.
    case receiver(sender: Customer)
    /// A session that sends on to the agent what its customer writes.
    case forwarder(Customer)
    /// A session that has or has requested a conversation.
    case conversation(isLive: Bool)
  }

  /// The sessions under each key, in the order of their starts.
  private var sessions: [Key: [Int]] = [:]
  /// The keys under which each session is filed.
  private var keys: [[Key]] = []

  /// Files a session under its keys, and no others. Sessions are filed first in the order of their starts.
  mutating func file(_ session: SessionID, under new: [Key]) {
    if session.index == keys.count { keys.append([]) }
    let old = keys[session.index]
    guard old != new else { return }
    keys[session.index] = new
    for key in old where !new.contains(key) { remove(session.index, from: key) }
    for key in new where !old.contains(key) { insert(session.index, under: key) }
  }

  /// The sessions under a key, in the order of their starts.
  func all(_ key: Key) -> some Sequence<SessionID> { (sessions[key] ?? []).lazy.map(SessionID.init) }

  /// The session under a key that started last.
  func latest(_ key: Key) -> SessionID? { sessions[key]?.last.map(SessionID.init) }

  private mutating func insert(_ session: Int, under key: Key) {
    let position = position(of: session, under: key)
    sessions[key, default: []].insert(session, at: position)
  }

  private mutating func remove(_ session: Int, from key: Key) {
    let position = position(of: session, under: key)
    sessions[key]?.remove(at: position)
    if sessions[key]?.isEmpty == true { sessions[key] = nil }
  }

  /// The index of the first session under a key that did not start before `session`.
  private func position(of session: Int, under key: Key) -> Int {
    (sessions[key] ?? []).partitioningIndex { $0 >= session }
  }
}
