import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax

/// Doing what the router decides.
extension DurableTurn {
  mutating func follow(_ route: Route, in store: inout Transaction) throws(StoreFailure) {
    switch route {
    case .resume(let key, let input): try resume(key, with: input, asCame: contentAsCame, in: &store)
    case .begin(let flow, let beginning): try begin(flow, beginning, in: &store)
    case .leave(let message):
      try tell(
        .messageUnhandled(channel: message.channel, from: message.from), of: message.customer, in: &store)
    case .accept(let webhook): try tell(.webhookReceived(event: webhook.event), in: &store)
    case .refuse(let webhook, let reason):
      try tell(.webhookRefused(event: webhook.event, reason: reason), in: &store)
    case .hold(let event): try hold(event, in: &store)
    case .discard(let event, let reason): try discard(event, reason, key: inputKey, in: &store)
    case .stopHolding(let number): try stopHolding(number, in: &store)
    case .report(.messageSkipped(let index, let problem)):
      try tell(.callbackSkipped(index: index, problem: problem.reason), in: &store)
    case .report(.unknownSession(let key)):
      report.unknownSessions += 1
      try endUnawaitedConversation(of: key, in: &store)
    }
  }

  private mutating func begin(
    _ flow: FlowID, _ beginning: SessionBeginning, in store: inout Transaction
  ) throws(StoreFailure) {
    let flow = project.flows[flow.index]
    let key = sessionKey()
    let state = beginning.begin(key, at: now, in: &turn)
    let row = SessionRow(
      key: key, flow: flow.path, definition: flow.program.hash, customer: state.customer, turn: 0,
      recordCount: 0, startedAt: now, latestTurnAt: now, endedAt: nil, parking: nil, document: [])
    var session = StoredSession(row: row, program: flow.program, state: state)
    if let consent = flow.consent { try store.setSuppressed(consent == .optOut, state.customer) }
    try write(&session, after: .begin(beginning.trigger), asCame: contentAsCame, former: nil, in: &store)
    sessions.append(session)
    report.started += 1
  }

  /// - Parameter stored: What the store keeps of what came, where that is the input.
  private mutating func resume(
    _ key: SessionKey, with input: SessionInput, asCame stored: [UInt8]?, in store: inout Transaction
  ) throws(StoreFailure) {
    guard let place = place(of: key) else { return }
    // It is moved out and back, so that nobody else holds what the turn changes.
    var session = sessions.remove(at: place)
    let former = FormerSession(session.state)
    let input = try addingHeldEvents(to: input, of: session.state, in: &store)
    if let id = session.state.conversation(broughtBy: input) { letTimePassSinceLearning(id) }
    let time = max(now, session.row.latestTurnAt)
    FlowMachine(session.program).resume(&session.state, with: input, at: time, in: &turn)
    // An input that nobody waits for changes nothing and tells nothing.
    guard
      turn.recordCount > 0 || !turn.effects.isEmpty
        || former.pendingEffects.count != session.state.pendingEffects.count
    else {
      sessions.append(session)
      return try endUnawaitedConversation(of: key, in: &store)
    }
    try write(&session, after: .resume(input), asCame: stored, former: former, in: &store)
    let stage = session.state.stage
    sessions.append(consume session)
    if case .apart(.deliveryReport(let effect, let id, _), _, _) = stage, id != former.naming.receipt {
      try takeHeldReceipts(of: IdempotencyKey(session: key, effect: effect), gatewayID: id, in: &store)
    }
  }

  /// Who learns a conversation last takes its events. Their times tell who that is where no two have learnt it at one instant, and
  /// nobody at a later one of a clock that was set back.
  private mutating func letTimePassSinceLearning(_ id: ConversationID) {
    for learner in sessions.flatMap(\.state.conversations) where learner.id == id {
      now = max(now, learner.learntAt + 1)
    }
  }

  /// With the answer that brings a conversation goes what is held for it.
  private func addingHeldEvents(
    to input: SessionInput, of state: SessionState, in store: inout Transaction
  ) throws(StoreFailure) -> SessionInput {
    guard case .conversationAnswered(let answer, let effect, _) = input,
      let id = state.conversation(broughtBy: input)
    else { return input }
    var events: [WebhookEvent] = []
    for held in try store.takeHeldEvents(under: .conversation(id)) {
      try store.removeTimer(.heldEvent(held.number))
      if case .outside(.event(let event, _))? = StoredInput(content: held.content) { events.append(event) }
    }
    return .conversationAnswered(answer, to: effect, held: events)
  }
}

