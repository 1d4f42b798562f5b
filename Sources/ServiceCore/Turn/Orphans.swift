import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax

/// Conversations that nobody waits for: the service ends them, so that no agent is left alone.
enum Orphans {
  /// Ends a conversation, unless it has been ended as an orphan before: what ECE says of it afterwards begins nothing anew.
  /// - Parameter session: The session that had asked for it, where that is known.
  static func end<Transaction: StoreTransaction>(
    _ id: ConversationID, of session: SessionKey?, authorization: String, at now: Timestamp,
    in store: inout Transaction, _ report: inout TurnReport
  ) throws(StoreFailure) {
    guard let life = try store.life(),
      try store.firstDeadLetter(where: { $0.orphan?.hasSameUTF8(as: id.text) ?? false }) == nil
    else { return }
    let row = try session.flatMap { (key) throws(StoreFailure) in
      try store.sessions(under: [], keys: [key]).first
    }
    let content: JSON = ["conversation": .string(id.text), "authorization": .string(authorization)]
    let number = try store.insert(
      DeadLetter(
        .orphan, at: now, session: session, customer: row?.customer,
        problem: "nobody waits for conversation \(id.text)", content: content.storedContent))
    let key = EffectKey(incarnation: life.incarnation, session: .service, number: number)
    try store.insert(.endConversation(id, authorization: authorization, key: key, at: now))
    report.effects += 1
    report.notices.append(.orphan(conversation: id.text))
    if let row {
      try SessionNote.write(.orphanedConversation(id), of: row.key, at: now, in: &store)
    } else {
      try store.append(
        StoreRecord(at: now, customer: nil, content: ServiceRecord.orphanedConversation(id).storeContent))
    }
  }

  /// Ends the conversation that a start has brought, if it has, unless some session has it.
  static func endConversation<Transaction: StoreTransaction>(
    startedBy answer: StoredInput?, at now: Timestamp, in store: inout Transaction,
    _ report: inout TurnReport
  ) throws(StoreFailure) {
    guard case .startAnswered(.started(_, let conversation), let key, let authorization)? = answer,
      try store.sessions(under: [.conversation(conversation.id)], keys: []).isEmpty
    else { return }
    try end(
      conversation.id, of: key.session, authorization: authorization, at: now, in: &store, &report)
  }
}

extension DurableTurn {
  /// Ends the conversation that a start has brought when its session did not wait for it any more.
  mutating func endUnawaitedConversation(
    of session: SessionKey, in store: inout Transaction
  ) throws(StoreFailure) {
    guard case .input(let row) = item else { return }
    try Orphans.endConversation(
      startedBy: StoredInput(content: row.input.content), at: now, in: &store, &report)
    if let place = place(of: session), let row = try store.sessions(under: [], keys: [session]).first {
      sessions[place].row = row
    }
  }

  /// Ends a conversation whose events nobody has claimed, where a start of which nothing was heard may have begun it.
  /// - Parameters:
  ///   - received: When the first of them came.
  ///   - isOver: Whether that one says that the conversation has come to its end.
  mutating func endUnclaimedConversation(
    _ id: ConversationID, received: Timestamp, isOver: Bool, in store: inout Transaction
  ) throws(StoreFailure) {
    // One that a session has had is no start's of which nothing was heard.
    guard
      let authorization = try OpenStarts.authorization(ofConversationHeardOfAt: received, in: &store),
      try store.sessions(under: [.conversation(id)], keys: []).isEmpty
    else { return }
    // What else is held for it is of no use any more.
    var isOver = isOver
    for held in try store.takeHeldEvents(under: .conversation(id)) {
      try store.removeTimer(.heldEvent(held.number))
      guard case .outside(.event(let event, _))? = StoredInput(content: held.content) else { continue }
      isOver = isOver || event.endsConversation
      if let key = held.key { try store.freeKey(key) }
      try tell(
        .eventDiscarded(event: event.kind.name, id: event.id, reason: .unknownConversation), in: &store)
    }
    guard !isOver else { return }
    try Orphans.end(id, of: nil, authorization: authorization, at: now, in: &store, &report)
  }
}

extension WebhookEvent {
  /// Whether the conversation has come to its end with it.
  var endsConversation: Bool { kind == .outcome(ConversationOutcome.complete) }
}

extension DeadLetter {
  /// The conversation that it tells the end of.
  fileprivate var orphan: String? {
    kind == .orphan ? JSON(storedContent: content)?["conversation"]?.string : nil
  }
}

extension EffectKey {
  /// Whether the service itself wants the effect: no session hears of it.
  var isOfService: Bool { session.isOfService }
}

extension SessionKey {
  /// Whether it is no session's, and stands in the keys of effects that the service wants itself.
  var isOfService: Bool { self == .service || self == .byOperator }
  /// The session in the keys of effects that the service wants itself; no session has this key.
  static let service = SessionKey("service")
  /// The session in the keys of effects that an operator wants.
  static let byOperator = SessionKey("operator")
}
