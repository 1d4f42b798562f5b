import FlowInterpreter

/// The sessions of a host by their keys, side by side.
///
/// A dictionary of the sessions themselves would keep room for two of them where it holds one.
struct SessionTable: Sendable {
  /// The sessions by their slots, where each stays, and is changed, until it is removed; then another may have its slot.
  var slots: [HostedSession?] = []
  private var freeSlots: [Int] = []
  private var slotsByKey: [SessionKey: Int] = [:]

  /// The sessions, in no order.
  var sessions: some Sequence<HostedSession> { slots.lazy.compactMap { $0 } }

  /// Where a session stands; nil where there is none with that key.
  func slot(of key: SessionKey) -> Int? { slotsByKey[key] }

  /// The session with a key.
  subscript(key: SessionKey) -> HostedSession? { slotsByKey[key].flatMap { slots[$0] } }

  /// The session in a slot.
  subscript(slot: Int) -> HostedSession {
    guard let session = slots[slot] else { preconditionFailure("a session stands where its key leads") }
    return session
  }

  /// The flow and the key of the session in a slot, which is then referred to by the table alone and changed where it is.
  func identity(at slot: Int) -> (flow: FlowID, key: SessionKey) {
    let session = self[slot]
    return (session.flow, session.key)
  }

  /// The sessions in some slots.
  subscript(slots: SessionSlots) -> Chosen { Chosen(slots: slots, sessions: self.slots) }

  /// Adds a session whose key no other has.
  /// - Returns: Its slot.
  mutating func insert(_ session: HostedSession) -> Int {
    let slot = freeSlots.popLast() ?? slots.count
    let former = slotsByKey.updateValue(slot, forKey: session.key)
    precondition(former == nil, "no two sessions have one key")
    if slot < slots.count { slots[slot] = session } else { slots.append(session) }
    return slot
  }

  /// Removes the session with a key.
  /// - Returns: The session, and where it stood.
  mutating func remove(_ key: SessionKey) -> (session: HostedSession, slot: Int)? {
    guard let slot = slotsByKey.removeValue(forKey: key), let session = slots[slot] else { return nil }
    slots[slot] = nil
    freeSlots.append(slot)
    return (session, slot)
  }

  /// Sessions of a table.
  struct Chosen: RandomAccessCollection {
    fileprivate let slots: SessionSlots
    fileprivate let sessions: [HostedSession?]

    var startIndex: Int { slots.startIndex }

    var endIndex: Int { slots.endIndex }

    subscript(index: Int) -> HostedSession {
      guard let session = sessions[slots[index]] else { preconditionFailure("a chosen session is there") }
      return session
    }
  }
}
