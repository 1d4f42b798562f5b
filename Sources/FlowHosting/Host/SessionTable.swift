import FlowInterpreter

/// The sessions of a host by their keys, each in a slot that another takes when it is forgotten.
///
/// A dictionary of the sessions themselves would keep room for two of them where it holds one.
struct SessionTable: Sendable {
  private var slots: [HostedSession?] = []
  private var freeSlots: [Int] = []
  private var slotsByKey: [SessionKey: Int] = [:]

  /// How many sessions there are.
  var count: Int { slotsByKey.count }

  /// How many sessions there are and were at a time.
  var capacity: Int { slots.count }

  /// The sessions, in no order.
  var sessions: some Sequence<HostedSession> { slots.lazy.compactMap { $0 } }

  /// Where a session stands; nil where there is none with that key.
  func slot(of key: SessionKey) -> Int? { slotsByKey[key] }

  /// The session with a key.
  subscript(key: SessionKey) -> HostedSession? { slotsByKey[key].flatMap { slots[$0] } }

  /// The session in a slot that has one.
  subscript(slot slot: Int) -> HostedSession {
    _read {
      guard let session = slots[slot] else {
        preconditionFailure("a slot is asked for while it has a session")
      }
      yield session
    }
    _modify {
      // Taken out, so that it is changed where it is and not copied.
      guard var session = slots[slot].take() else {
        preconditionFailure("a slot is asked for while it has a session")
      }
      defer { slots[slot] = session }
      yield &session
    }
  }

  /// Adds a session whose key no other has.
  /// - Returns: Its slot.
  mutating func insert(_ session: HostedSession) -> Int {
    let slot = freeSlots.popLast() ?? slots.count
    if slot == slots.count { slots.append(session) } else { slots[slot] = session }
    let former = slotsByKey.updateValue(slot, forKey: session.key)
    precondition(former == nil, "no two sessions have one key")
    return slot
  }

  /// Removes the session with a key.
  mutating func remove(_ key: SessionKey) -> HostedSession? {
    guard let slot = slotsByKey.removeValue(forKey: key) else { return nil }
    freeSlots.append(slot)
    return slots[slot].take()
  }
}
