import FlowInterpreter
import FlowModel

/// What must become of an event when it comes.
private enum Fate: Equatable {
  /// It is processed at once.
  case received
  case held(HoldReason)
  case discarded(DiscardReason)

  /// The fate in words.
  var text: String {
    switch self {
    case .received: "processed"
    case .held(let reason): "held (\(reason.rawValue))"
    case .discarded(let reason): "discarded (\(reason.rawValue))"
    }
  }
}

/// Webhook events, as they come and as the trace tells of them.
extension Audit {
  /// Judges what becomes of an event that comes.
  /// - Returns: How many records of the step are done with.
  mutating func judgeArrival(
    of event: WebhookEvent, _ step: SimulationHistory.Step
  ) throws(Violation) -> Int {
    let conversation = event.conversationID ?? ""
    let number = session(ofConversation: conversation)
    let expected = fate(of: event, conversation, for: number)
    let name = number.map { sessions[$0].name }
    var index = 0
    if expected == .held(.unknownConversation), heldEvents.count == Limits.heldUnknownEvents {
      let oldest = heldEvents.removeFirst()
      guard case .eventDiscarded(_, oldest.id, .unknownConversation)? = step.records.first?.happening else {
        throw violation(.eventLost, nil, "\(oldest.id) leaves without a word")
      }
      index = 1
    }
    guard let record = step.records.dropFirst(index).first, let found = record.fate(of: event.id),
      record.session == name
    else { throw violation(.eventLost, name, "nothing tells of \(event.id), or of another session") }
    guard found == expected else {
      throw violation(
        check(expected: expected, found: found), name, "\(event.id) is \(found.text), not \(expected.text)")
    }
    switch expected {
    case .received:
      reach(number, event.id)
      return index
    case .held(.unknownConversation):
      let timer = setTimer(at: now + Limits.heldUnknownMilliseconds) { .heldEvent(number: $0) }
      heldEvents.append(HeldEvent(id: event.id, conversation: conversation, timer: timer))
    case .held: reach(number, event.id)
    case .discarded: break
    }
    if let number { sessions[number].recordCount += 1 }
    return index + 1
  }

  /// An answer that brings a conversation moves what was held for it, in order, behind what the session holds.
  /// - Returns: The ids of those that the session has had before.
  mutating func learn(_ conversation: ConversationID, _ number: Int) -> [EventID] {
    learners[conversation, default: []].append(number)
    var duplicates: [EventID] = []
    for event in heldEvents where event.conversation == conversation {
      if sessions[number].remembered.contains(event.id) {
        duplicates.append(event.id)
      } else {
        reach(number, event.id)
      }
    }
    heldEvents.removeAll { $0.conversation == conversation }
    return duplicates
  }

  /// An event is processed: the one that came first of those that are not done with.
  mutating func judgeProcessing(_ event: String, _ id: EventID, in number: Int) throws(Violation) {
    let session = sessions[number]
    guard !session.processed.contains(id) else {
      throw violation(.eventTwice, session.name, "\(id) is processed again")
    }
    switch session.conversation {
    case .open: break
    case .completed: throw violation(.afterComplete, session.name, "\(id) is processed after Complete")
    case .none, .requested, .failed:
      throw violation(.branchWhole, session.name, "\(id) is processed before the answer")
    }
    guard session.branch == nil else {
      throw violation(.branchWhole, session.name, "\(id) is processed while a branch runs")
    }
    try takePending(id, in: number)
    sessions[number].processed.insert(id)
    if event == ConversationOutcome.complete.name, let id = session.conversation.id {
      sessions[number].conversation = .completed(id)
    }
  }

  /// An event that was held is discarded: the one that came first, for what has happened to the session.
  mutating func judgeDiscard(
    _ id: EventID, _ reason: DiscardReason, in number: Int, _ expectation: inout Expectation
  ) throws(Violation) {
    if reason == .duplicate, expectation.movedDuplicates.first == id {
      expectation.movedDuplicates.removeFirst()
      return
    }
    let session = sessions[number]
    let expected: DiscardReason? =
      switch (session.phase, session.conversation) {
      case (.ended, _): .sessionEnded
      case (_, .completed): .conversationCompleted
      case (_, .failed): .conversationNotStarted
      case (_, .none), (_, .requested), (_, .open): nil
      }
    guard reason == expected else {
      throw violation(
        .eventReason, session.name, "\(id), which was held, is discarded for \(reason.rawValue)")
    }
    try takePending(id, in: number)
  }

  private mutating func takePending(_ id: EventID, in number: Int) throws(Violation) {
    guard let index = sessions[number].pending.firstIndex(of: id) else {
      throw violation(.eventTwice, sessions[number].name, "\(id) has not come, or is done with")
    }
    guard index == 0 else {
      throw violation(.eventOrder, sessions[number].name, "\(sessions[number].pending[0]) came before \(id)")
    }
    sessions[number].pending.removeFirst()
  }

  private mutating func reach(_ number: Int?, _ id: EventID) {
    guard let number else { return }
    sessions[number].remembered.insert(id)
    sessions[number].pending.append(id)
  }

  /// The session that has a conversation: of live ones the one that learnt it last and has not gone on to another one,
  /// then one whose outstanding request names it, then one that had it before; else one that is over and not forgotten.
  private func session(ofConversation id: ConversationID) -> Int? {
    let candidates = (learners[id] ?? []).reversed()
    return candidates.first { sessions[$0].isLive && sessions[$0].conversation.id == id }
      ?? sessions.lastIndex { $0.isLive && $0.requests(id) }
      ?? candidates.first { sessions[$0].isLive }
      ?? candidates.first { sessions[$0].endedAt.map { now < $0 + Limits.endedMilliseconds } ?? false }
  }

  private func fate(of event: WebhookEvent, _ conversation: ConversationID, for number: Int?) -> Fate {
    let isUnhandled = if case .unhandled = event.kind { true } else { false }
    guard let number else {
      return isUnhandled ? .discarded(.unhandledType) : .held(.unknownConversation)
    }
    let session = sessions[number]
    guard session.isLive else { return .discarded(.sessionEnded) }
    if session.remembered.contains(event.id) { return .discarded(.duplicate) }
    if isUnhandled { return .discarded(.unhandledType) }
    if session.conversation == .failed { return .discarded(.conversationNotStarted) }
    if session.requests(conversation) { return .held(.awaitingAnswer) }
    guard session.conversation == .open(conversation) else { return .discarded(.conversationCompleted) }
    return session.waiting?.reason == .conversationEvent ? .received : .held(.branchRunning)
  }

  /// Which check tells that an event has another fate than it must have.
  private func check(expected: Fate, found: Fate) -> SimulationCheck {
    switch (expected, found) {
    case (.received, .discarded), (.held, .discarded): .eventLost
    case (.discarded(.duplicate), .received), (.discarded(.duplicate), .held): .eventTwice
    case (.discarded(.conversationCompleted), .received): .afterComplete
    case (.discarded(.sessionEnded), .received): .afterEnd
    case (.held, .received): .branchWhole
    case (.received, .held), (.received, .received), (.held, .held), (.discarded, _): .eventReason
    }
  }
}

extension TraceRecord {
  /// What the record says of an event that comes; nil where it tells of something else.
  fileprivate func fate(of event: EventID) -> Fate? {
    switch happening {
    case .eventReceived(_, event): .received
    case .eventHeld(_, event, let reason): .held(reason)
    case .eventDiscarded(_, event, let reason): .discarded(reason)
    default: nil
    }
  }
}
