import FlowHosting
public import FlowInterpreter
public import FlowModel

extension MemoryTransaction: SessionStorage {
  public mutating func lock(_ names: [StoreName]) -> LockResult { .nothingChanged }

  public mutating func sessions(under names: [StoreName], keys: [SessionKey]) -> [SessionRow] {
    let found = Set(keys + names.flatMap { namedSessions[$0]?.sessions ?? [] })
    return found.compactMap { sessions[$0] }.sorted { $0.number < $1.number }
  }

  public mutating func insert(
    _ session: SessionRow, under names: [StoreName]
  ) throws(StoreFailure) -> SessionRow {
    guard sessions[session.key] == nil else { throw .damaged("two sessions have one key") }
    var session = session
    session.number = facts.nextNumber()
    sessions.put(session)
    file(session.key, under: names)
    return session
  }

  public mutating func update(
    _ session: SessionRow, after former: Int, under names: [StoreName]?
  ) throws(StoreFailure) {
    guard var row = sessions[session.key], row.turn == former, row.endedAt == nil || session.endedAt != nil
    else { throw .conflict }
    row.change(as: session)
    sessions.put(row)
    if let names { file(session.key, under: names) }
  }

  public mutating func setStalled(_ isStalled: Bool, _ session: SessionKey) {
    guard var row = sessions[session] else { return }
    row.isStalled = isStalled
    sessions.put(row)
  }

  public mutating func names(of session: SessionKey) -> [StoreName] { sessionNames[session]?.names ?? [] }

  public mutating func sessions(
    of customer: Customer?, after number: Int, limit: Int
  ) -> [SessionRow] {
    let rows = sessions.from(number + 1).filter { customer == nil || $0.customer == customer }
    return Array(rows.prefix(limit))
  }

  public mutating func liveSessions(
    of flow: String?, at node: NodeName?, after number: Int, limit: Int
  ) -> [SessionRow] {
    let rows = sessions.from(number + 1).filter { row in
      row.endedAt == nil && (flow == nil || row.flow == flow) && (node == nil || row.parking?.node == node)
    }
    return Array(rows.prefix(limit))
  }

  public mutating func liveSessionCounts() -> [LiveSessionCount] {
    let live = sessions.all.filter { $0.endedAt == nil }
    let places = Dictionary(grouping: live) {
      LiveSessionCount(flow: $0.flow, node: $0.parking?.node, count: 1)
    }
    return places.map { LiveSessionCount(flow: $0.flow, node: $0.node, count: $1.count) }
  }

  public mutating func deleteSessions(endedBefore time: Timestamp, limit: Int) -> Int {
    let ended = sessions.all.filter { $0.endedAt.map { $0 < time } ?? false }.prefix(limit)
    for session in Array(ended) { delete(session.key) }
    return ended.count
  }

  /// Deletes a session with all that is its own.
  mutating func delete(_ key: SessionKey) {
    file(key, under: [])
    sessions.remove(key)
    let turns = journal.from(JournalPlace(session: key, number: 0)).prefix { $0.session == key }
    for turn in Array(turns) { journal.remove(turn.key) }
    for effect in Array(effects.all) where effect.key.session == key { effects.remove(effect.key) }
    for timer in Array(timers.all) {
      if case .session(key, _) = timer.name { timers.remove(timer.name) }
    }
  }

  private mutating func file(_ session: SessionKey, under names: [StoreName]) {
    let names = Set(names).sorted()
    let former = sessionNames[session]?.names ?? []
    guard former != names else { return }
    for name in former where !names.contains(name) {
      let others = namedSessions[name]?.sessions.filter { $0 != session } ?? []
      if others.isEmpty {
        namedSessions.remove(name)
      } else {
        namedSessions.put(NamedSessions(key: name, sessions: others))
      }
    }
    for name in names where !former.contains(name) {
      namedSessions.put(
        NamedSessions(key: name, sessions: (namedSessions[name]?.sessions ?? []) + [session]))
    }
    if names.isEmpty {
      sessionNames.remove(session)
    } else {
      sessionNames.put(SessionNames(key: session, names: names))
    }
  }
}
