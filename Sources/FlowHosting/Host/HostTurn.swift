import FlowInterpreter
import FlowModel
import JSONSyntax

/// Doing what the router decides.
extension FlowHost {
  /// Does what the router decides of an input, or of the first turn of one that takes several.
  mutating func follow(
    _ input: HostInput, into output: inout HostOutput, _ handOver: (inout [TraceRecord]) -> Void
  ) {
    let slots = slots(for: input)
    switch input {
    case .message, .webhook:
      for route in router.routes(for: input, among: Array(table[slots])) {
        follow(route, among: slots, into: &output, handOver)
      }
    case .callback, .event, .answer, .receipt, .timer, .timePassed:
      if let route = router.route(for: input, among: table[slots]) {
        follow(route, among: slots, into: &output, handOver)
      }
    }
  }

  /// - Parameter slots: Where the sessions stand that the input's keys name. None is forgotten meanwhile.
  private mutating func follow(
    _ route: consuming Route, among slots: SessionSlots, into output: inout HostOutput,
    _ handOver: (inout [TraceRecord]) -> Void
  ) {
    switch consume route {
    case .resume(let key, let input):
      let slot = slots.count == 1 ? slots[0] : slots.first { table[$0].key == key }
      guard let slot else { return }
      guard case .conversationAnswered(let answer, let effect, _) = input else {
        return resume(slot, with: input, into: &output, handOver)
      }
      let held = heldEvents(for: answer, to: effect, of: slot)
      resume(
        slot, with: .conversationAnswered(answer, to: effect, held: held), into: &output, handOver)
    case .begin(let flow, let beginning): begin(flow, beginning, into: &output, handOver)
    case .leave(let message):
      tell(.messageUnhandled(channel: message.channel, from: message.from), into: &output)
    case .accept(let webhook): tell(.webhookReceived(event: webhook.event), into: &output)
    case .refuse(let webhook, let reason):
      tell(.webhookRefused(event: webhook.event, reason: reason), into: &output)
    case .hold(let event): hold(event, into: &output)
    case .discard(let event, let reason): discard(event, reason, into: &output)
    case .stopHolding(let number):
      if let event = heldEvents.remove(number) { discard(event, .unknownConversation, into: &output) }
    case .report(let problem):
      output.problems.append(problem)
      if case .messageSkipped(let index, let problem) = problem {
        tell(.callbackSkipped(index: index, problem: problem.reason), into: &output)
      }
    }
  }

  private mutating func begin(
    _ flow: FlowID, _ beginning: SessionBeginning, into output: inout HostOutput,
    _ handOver: (inout [TraceRecord]) -> Void
  ) {
    startCount += 1
    let key = keys.key(startCount)
    var records = takeRecords(of: key, from: &output)
    var state = beginning.begin(key, at: now, in: &turn) {
      records.take(from: &$0)
      handOver(&records.told)
    }
    put(back: records, into: &output)
    let slot = table.insert(HostedSession(state: state, flow: flow, number: startCount))
    latestKey = key
    absorbTurn(
      of: key, at: slot, from: SessionIndex.Entry(), to: SessionIndex.Entry(&state), into: &output)
  }

  private mutating func resume(
    _ slot: Int, with input: SessionInput, into output: inout HostOutput,
    _ handOver: (inout [TraceRecord]) -> Void
  ) {
    let (flow, key) = table.identity(at: slot)
    let machine = project.machine(of: flow)
    var records = takeRecords(of: key, from: &output)
    let found = table.slots[slot]?.resume(by: machine, with: input, at: now, in: &turn) {
      records.take(from: &$0)
      handOver(&records.told)
    }
    put(back: records, into: &output)
    if let found { absorbTurn(of: key, at: slot, from: found.former, to: found.present, into: &output) }
  }

  /// With the answer that brings a conversation goes what is held for it, and the session has learnt it.
  private mutating func heldEvents(
    for answer: ConversationAnswer, to effect: EffectID, of slot: Int
  ) -> [WebhookEvent] {
    guard case .requesting(let request, _) = table[slot].stage, request.effect == effect,
      let id = answer.conversationID
    else { return [] }
    if let forgotten = table[slot].conversationForgotten(learning: id) {
      index.remove(slot, forgetting: forgotten)
    }
    index.add(slot, learning: id)
    let held = heldEvents.removeAll(of: id)
    for event in held { timers.noteCancelled(.heldEvent(event.number)) }
    return held.map(\.event)
  }

  /// Keeps the timers of the turn, adds the rest to the output, and brings what the session is found by up to date.
  /// - Parameters:
  ///   - former: What the session was found by before.
  ///   - entry: What it is found by now.
  private mutating func absorbTurn(
    of key: SessionKey, at slot: Int, from former: SessionIndex.Entry, to entry: SessionIndex.Entry,
    into output: inout HostOutput
  ) {
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
      for happening in turn.happenings { tell(happening, of: key, into: &output) }
    } else {
      recordCount += turn.recordCount
    }
    if entry.hasEnded, !former.hasEnded {
      endedSessions.set(key, at: now + Limits.endedMilliseconds)
    }
    index.update(slot, of: table[slot].customer, from: former, to: entry)
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
  private func takeRecords(of session: SessionKey, from output: inout HostOutput) -> TurnRecords {
    var told: [TraceRecord] = []
    swap(&told, &output.records)
    return TurnRecords(session: session, milliseconds: now - start, count: recordCount, told: told)
  }

  private mutating func put(back records: consuming TurnRecords, into output: inout HostOutput) {
    recordCount = records.count
    swap(&records.told, &output.records)
  }

  private mutating func hold(_ event: WebhookEvent, into output: inout HostOutput) {
    if heldEvents.isFull {
      let oldest = heldEvents.removeFirst()
      timers.noteCancelled(.heldEvent(oldest.number))
      discard(oldest.event, .unknownConversation, into: &output)
    }
    let number = heldEvents.append(event)
    timers.set(.heldEvent(number), at: now + Limits.heldUnknownMilliseconds)
    tell(
      .eventHeld(event: event.kind.name, id: event.id, reason: .unknownConversation), into: &output)
  }

  private mutating func discard(
    _ event: WebhookEvent, _ reason: DiscardReason, into output: inout HostOutput
  ) {
    tell(.eventDiscarded(event: event.kind.name, id: event.id, reason: reason), into: &output)
  }

  private mutating func tell(
    _ happening: Happening, of session: SessionKey? = nil, into output: inout HostOutput
  ) {
    recordCount += 1
    guard turn.isTraced else { return }
    output.records.append(
      TraceRecord(
        sequence: recordCount, milliseconds: now - start, session: session?.text, happening: happening))
  }
}
