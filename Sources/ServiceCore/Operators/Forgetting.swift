import FlowHosting
public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// Deleting what is not to be kept.
extension ServiceStore {
  /// Deletes all of a customer, live sessions too, whose conversations are ended at ECE, those also that starts have brought, or
  /// are about to, and no session has.
  /// - Returns: How much was deleted, and how many conversations are to be ended.
  public func forget(
    _ customer: Customer, at now: Timestamp
  ) async throws(StoreFailure) -> (forgotten: Forgotten, endings: Int) {
    try await transaction { (store) throws(StoreFailure) in
      _ = try store.lock([.customer(customer)])
      let library = ProgramLibrary()
      var conversations: [ConversationID] = []
      var endings = 0
      var keys: Set<SessionKey> = []
      var answers: [NewInput] = []
      var number = 0
      while true {
        let rows = try store.sessions(of: customer, after: number, limit: ServiceLimits.groupSize)
        guard let last = rows.last else { break }
        for row in rows {
          for name in try store.names(of: row.key) where name.kind == .conversation {
            conversations.append(ConversationID(name.text))
          }
          if try Self.endConversation(of: row, from: library, at: now, in: &store) { endings += 1 }
          try Self.rememberStarts(of: row.key, at: now, in: &store)
          let inputs = try store.inputs(queuedUnder: .session(row.key))
          answers += inputs.compactMap { $0.startAnswer?.withoutCustomer(at: now) }
          keys.insert(row.key)
        }
        number = last.number
      }
      answers += try store.startAnswers(of: keys).compactMap { $1.startAnswer?.withoutCustomer(at: now) }
      let forgotten = try store.forget(customer, conversations: conversations)
      // Nobody waits for them any more.
      _ = try store.accept(answers)
      return .commit((forgotten, endings + answers.count))
    }
  }

  /// Remembers starts that are under way, of which nobody may hear what came of them.
  private static func rememberStarts(
    of session: SessionKey, at now: Timestamp, in store: inout Transaction
  ) throws(StoreFailure) {
    for effect in try store.effects(of: session) {
      guard case .attempted = effect.state,
        case .startConversation(let request)? = WantedEffect(content: effect.content)
      else { continue }
      try OpenStarts.note(effect.key, authorization: request.authorization, at: now, in: &store)
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

extension StoredInput {
  /// The answer to a start, with nothing but the conversation.
  fileprivate func withoutCustomer(at now: Timestamp) -> NewInput? {
    guard case .startAnswered(.started(let status, let conversation), let key, let authorization) = self
    else { return nil }
    let bare = StartedConversation(id: conversation.id, caseID: nil, activityID: nil, body: [:])
    let input = StoredInput.startAnswered(
      .started(status: status, bare), to: key, authorization: authorization)
    return NewInput(key: nil, received: now, queue: .session(key.session), content: input.content)
  }
}
