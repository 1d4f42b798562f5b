public import FlowModel

/// The sessions of a flow, for many customers: what comes in is routed to the session it belongs to.
///
/// A host is a value, as pure as the machine: time passes when it is told so, and what the world is to do is given
/// back. Each session gets its inputs in order, one at a time, independent of the others.
public struct FlowHost: Sendable {
  /// What an input leads to.
  public struct Output: Sendable {
    /// What the world is to do, in order, with the session that wants it. Timers are kept by the host.
    public fileprivate(set) var effects: [(session: SessionID, effect: Effect)] = []
    /// What there is to tell, in order.
    public fileprivate(set) var records: [TraceRecord] = []
  }

  private enum TimerSubject: Hashable, Sendable {
    case session(SessionID, TimerID)
    /// An event of an unknown conversation, by its number.
    case heldEvent(Int)
  }

  /// An event that is held for a conversation that no session has yet.
  private struct HeldEvent: Sendable {
    let number: Int
    let event: WebhookEvent
  }

  /// What runs the sessions.
  public let machine: FlowMachine
  /// When the trace began.
  public let start: Timestamp
  /// What time it is.
  public private(set) var now: Timestamp
  /// The sessions, in the order of their starts.
  public private(set) var sessions: [HostedSession] = []

  private var timers = TimerQueue<TimerSubject>()
  private var recordCount = 0
  /// The sessions that learnt each conversation, in the order in which they did.
  private var sessionsByConversation: [ExactText: [SessionID]] = [:]
  private var index = SessionIndex()
  private var heldEvents: [HeldEvent] = []
  private var heldEventCount = 0
  private var output = Output()

  /// Creates a host without sessions.
  /// - Parameter start: The time at which the trace begins.
  public init(_ machine: FlowMachine, start: Timestamp) {
    self.machine = machine
    self.start = start
    now = start
  }

  /// The session with a number.
  public subscript(session: SessionID) -> HostedSession { sessions[session.index] }
}

/// The number of a session in its host.
public struct SessionID: Sendable, Hashable {
  /// The index into `FlowHost.sessions`.
  public let index: Int

  /// The session's name in the trace.
  public var name: String { "session-\(index + 1)" }
}

/// A session and what its host knows of it.
public struct HostedSession: Sendable {
  /// The session's number.
  public let id: SessionID
  /// The session itself.
  public fileprivate(set) var state: SessionState
  /// The number of the record that told of its latest wait: who waits longest has the lowest.
  fileprivate(set) var waitingSince = 0
}

/// Finding sessions.
extension FlowHost {
  /// The session that started last among those that wait for something.
  public func latestSession(waitingFor reason: WaitReason) -> SessionID? { index.latest(.waiting(reason)) }

  /// The session that started last among those that have or have requested a conversation, live ones before ended ones.
  public var latestSessionWithConversation: SessionID? {
    index.latest(.conversation(isLive: true)) ?? index.latest(.conversation(isLive: false))
  }

  /// The session that takes a customer's message: the one that waits longest in a Receive that the message resumes, or
  /// else one that sends it on to the agent.
  public func session(taking message: InboundMessage) -> SessionID? {
    let receivers = index.all(.receiver(sender: message.customer))
      .filter { machine.receives(message, in: self[$0].state) }
    return receivers.min { self[$0].waitingSince < self[$1].waitingSince }
      ?? index.latest(.forwarder(message.customer))
  }

  /// What a session is found by.
  private func keys(of state: SessionState) -> [SessionIndex.Key] {
    let conversation: [SessionIndex.Key] =
      state.conversation == .none ? [] : [.conversation(isLive: state.isLive)]
    guard let wait = state.wait else { return conversation }
    var keys = conversation + [.live(state.customer), .waiting(wait.reason)]
    if case .message(let filters, _) = wait {
      keys += filters.map { .receiver(sender: Customer(channel: $0.channel, address: $0.from)) }
    }
    if machine.forwardsMessages(in: state) { keys.append(.forwarder(state.customer)) }
    return keys
  }
}

/// Time.
extension FlowHost {
  /// When the next timer fires.
  public var nextTimer: Timestamp? { timers.nextTime }

  /// Goes on to the next timer's time and fires it.
  public mutating func fireNextTimer() -> Output {
    guard let (subject, time) = timers.popNext() else { return Output() }
    now = max(now, time)
    switch subject {
    case .session(let session, let timer): resume(session, with: .timerFired(timer))
    case .heldEvent(let number):
      guard let index = heldEvents.firstIndex(where: { $0.number == number }) else { break }
      discard(heldEvents.remove(at: index).event, .unknownConversation)
    }
    return takeOutput()
  }

  /// Lets time pass; timers that are due until then are to be fired first.
  public mutating func advance(to time: Timestamp) {
    precondition(
      nextTimer.map { $0 > time } ?? true, "timers that are due are fired before time passes them by")
    now = max(now, time)
  }
}

/// What comes from customers.
extension FlowHost {
  /// Takes a message: a waiting Receive's, an agent's, the beginning of a session, or nobody's.
  public mutating func receive(_ message: InboundMessage) -> Output {
    if let session = session(taking: message) {
      resume(session, with: .messageArrived(message))
    } else if machine.isTriggered(by: message),
      !machine.startsOnlyWithoutLiveSession || index.latest(.live(message.customer)) == nil
    {
      let (state, turn) = machine.start(with: message, at: now)
      let session = SessionID(index: sessions.count)
      sessions.append(HostedSession(id: session, state: state))
      absorb(turn, of: session)
    } else {
      tell(.messageUnhandled(channel: message.channel, from: message.from), of: nil)
    }
    return takeOutput()
  }
}

