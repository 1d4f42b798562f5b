import RefrainKit

/// A history that is made to break one check.
struct DoctoredHistory {
  var history: SimulationHistory

  /// The records with their places, in order.
  private var places: [(step: Int, record: Int)] {
    history.steps.indices.flatMap { step in history.steps[step].records.indices.map { (step, $0) } }
  }

  /// The first place of a record that fits.
  private func place(where fits: (Happening) -> Bool) -> (step: Int, record: Int)? {
    places.first { fits(history.steps[$0.step].records[$0.record].happening) }
  }

  /// Gives all records the numbers that they would have.
  private mutating func renumber() {
    for (index, place) in places.enumerated() {
      let old = history.steps[place.step].records[place.record]
      history.steps[place.step].records[place.record] = TraceRecord(
        sequence: index + 1, milliseconds: old.milliseconds, session: old.session, happening: old.happening)
    }
  }

  private mutating func replace(
    _ place: (step: Int, record: Int), sequence: Int = 0, milliseconds: Int64 = 0,
    _ happening: (Happening) -> Happening = { $0 }
  ) {
    let old = history.steps[place.step].records[place.record]
    history.steps[place.step].records[place.record] = TraceRecord(
      sequence: old.sequence + sequence, milliseconds: old.milliseconds + milliseconds, session: old.session,
      happening: happening(old.happening))
  }
}

/// The ways in which a host could go wrong, each as it would show.
extension DoctoredHistory {
  /// Makes the history break a check.
  /// - Returns: Whether there was anything in it that could.
  mutating func breakCheck(_ check: SimulationCheck) -> Bool {
    defer { if check != .sequence { renumber() } }
    switch check {
    case .sequence:
      replace((0, 0), sequence: 1)
      return true
    case .clock:
      replace(places[places.count / 2], milliseconds: -1)
      return true
    case .messageLost: return remove { if case .messageUnhandled = $0 { true } else { false } }
    case .answerLost: return forgetAnswer()
    case .eventLost:
      return remove { if case .eventDiscarded(_, _, .unhandledType) = $0 { true } else { false } }
    case .eventTwice:
      return process { if case .eventDiscarded("Message", _, .duplicate) = $0 { true } else { false } }
    case .eventOrder: return swapHeldEvents()
    case .eventReason: return giveAnotherReason()
    case .branchWhole: return remove { if case .branchEnded = $0 { true } else { false } }
    case .afterComplete:
      return process {
        if case .eventDiscarded("Message", _, .conversationCompleted) = $0 { true } else { false }
      }
    case .afterEnd:
      return process { if case .eventDiscarded("Message", _, .sessionEnded) = $0 { true } else { false } }
    case .timerEarly: return fireTimerTwice()
    case .timerLost: return forgetTimer()
    case .stranded: return remove { if case .waiting(_, .conversationEvent, _) = $0 { true } else { false } }
    case .routing, .determinism, .restoration: return false
    }
  }

  private mutating func remove(_ fits: (Happening) -> Bool) -> Bool {
    guard let place = place(where: fits) else { return false }
    history.steps[place.step].records.remove(at: place.record)
    return true
  }

  private mutating func forgetAnswer() -> Bool {
    let index = history.steps.firstIndex { step in
      if case .answer = step.input { !step.records.isEmpty } else { false }
    }
    guard let index else { return false }
    history.steps[index].records = []
    return true
  }

  /// What was discarded is processed.
  private mutating func process(_ fits: (Happening) -> Bool) -> Bool {
    let place = places.first { place in
      guard case .callback = history.steps[place.step].input else { return false }
      return place.record == 0 && fits(history.steps[place.step].records[0].happening)
    }
    guard let place else { return false }
    replace(place) { happening in
      guard case .eventDiscarded(let event, let id, _) = happening else { return happening }
      return .eventReceived(event: event, id: id)
    }
    return true
  }

  /// Two events that one session holds are processed the other way round.
  private mutating func swapHeldEvents() -> Bool {
    var held: [String: [EventID]] = [:]
    for place in places {
      let record = history.steps[place.step].records[place.record]
      guard let session = record.session else { continue }
      switch record.happening {
      case .eventHeld(_, let id, .branchRunning): held[session, default: []].append(id)
      case .eventReceived(let event, let id):
        if let queue = held[session], queue.count > 1, queue[0] == id {
          replace(place) { _ in .eventReceived(event: event, id: queue[1]) }
          return true
        }
        held[session]?.removeAll { $0 == id }
      case .eventDiscarded(_, let id, _): held[session]?.removeAll { $0 == id }
      default: break
      }
    }
    return false
  }

  private mutating func giveAnotherReason() -> Bool {
    let place = place { if case .eventDiscarded(_, _, .unhandledType) = $0 { true } else { false } }
    guard let place else { return false }
    replace(place) { happening in
      guard case .eventDiscarded(let event, let id, _) = happening else { return happening }
      return .eventDiscarded(event: event, id: id, reason: .duplicate)
    }
    return true
  }

  private mutating func fireTimerTwice() -> Bool {
    let index = history.steps.firstIndex { if case .timer = $0.input { true } else { false } }
    guard let index else { return false }
    let step = history.steps[index]
    history.steps.insert(SimulationHistory.Step(step.input, at: step.time, records: []), at: index + 1)
    return true
  }

  private mutating func forgetTimer() -> Bool {
    let index = history.steps.firstIndex { if case .timer = $0.input { true } else { false } }
    guard let index else { return false }
    history.steps.remove(at: index)
    return true
  }
}
