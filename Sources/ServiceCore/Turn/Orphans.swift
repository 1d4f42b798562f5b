import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax

/// Conversations that nobody waits for: the service ends them, so that no agent is left alone.
extension DurableTurn {
  /// Ends the conversation that a start has brought when its session did not wait for it any more.
  mutating func endUnawaitedConversation(
    of session: SessionKey, in store: inout Transaction
  ) throws(StoreFailure) {
    guard case .input(let row) = item,
      case .startAnswered(.started(_, let conversation), _, let authorization)? = StoredInput(
        content: row.input.content),
      try store.sessions(under: [.conversation(conversation.id)], keys: []).isEmpty
    else { return }
    try endOrphan(conversation.id, of: session, authorization: authorization, in: &store)
  }

  /// Ends a conversation whose events nobody has claimed, where a start in doubt may have begun it.
  /// - Parameter received: When the first of them came.
  mutating func endUnclaimedConversation(
    _ id: ConversationID, received: Timestamp, in store: inout Transaction
  ) throws(StoreFailure) {
    var authorization: String?
    var order = 0
    while true {
      let doubts = try store.effectsInDoubt(after: order, limit: ServiceLimits.effectsAtOnce)
      for doubt in doubts {
        if case .inDoubt(let since) = doubt.state, received - since <= ServiceLimits.orphanMilliseconds,
          case .start(let request)? = WantedEffect(content: doubt.content)
        {
          authorization = request.authorization
        }
      }
      guard let last = doubts.last else { break }
      order = last.order
    }
    guard let authorization else { return }
    // What else is held for it is of no use any more.
    var isOver = false
    for held in try store.takeHeldEvents(under: .conversation(id)) {
      try store.removeTimer(.heldEvent(held.number))
      guard case .outside(.event(let event, _))? = StoredInput(content: held.content) else { continue }
      isOver = isOver || event.kind == .outcome(ConversationOutcome.complete)
      if let key = held.key { try store.freeKey(key) }
      try tell(
        .eventDiscarded(event: event.kind.name, id: event.id, reason: .unknownConversation), in: &store)
    }
    if !isOver { try endOrphan(id, of: nil, authorization: authorization, in: &store) }
  }

  private mutating func endOrphan(
    _ id: ConversationID, of session: SessionKey?, authorization: String, in store: inout Transaction
  ) throws(StoreFailure) {
    // What ECE says of it after it has been ended begins nothing anew.
    guard try store.firstDeadLetter(where: { $0.orphan?.hasSameUTF8(as: id.text) ?? false }) == nil else {
      return
    }
    let content: JSON = ["conversation": .string(id.text), "authorization": .string(authorization)]
    let number = try store.insert(
      DeadLetter(
        .orphan, at: now, session: session, customer: session.flatMap { sessions[$0]?.row.customer },
        problem: "nobody waits for conversation \(id.text)", content: content.storedContent))
    let key = EffectKey(incarnation: incarnation, session: .service, number: number)
    try store.insert(.endConversation(id, authorization: authorization, key: key, at: now))
    report.effects += 1
    report.notices.append(.orphan(conversation: id.text))
    if let session {
      try SessionNote.write(.orphanedConversation(id), of: session, at: now, in: &store)
      if let row = try store.sessions(under: [], keys: [session]).first { sessions[session]?.row = row }
    } else {
      try store.append(
        StoreRecord(at: now, customer: nil, content: ServiceRecord.orphanedConversation(id).storeContent))
    }
  }
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
