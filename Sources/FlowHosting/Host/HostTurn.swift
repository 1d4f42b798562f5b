import FlowInterpreter
import FlowModel
import JSONSyntax

/// Doing what the router decides.
extension FlowHost {
  mutating func follow(_ routes: [Route], _ handOver: (inout [TraceRecord]) -> Void) {
    for route in routes { follow(route, handOver) }
  }

  private mutating func follow(_ route: Route, _ handOver: (inout [TraceRecord]) -> Void) {
    switch route {
    case .resume(let key, let input): resume(key, with: input, handOver)
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
    _ key: SessionKey, with input: SessionInput, _ handOver: (inout [TraceRecord]) -> Void
  ) {
    guard let slot = table.slot(of: key) else { return }
    let machine = project[table.sessions[slot].flow].machine
    let former = SessionIndex.Entry(table.sessions[slot])
    let input = addingHeldEvents(to: input, of: slot)
    var records = takeRecords(of: key)
    table.sessions[slot].resume(by: machine, with: input, at: now, in: &turn) {
      records.take(from: &$0)
      handOver(&records.told)
    }
    put(back: records)
    absorbTurn(of: slot, from: former)
  }

  /// With the answer that brings a conversation goes what is held for it, and the session has learnt it.
  private mutating func addingHeldEvents(to input: SessionInput, of slot: Int) -> SessionInput {
    guard case .conversationAnswered(let answer, let effect, _) = input,
      case .conversationAnswer(effect, _)? = table.sessions[slot].state.wait, let id = answer.conversationID
    else { return input }
    index.add(table.sessions[slot].key, learning: id)
    let held = heldEvents.removeAll(of: id)
    for _ in held { timers.noteCancelled() }
    return .conversationAnswered(answer, to: effect, held: held)
  }

  /// Keeps the timers of the turn, adds the rest to the output, and brings what the session is found by up to date.
  /// - Parameter former: What the session was found by before.
  private mutating func absorbTurn(of slot: Int, from former: SessionIndex.Entry) {
    let key = table.sessions[slot].key
    for effect in turn.effects {
      switch effect {
      case .setTimer(let timer, let time): timers.set(.session(key, timer), at: time)
      case .cancelTimer: timers.noteCancelled()
      case .send, .requestConversation, .requestService, .forward, .requestHTTP: break
      }
      if let id = effect.id {
        output.effects.append(
          HostOutput.KeyedEffect(key: IdempotencyKey(session: key, effect: id), effect: effect))
      }
    }
    if turn.isTraced {
      for happening in turn.happenings { tell(happening, of: key) }
    } else {
      recordCount += turn.recordCount
    }
    if !former.hasEnded, let ending = table.sessions[slot].state.ending {
      endedSessions.set(key, at: ending.at + Limits.endedMilliseconds)
    }
    index.update(table.sessions[slot], from: former)
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
      timers.noteCancelled()
      discard(heldEvents.removeFirst(), .unknownConversation)
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
