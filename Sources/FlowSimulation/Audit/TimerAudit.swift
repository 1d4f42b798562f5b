import FlowInterpreter
import FlowModel

/// Timers, as the trace tells of them.
extension Audit {
  /// Plans a timer.
  /// - Returns: Its number.
  mutating func setTimer(at time: Timestamp, _ timer: (_ number: Int) -> Timer) -> Int {
    timerCount += 1
    timers.add(timer(timerCount), at: time)
    return timerCount
  }

  /// The timer that must fire next.
  mutating func nextTimer() -> (timer: Timer, time: Timestamp)? {
    while let timer = timers.next, let time = timers.nextTime {
      if isSet(timer) { return (timer, time) }
      _ = timers.popNext()
    }
    return nil
  }

  /// A timer fires when it is due, and what it was set for comes of it.
  /// - Returns: How many records of the step are done with.
  mutating func judgeTimer(_ step: SimulationHistory.Step) throws(Violation) -> Int {
    guard let (timer, time) = nextTimer(), time <= now else {
      throw violation(.timerEarly, step.records.first?.session, "a timer fires and none is due")
    }
    guard time == now else { throw violation(.timerLost, nil, "the timer of \(time - start) ms fires late") }
    let subject = step.records.first?.session
    switch timer {
    case .wait(let session, _):
      guard let first = step.records.first else {
        throw violation(.timerLost, sessions[session].name, "a timer fires and nothing comes of it")
      }
      guard first.session == sessions[session].name, !first.happening.isExpiry else {
        throw violation(.timerEarly, subject, "another timer is due before")
      }
      if sessions[session].waiting?.reason == .conversationAnswer { sessions[session].conversation = .failed }
    case .expiry(let session, _):
      guard subject == sessions[session].name, step.records.first?.happening.isExpiry == true else {
        throw violation(.timerLost, sessions[session].name, "the session does not expire")
      }
    case .heldEvent(let number):
      guard let index = heldEvents.firstIndex(where: { $0.timer == number }), subject == nil,
        case .eventDiscarded(_, heldEvents[index].id, .unknownConversation)? = step.records.first?.happening
      else { throw violation(.eventLost, nil, "an event that was held long enough is not discarded") }
      heldEvents.remove(at: index)
      return 1
    }
    return 0
  }

  /// Time must not pass a timer by.
  mutating func judgeOverdueTimers() throws(Violation) {
    guard let (_, time) = nextTimer(), time <= now else { return }
    throw violation(.timerLost, nil, "the timer of \(time - start) ms has not fired")
  }

  private func isSet(_ timer: Timer) -> Bool {
    switch timer {
    case .wait(let session, let number): sessions[session].waiting?.timer == number
    case .expiry(let session, let number):
      sessions[session].isLive && sessions[session].expiryTimer == number
    case .heldEvent(let number): heldEvents.contains { $0.timer == number }
    }
  }
}

extension Happening {
  /// Whether this is the end of a session that has lived long enough.
  fileprivate var isExpiry: Bool { if case .ended(_, .expired) = self { true } else { false } }
}
