import FlowModel

/// Waiting, and the timers that end it.
extension Execution {
  /// Ends the turn: the node waits for something that is not waited for on an intermediate branch.
  mutating func wait(for wait: WaitingNodeWait) -> Step {
    guard case .apart(let past) = standing else {
      preconditionFailure("a waiting node is not entered while a conversation is open")
    }
    return stop(at: .apart(wait, at: node, after: past))
  }

  /// Ends the turn: the node awaits the answer to what it has asked for, also on an intermediate branch.
  mutating func wait(for answer: AnswerWait) -> Step {
    switch standing {
    case .apart(let past): return stop(at: .apart(.answer(answer), at: node, after: past))
    case .onBranch(let branch, let conversation):
      return stop(at: .onBranch(branch, of: conversation, at: node, awaiting: answer))
    case .requesting, .listening:
      preconditionFailure("a StartConversation awaits no such answer")
    }
  }

  /// Ends the turn: the node awaits the answer to its conversation request.
  mutating func wait(for request: ConversationWait) -> Step {
    stop(at: .requesting(request, at: node))
  }

  /// Ends the turn: the StartConversation waits for its conversation's events.
  mutating func listen(to conversation: ConversationID) -> Step {
    stop(at: .listening(to: conversation, at: node))
  }

  private mutating func stop(at stage: consuming SessionState.Stage) -> Step {
    let (reason, alarm) = (stage.reason, stage.alarm)
    session.value.stage = stage
    session.value.waitingSince = now
    if let reason {
      let node = current
      emit(.waiting(node: node.id, for: reason, until: alarm?.time))
    }
    return .stop
  }

  /// Sets a timer that ends a wait.
  /// - Parameter milliseconds: How long from now.
  mutating func setAlarm(after milliseconds: Int64) -> Alarm {
    session.value.timerCount += 1
    let alarm = Alarm(timer: TimerID(session.value.timerCount), time: now + milliseconds)
    turn.effects.append(.setTimer(alarm.timer, at: alarm.time))
    return alarm
  }

  /// Forgets what a wait that has ended for another reason left behind: its timer, and the answer that it awaited.
  mutating func stopWaiting(_ wait: Wait) {
    if let alarm = wait.alarm { turn.effects.append(.cancelTimer(alarm.timer)) }
    giveUpAnswer(of: wait)
  }

  /// Forgets the answer that a wait awaited: its timer has fired, or will be cancelled.
  mutating func giveUpAnswer(of wait: Wait) {
    if let effect = wait.effect { session.value.settle(effect) }
  }

  /// Sets the timer that ends the session, if it has one.
  mutating func setExpiry(after seconds: Double?) {
    guard let seconds else { return }
    session.value.expiry = setAlarm(after: Milliseconds.ofTimeout(seconds))
  }
}
