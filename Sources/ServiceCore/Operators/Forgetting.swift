import FlowHosting
public import FlowInterpreter
public import FlowModel

/// Deleting what is not to be kept.
extension ServiceStore {
  /// Deletes all of a customer, live sessions too, whose conversations are ended at ECE.
  /// - Returns: How much was deleted, and how many conversations are to be ended.
  public func forget(
    _ customer: Customer, at now: Timestamp
  ) async throws(StoreFailure) -> (forgotten: Forgotten, endings: Int) {
    try await transaction { (store) throws(StoreFailure) in
      _ = try store.lock([.customer(customer)])
      let library = ProgramLibrary()
      var conversations: [ConversationID] = []
      var endings = 0
      var number = 0
      while true {
        let rows = try store.sessions(of: customer, after: number, limit: ServiceLimits.groupSize)
        guard let last = rows.last else { break }
        for row in rows {
          for name in try store.names(of: row.key) where name.kind == .conversation {
            conversations.append(ConversationID(name.text))
          }
          if try Self.endConversation(of: row, from: library, at: now, in: &store) { endings += 1 }
        }
        number = last.number
      }
      return .commit((try store.forget(customer, conversations: conversations), endings))
    }
  }

  /// Deletes a part of what is older than it is to be kept: ended sessions, records of no session, keys and definitions.
  /// - Parameters:
  ///   - keptSessions: The time before which sessions that ended are not kept.
  ///   - keptKeys: The time before which keys are not kept.
  ///   - limit: The most rows of each kind that are deleted at once, so that nobody waits for long.
  /// - Returns: Whether all was deleted.
  public func deleteOld(
    sessionsBefore keptSessions: Timestamp, keysBefore keptKeys: Timestamp, limit: Int
  ) async throws(StoreFailure) -> Bool {
    try await transaction { (store) throws(StoreFailure) in
      let sessions = try store.deleteSessions(endedBefore: keptSessions, limit: limit)
      let records = try store.deleteStoreRecords(before: keptSessions, limit: limit)
      let keys = try store.deleteKeys(receivedBefore: keptKeys, limit: limit)
      if sessions > 0 { _ = try store.deleteUnusedDefinitions() }
      return .commit(max(sessions, records, keys) < limit)
    }
  }
}
