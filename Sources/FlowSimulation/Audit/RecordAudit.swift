import FlowInterpreter
import FlowModel
import JSONSyntax

/// Records, one after the other.
extension Audit {
  /// Judges a record and learns from it.
  mutating func judge(_ record: TraceRecord, _ expectation: inout Expectation) throws(Violation) {
    guard let name = record.session else { return try judgeSessionless(record) }
    if case .sessionStarted(let flow, _, _) = record.happening { try begin(name, flow) }
    guard let number = sessionNumbers[name] else {
      throw violation(.afterEnd, name, "a session is told of before its start")
    }
    sessions[number].recordCount += 1
    if case .eventDiscarded(_, let id, let reason) = record.happening {
      return try judgeDiscard(id, reason, in: number, &expectation)
    }
    guard sessions[number].isLive else {
      throw violation(.afterEnd, name, "something is told of a session that is over")
    }
    switch record.happening {
    case .waiting(_, let reason, let until): try wait(number, reason, until)
    case .messageForwarded: try judgeForwarding(number)
    case .ended:
      sessions[number].phase = .ended
      sessions[number].endedAt = now
    default:
      sessions[number].phase = .running
      try follow(record.happening, of: number, &expectation)
    }
  }

  private func judgeSessionless(_ record: TraceRecord) throws(Violation) {
    switch record.happening {
    case .messageUnhandled: break
    case .webhookReceived, .webhookRefused:
      throw violation(.messageLost, nil, "a webhook is told of that has not come")
    case .callbackSkipped:
      throw violation(.eventReason, nil, "a message is skipped and there is no reason to")
    case .eventDiscarded(_, let id, _):
      throw violation(.eventLost, nil, "\(id) is discarded and there is no reason to")
    default: throw violation(.eventReason, nil, "a record of no session tells of what a session does")
    }
  }

  private mutating func begin(_ name: String, _ flow: String) throws(Violation) {
    let number = sessions.count
    guard name == "session-\(number + 1)" else {
      throw violation(.sequence, name, "sessions are named in the order of their starts")
    }
    sessionNumbers[name] = number
    sessions.append(AuditedSession(name: name))
    guard let lifetime = lifetimes[flow] else { return }
    sessions[number].expiryTimer = setTimer(at: now + lifetime) { .expiry(session: number, number: $0) }
  }

  /// What a session does in a turn.
  private mutating func follow(
    _ happening: Happening, of number: Int, _ expectation: inout Expectation
  ) throws(Violation) {
    switch happening {
    case .nodeEntered(let node, .startConversation): sessions[number].conversationNodes.insert(node)
    case .conversationRequested(_, let input):
      sessions[number].conversation = .requested
      sessions[number].requestedConversation = (input["conversationId"]?.string).map(ConversationID.init)
      sessions[number].request = sessions[number].recordCount
    case .messageSent, .serviceRequested, .httpRequested:
      sessions[number].request = sessions[number].recordCount
    case .answerReceived: judgeConversationAnswer(number, &expectation)
    case .eventReceived(let event, let id): try judgeProcessing(event, id, in: number)
    case .outcome(let node, let outcome, _): try beginBranch(node, outcome, number)
    case .branchEnded(let node, let outcome): try endBranch(node, outcome, number)
    default: break
    }
  }

  private mutating func judgeConversationAnswer(_ number: Int, _ expectation: inout Expectation) {
    guard sessions[number].conversation == .requested else { return }
    guard let conversation = expectation.conversation else {
      sessions[number].conversation = .failed
      return
    }
    sessions[number].conversation = .open(conversation)
    expectation.movedDuplicates = learn(conversation, number)[...]
  }

  private mutating func beginBranch(_ node: NodeName, _ outcome: String, _ number: Int) throws(Violation) {
    guard sessions[number].conversationNodes.contains(node), Self.intermediateOutcomes.contains(outcome)
    else { return }
    guard sessions[number].branch == nil else {
      throw violation(.branchWhole, sessions[number].name, "a branch begins while another one runs")
    }
    sessions[number].branch = (node, outcome)
  }

  private mutating func endBranch(_ node: NodeName, _ outcome: String, _ number: Int) throws(Violation) {
    guard let branch = sessions[number].branch, branch == (node, outcome) else {
      throw violation(.branchWhole, sessions[number].name, "a branch ends that does not run")
    }
    sessions[number].branch = nil
  }

  private mutating func wait(_ number: Int, _ reason: WaitReason, _ until: Timestamp?) throws(Violation) {
    let session = sessions[number]
    if reason == .conversationEvent {
      if let id = session.pending.first {
        throw violation(.eventLost, session.name, "\(id) is held and the session waits for another one")
      }
      guard case .open = session.conversation else {
        throw violation(.afterComplete, session.name, "an event is waited for without a conversation")
      }
    }
    guard reason == .conversationEvent || until != nil else {
      throw violation(.stranded, session.name, "a wait for \(reason.rawValue) has no end")
    }
    sessions[number].phase = .waiting(
      AuditedSession.Waiting(reason: reason, until: until, timer: timer(until, reason, session, number)))
  }

  /// The number of a wait's timer; 0 where it has none. The wait for a receipt goes on with that of its submission.
  private mutating func timer(
    _ until: Timestamp?, _ reason: WaitReason, _ session: AuditedSession, _ number: Int
  ) -> Int {
    if reason == .deliveryReport, let submission = session.submissionTimer { return submission }
    guard let until else { return 0 }
    let timer = setTimer(at: until) { .wait(session: number, number: $0) }
    if reason == .gatewayAnswer { sessions[number].submissionTimer = timer }
    return timer
  }

  private func judgeForwarding(_ number: Int) throws(Violation) {
    guard case .open = sessions[number].conversation else {
      throw violation(.afterComplete, sessions[number].name, "a message is forwarded to nobody")
    }
  }

  private static let intermediateOutcomes = Set(
    (ConversationOutcome.events + [ConversationOutcome.success]).filter { $0.class == .intermediate }
      .map(\.name))
}