/// What comes from the gateway, the conversation service and web services.
extension FlowHost {
  /// Takes what the gateway says of a session's message.
  public mutating func receive(
    _ answer: GatewayAnswer, to effect: EffectID, of session: SessionID
  ) -> Output {
    resume(session, with: .gatewayAnswered(answer, to: effect))
    return takeOutput()
  }

  /// Takes the delivery receipt of a session's message.
  public mutating func receive(
    _ report: DeliveryReport, of effect: EffectID, of session: SessionID
  ) -> Output {
    resume(session, with: .deliveryReported(report, of: effect))
    return takeOutput()
  }

  /// Takes the answer to a session's conversation request. What was held for the conversation goes to the session.
  public mutating func receive(
    _ answer: ConversationAnswer, to effect: EffectID, of session: SessionID
  ) -> Output {
    guard case .conversationAnswer(effect, _)? = self[session].state.wait else { return takeOutput() }
    var held: [WebhookEvent] = []
    if let id = answer.conversationID {
      held = takeHeldEvents(of: id)
      sessionsByConversation[ExactText(id), default: []].append(session)
    }
    resume(session, with: .conversationAnswered(answer, to: effect, held: held))
    return takeOutput()
  }

  /// Takes the answer to a session's request to a web service.
  public mutating func receive(_ answer: HTTPAnswer, to effect: EffectID, of session: SessionID) -> Output {
    resume(session, with: .httpAnswered(answer, to: effect))
    return takeOutput()
  }

  /// Takes a webhook event, for the session that has its conversation.
  public mutating func receive(_ event: WebhookEvent) -> Output {
    if let id = event.conversationID, let session = session(ofConversation: id) {
      let isFormer = !has(session, conversation: id)
      resume(session, with: .eventArrived(event, isFormer: isFormer))
    } else if case .unhandled = event.kind {
      discard(event, .unhandledType)
    } else {
      hold(event)
    }
    return takeOutput()
  }

  /// Takes a webhook event of a session's current conversation, whose id need not be known yet.
  public mutating func receive(_ event: WebhookEvent, of session: SessionID) -> Output {
    resume(session, with: .eventArrived(event, isFormer: false))
    return takeOutput()
  }

  /// The session that has a conversation: of live ones the one that learnt it last and still has it, then one that
  /// had it before; else one that has ended.
  private func session(ofConversation id: String) -> SessionID? {
    let learnt = sessionsByConversation[ExactText(id)]?.reversed() ?? []
    return learnt.first { self[$0].state.isLive && has($0, conversation: id) }
      ?? learnt.first { self[$0].state.isLive } ?? learnt.first
  }

  /// Whether a session's current conversation is the one with that id.
  private func has(_ session: SessionID, conversation id: String) -> Bool {
    self[session].state.conversation.id.map(ExactText.init) == ExactText(id)
  }

  private mutating func hold(_ event: WebhookEvent) {
    if heldEvents.count == Limits.heldUnknownEvents {
      let oldest = heldEvents.removeFirst()
      timers.cancel(.heldEvent(oldest.number))
      discard(oldest.event, .unknownConversation)
    }
    heldEventCount += 1
    heldEvents.append(HeldEvent(number: heldEventCount, event: event))
    timers.set(.heldEvent(heldEventCount), at: now + Limits.heldUnknownMilliseconds)
    tell(.eventHeld(event: event.kind.name, id: event.id, reason: .unknownConversation), of: nil)
  }

  private mutating func takeHeldEvents(of conversation: String) -> [WebhookEvent] {
    let id = ExactText(conversation)
    let taken = heldEvents.filter { $0.event.conversationID.map(ExactText.init) == id }
    heldEvents.removeAll { $0.event.conversationID.map(ExactText.init) == id }
    for held in taken { timers.cancel(.heldEvent(held.number)) }
    return taken.map(\.event)
  }

  private mutating func discard(_ event: WebhookEvent, _ reason: DiscardReason) {
    tell(.eventDiscarded(event: event.kind.name, id: event.id, reason: reason), of: nil)
  }
}

/// Running sessions.
extension FlowHost {
  private mutating func resume(_ session: SessionID, with input: SessionInput) {
    let turn = machine.resume(&sessions[session.index].state, with: input, at: now)
    absorb(turn, of: session)
  }

  /// Keeps the timers of a turn, and adds the rest to the output.
  private mutating func absorb(_ turn: FlowMachine.Turn, of session: SessionID) {
    for effect in turn.effects {
      switch effect {
      case .setTimer(let timer, let time): timers.set(.session(session, timer), at: time)
      case .cancelTimer(let timer): timers.cancel(.session(session, timer))
      case .send, .requestConversation, .forward, .requestHTTP: output.effects.append((session, effect))
      }
    }
    for happening in turn.happenings {
      tell(happening, of: session)
      if case .waiting = happening { sessions[session.index].waitingSince = recordCount }
    }
    index.file(session, under: keys(of: self[session].state))
  }

  private mutating func tell(_ happening: Happening, of session: SessionID?) {
    recordCount += 1
    output.records.append(
      TraceRecord(
        sequence: recordCount, milliseconds: now - start, session: session?.name, happening: happening))
  }

  private mutating func takeOutput() -> Output {
    defer { output = Output() }
    return output
  }
}
