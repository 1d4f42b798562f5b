import FlowInterpreter
import FlowModel
import JSONSyntax

/// Doing what the router decides.
extension FlowHost {
  /// Does what the router decides of an input, or of the first turn of one that takes several.
  mutating func follow(_ input: HostInput, _ handOver: (inout [TraceRecord]) -> Void) {
    let slots = slots(for: input)
    switch input {
    case .message, .webhook:
      for route in routes(for: input, among: slots) { follow(route, among: slots, handOver) }
    case .callback, .event, .answer, .receipt, .timer, .timePassed:
      if let route = router.route(for: input, among: slots.map { table.sessions[$0] }) {
        follow(route, among: slots, handOver)
      }
    }
  }

  /// - Parameter slots: Where the sessions stand that the input's keys name. None is forgotten meanwhile.
  private mutating func follow(
    _ route: Route, among slots: [Int], _ handOver: (inout [TraceRecord]) -> Void
  ) {
    switch route {
    case .resume(let key, let input):
      if let slot = slots.first(where: { table.sessions[$0].key == key }) {
        resume(slot, with: input, handOver)
      }
    case .begin(let flow, let trigger): begin(flow, with: trigger, handOver)
    case .leave(let message): tell(.messageUnhandled(channel: message.channel, from: message.from), of: nil)
    case .accept(let webhook): tell(.webhookReceived(event: webhook.event), of: nil)
    case .refuse(let webhook, let reason):
      tell(.webhookRefused(event: webhook.event, reason: reason), of: nil)
    case .hold(let event): hold(event)
    case .discard(let event, let reason): discard(event, reason)
    case .stopHolding(let number):
      if let event = heldEvents.remove(number) { discard(event, .unknownConversation) }
    case .report(let problem):
      output.problems.append(problem)
      if case .messageSkipped(let index, let problem) = problem {
        tell(.callbackSkipped(index: index, problem: problem.reason), of: nil)
      }
    }
  }

  private mutating func begin(
    _ flow: FlowID, with trigger: SessionTrigger, _ handOver: (inout [TraceRecord]) -> Void
  ) {
    startCount += 1
    let key = keys.key(startCount)
    var records = takeRecords(of: key)
    let state = project[flow].machine.start(with: trigger, key: key, at: now, in: &turn) {
      records.take(from: &$0)
      handOver(&records.told)
    }
    put(back: records)
    let slot = table.insert(HostedSession(state: state, flow: flow, number: startCount))
    latestKey = key
    absorbTurn(of: slot, from: SessionIndex.Entry())
  }

  private mutating func resume(
    _ slot: Int, with input: SessionInput, _ handOver: (inout [TraceRecord]) -> Void
  ) {
    let machine = project[table.sessions[slot].flow].machine
    let former = SessionIndex.Entry(table.sessions[slot])
    var input = input
    if case .conversationAnswered(let answer, let effect, _) = input {
      input = .conversationAnswered(answer, to: effect, held: heldEvents(for: answer, to: effect, of: slot))
    }
    var records = takeRecords(of: table.sessions[slot].key)
    table.sessions[slot].resume(by: machine, with: input, at: now, in: &turn) {
      records.take(from: &$0)
      handOver(&records.told)
    }
    put(back: records)
    absorbTurn(of: slot, from: former)
  }

  /// With the answer that brings a conversation goes what is held for it, and the session has learnt it.
  private mutating func heldEvents(
    for answer: ConversationAnswer, to effect: EffectID, of slot: Int
  ) -> [WebhookEvent] {
    guard case .requesting(let request, _) = table.sessions[slot].stage, request.effect == effect,
      let id = answer.conversationID
    else { return [] }
    index.add(table.sessions[slot].key, learning: id)
    let held = heldEvents.removeAll(of: id)
    for event in held { timers.noteCancelled(.heldEvent(event.number)) }
    return held.map(\.event)
  }

  /// Keeps the timers of the turn, adds the rest to the output, and brings what the session is found by up to date.
  /// - Parameter former: What the session was found by before.
  private mutating func absorbTurn(of slot: Int, from former: SessionIndex.Entry) {
    let key = table.sessions[slot].key
    for effect in turn.effects {
      switch effect {
      case .setTimer(let timer, let time): timers.set(.session(key, timer), at: time)
      case .cancelTimer(let timer): timers.noteCancelled(.session(key, timer))
      case .send(_, let id), .requestConversation(_, let id), .requestService(_, let id),
        .forward(_, _, _, let id), .requestHTTP(_, let id):
        output.effects.append(
          HostOutput.KeyedEffect(key: IdempotencyKey(session: key, effect: id), effect: effect))
      }
    }
    if turn.isTraced {
      for happening in turn.happenings { tell(happening, of: key) }
    } else {
      recordCount += turn.recordCount
    }
    let entry = SessionIndex.Entry(table.sessions[slot])
    if entry.hasEnded, !former.hasEnded {
      endedSessions.set(key, at: now + Limits.endedMilliseconds)
    }
    index.update(table.sessions[slot], from: former, to: entry)
  }

  /// What becomes of a turn's happenings while it is under way.
  private struct TurnRecords {
    let session: SessionKey
    let milliseconds: Int64
    /// How many records there have been, of all sessions.
    var count: Int
    var told: [TraceRecord]

    mutating func take(from turn: inout FlowMachine.Turn) {
      for happening in turn.happenings {
        count += 1
        told.append(
          TraceRecord(
            sequence: count, milliseconds: milliseconds, session: session.text, happening: happening))
      }
      turn.forgetHappenings()
    }
  }

  /// Moves the output's records out, for a turn that may be long.
  private mutating func takeRecords(of session: SessionKey) -> TurnRecords {
    var told: [TraceRecord] = []
    swap(&told, &output.records)
    return TurnRecords(session: session, milliseconds: now - start, count: recordCount, told: told)
  }

  private mutating func put(back records: consuming TurnRecords) {
    recordCount = records.count
    output.records = records.told
  }

  private mutating func hold(_ event: WebhookEvent) {
    if heldEvents.isFull {
      let oldest = heldEvents.removeFirst()
      timers.noteCancelled(.heldEvent(oldest.number))
      discard(oldest.event, .unknownConversation)
    }
    let number = heldEvents.append(event)
    timers.set(.heldEvent(number), at: now + Limits.heldUnknownMilliseconds)
    tell(.eventHeld(event: event.kind.name, id: event.id, reason: .unknownConversation), of: nil)
  }

  private mutating func discard(_ event: WebhookEvent, _ reason: DiscardReason) {
    tell(.eventDiscarded(event: event.kind.name, id: event.id, reason: reason), of: nil)
  }

  private mutating func tell(_ happening: Happening, of session: SessionKey?) {
    recordCount += 1
    guard turn.isTraced else { return }
    output.records.append(
      TraceRecord(
        sequence: recordCount, milliseconds: now - start, session: session?.text, happening: happening))
  }
}
