import FlowHosting
public import FlowInterpreter
public import FlowModel

/// Ending sessions by hand.
extension ServiceStore {
  /// Ends a live session where it stands: nothing that comes concerns it any more, what it had asked for and was not begun is not
  /// done, and its conversation is ended at ECE.
  /// - Returns: Whether there was such a session.
  public func endSession(_ key: SessionKey, at now: Timestamp) async throws(StoreFailure) -> Bool {
    try await transaction { (store) throws(StoreFailure) in
      guard let row = try store.sessions(under: [], keys: [key]).first, row.endedAt == nil,
        let life = try store.life()
      else { return .rollBack(false) }
      let library = ProgramLibrary()
      try Self.endConversation(of: row, from: library, at: now, in: &store)
      if let session = try StoredSession.recovered(row, from: library, in: &store) {
        for id in session.state.pendingEffects.compactMap(\.id) {
          let effect = EffectKey(incarnation: life.incarnation, session: key, number: id.number)
          if case .waiting? = try store.effect(effect)?.state { try store.removeEffect(effect) }
        }
      }
      try SessionNote.write(.endedByOperator, of: key, at: now, in: &store)
      guard var ended = try store.sessions(under: [], keys: [key]).first else { return .rollBack(false) }
      ended.endedAt = ended.latestTurnAt
      ended.parking = nil
      ended.isStalled = false
      // What ECE still says of its conversations is not of a start of which nothing was heard.
      let conversations = try store.names(of: key).filter { $0.kind == .conversation }
      try store.update(ended, after: ended.turn, under: conversations)
      try store.releaseInputs(behind: key)
      // An answer that brings a conversation is taken, so that this is ended too.
      for (letter, input) in try store.startAnswers(of: [key]) {
        try store.removeDeadLetter(letter.number)
        try store.putBack(input)
      }
      return .commit(true)
    }
  }

  /// Asks ECE to end the conversation that a live session has open, if it has one.
  /// - Returns: Whether it has.
  @discardableResult
  static func endConversation(
    of row: SessionRow, from library: ProgramLibrary, at now: Timestamp, in store: inout Transaction
  ) throws(StoreFailure) -> Bool {
    guard row.endedAt == nil,
      let session = try StoredSession.recovered(row, from: library, in: &store),
      session.state.isLive, case .open(let id) = session.state.conversation,
      let node = session.state.branch?.node ?? session.state.node,
      let authorization = session.program.authorization(of: node), let life = try store.life()
    else { return false }
    let key = EffectKey(incarnation: life.incarnation, session: .byOperator, number: row.number)
    try store.insert(.endConversation(id, authorization: authorization, key: key, at: now))
    return true
  }
}