extension SessionState {
  /// The conversation that the session learns by an input; nil where it brings none, or is not waited for.
  fileprivate func conversation(broughtBy input: SessionInput) -> ConversationID? {
    guard case .conversationAnswered(let answer, let effect, _) = input,
      case .conversationAnswer(effect, _)? = wait
    else { return nil }
    return answer.conversationID
  }
}

/// Events that nobody takes, or not yet.
extension DurableTurn {
  /// The key by which a repetition of the input is known.
  private var inputKey: InputKey? {
    if case .input(let row) = item { row.input.key } else { nil }
  }

  private mutating func hold(
    _ event: WebhookEvent, in store: inout Transaction
  ) throws(StoreFailure) {
    guard let id = event.conversationID else { return }
    guard try keep(.event(event, of: nil), under: .conversation(id), in: &store) else {
      report.refusedEvents += 1
      return try discard(event, .unknownConversation, key: inputKey, in: &store)
    }
    try tell(.eventHeld(event: event.kind.name, id: event.id, reason: .unknownConversation), in: &store)
  }

  /// Keeps what has come too early until it is asked for, and for `Limits.heldUnknownMilliseconds` at most.
  /// - Returns: Whether there was room.
  private func keep(
    _ input: HostInput, under name: StoreName, in store: inout Transaction
  ) throws(StoreFailure) -> Bool {
    let count = try store.heldEvents(under: name)
    guard count.here < ServiceLimits.heldEvents, count.all < ServiceLimits.allHeldEvents else { return false }
    let number = try store.hold(
      HeldEvent(
        name: name, key: inputKey, received: now, content: StoredInput.outside(input).content))
    try store.setTimer(.heldEvent(number), at: now + Limits.heldUnknownMilliseconds)
    return true
  }

  /// Tells that nobody takes an event. One of an unknown conversation may come again.
  private mutating func discard(
    _ event: WebhookEvent, _ reason: DiscardReason, key: InputKey?, in store: inout Transaction
  ) throws(StoreFailure) {
    if reason == .unknownConversation, let key { try store.freeKey(key) }
    try tell(.eventDiscarded(event: event.kind.name, id: event.id, reason: reason), in: &store)
  }

  private mutating func stopHolding(
    _ number: Int, in store: inout Transaction
  ) throws(StoreFailure) {
    guard let held = try store.takeHeldEvent(number),
      case .outside(.event(let event, _))? = StoredInput(content: held.content)
    else { return }
    try discard(event, .unknownConversation, key: held.key, in: &store)
    guard let id = event.conversationID else { return }
    try endUnclaimedConversation(
      id, received: held.received, isOver: event.endsConversation, in: &store)
  }
}

/// Receipts that come before the gateway's answer.
extension DurableTurn {
  /// Holds a receipt that no session waits for yet, unless its session is known to wait for no answer of the gateway.
  mutating func holdReceipt(
    _ input: HostInput, in store: inout Transaction
  ) throws(StoreFailure) {
    guard case .receipt(_, let gatewayID, let key) = input else { return }
    if let key {
      guard let place = place(of: key.session),
        case .gatewayAnswer(key.effect, _)? = sessions[place].state.wait
      else { return }
    }
    let name = key.map { GatewayMessageID($0.text) } ?? gatewayID
    if try !keep(input, under: .receipt(name), in: &store) { report.refusedEvents += 1 }
  }

  /// Gives a session that has come to wait for a receipt what was held for it: under the effect's key, which no other session
  /// can have, or under the gateway's id where the receipt came without that.
  private mutating func takeHeldReceipts(
    of key: IdempotencyKey, gatewayID: GatewayMessageID, in store: inout Transaction
  ) throws(StoreFailure) {
    for name in [GatewayMessageID(key.text), gatewayID] {
      for held in try store.takeHeldEvents(under: .receipt(name)) {
        try store.removeTimer(.heldEvent(held.number))
        guard case .outside(.receipt(let report, _, _))? = StoredInput(content: held.content) else {
          continue
        }
        try resume(
          key.session, with: .deliveryReported(report, of: gatewayID), asCame: nil, in: &store)
      }
    }
  }
}

/// What the store's own trace tells.
extension DurableTurn {
  func tell(
    _ happening: Happening, of customer: Customer? = nil, in store: inout Transaction
  ) throws(StoreFailure) {
    let record = TraceRecord(sequence: 0, milliseconds: 0, session: nil, happening: happening)
    // Its number and its time are the row's.
    let members = record.json(traceStart: now).object.map { Array($0.dropFirst(2)) } ?? []
    try store.append(
      StoreRecord(at: now, customer: customer, content: JSON.object(JSONObject(members)).storedContent))
  }
}
