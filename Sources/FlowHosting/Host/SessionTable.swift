import FlowInterpreter

/// The sessions of a host by their keys, side by side; where one is forgotten the last one takes its place.
///
/// A dictionary of the sessions themselves would keep room for two of them where it holds one.
struct SessionTable: Sendable {
  /// The sessions, in no order. Each keeps its key: it is changed in its slot, where nothing of it is copied.
  var sessions: [HostedSession] = []
  private var slotsByKey: [SessionKey: Int] = [:]

  /// Where a session stands until another is removed; nil where there is none with that key.
  func slot(of key: SessionKey) -> Int? { slotsByKey[key] }

  /// The session with a key.
  subscript(key: SessionKey) -> HostedSession? { slotsByKey[key].map { sessions[$0] } }

  /// Adds a session whose key no other has.
  /// - Returns: Its slot.
  mutating func insert(_ session: HostedSession) -> Int {
    let former = slotsByKey.updateValue(sessions.count, forKey: session.key)
    precondition(former == nil, "no two sessions have one key")
    sessions.append(session)
    return sessions.count - 1
  }

  /// Removes the session with a key.
  mutating func remove(_ key: SessionKey) -> HostedSession? {
    guard let slot = slotsByKey.removeValue(forKey: key) else { return nil }
    let last = sessions.count - 1
    if slot < last {
      sessions.swapAt(slot, last)
      slotsByKey[sessions[slot].key] = slot
    }
    return sessions.removeLast()
  }
}
