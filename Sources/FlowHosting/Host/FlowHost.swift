public import FlowInterpreter
public import FlowModel
import JSONSyntax

/// The sessions of a project's flows, for many customers: what comes in is routed to the session it belongs to.
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
    /// The messages of a callback body that are skipped, by their indices from 0, and what is wrong with each.
    public fileprivate(set) var malformed: [(index: Int, problem: MalformedCallback)] = []
  }

  /// What a timer ends.
  enum TimerSubject: Sendable {
    case session(SessionID, TimerID)
    /// An event of an unknown conversation, by its number.
    case heldEvent(Int)
  }

  /// An event that is held for a conversation that no session has yet.
  struct HeldEvent: Sendable {
    let number: Int
    let event: WebhookEvent
  }

  /// The flows.
  public let project: FlowProject
  /// When the trace began.
  public let start: Timestamp
  /// What time it is.
  public private(set) var now: Timestamp
  /// The sessions, in the order of their starts.
  public internal(set) var sessions: [HostedSession] = []

  var timers = TimerQueue<TimerSubject>()
  var recordCount = 0
  var index = SessionIndex()
  /// Events of conversations that no session has yet, in the order of their numbers.
  var heldEvents: [HeldEvent] = []
  var heldEventCount = 0
  private var output = Output()
  /// The turn under way; it keeps its memory for the next.
  private var turn: FlowMachine.Turn

  /// Creates a host without sessions.
  /// - Parameters:
  ///   - start: The time at which the trace begins.
  ///   - isTraced: Whether outputs tell what happens. Records are numbered all the same.
  public init(_ project: FlowProject, start: Timestamp, isTraced: Bool = true) {
    self.project = project
    self.start = start
    now = start
    turn = FlowMachine.Turn(isTraced: isTraced)
  }

  /// Creates a host of one flow, without sessions.
  public init(_ machine: FlowMachine, start: Timestamp, isTraced: Bool = true) {
    self.init(FlowProject([FlowProject.Flow(machine)]), start: start, isTraced: isTraced)
  }

  /// The events that are held for conversations that no session has yet, in order.
  public var eventsHeld: [WebhookEvent] { heldEvents.map(\.event) }

  /// The session with a number.
  public subscript(session: SessionID) -> HostedSession {
    // Lent, for a copy counts all that the session refers to.
    _read { yield sessions[session.index] }
  }

  /// Whether a session has not ended.
  func isLive(_ session: SessionID) -> Bool { sessions[session.index].state.isLive }

  /// What runs a session.
  private func machine(of session: SessionID) -> FlowMachine {
    project.flows[sessions[session.index].flow.index].machine
  }
}

/// The number of a session in its host.
public struct SessionID: Sendable, Hashable {
  /// Four bytes hold it: so many sessions fit into no memory.
  let number: UInt32

  init(_ number: UInt32) { self.number = number }

  init(index: Int) { number = UInt32(index) }

  /// The index into `FlowHost.sessions`.
  public var index: Int { Int(number) }

  /// The session's name in the trace.
  public var name: String { "session-\(index + 1)" }
}

/// A session and what its host knows of it.
///
/// Few members are moved to where they fit: it takes 144 bytes, and a host may have a million of them.
public struct HostedSession: Sendable {
  /// The session itself.
  public internal(set) var state: SessionState
  /// The session's number.
  public let id: SessionID
  /// The flow that it is a session of.
  public let flow: FlowID
  /// How many records there were after the turn in which it began to wait: who waits longest has the lowest number.
  var waitingSince = 0
}

/// Finding sessions.
extension FlowHost {
  /// The session that started last among those that wait for something. Complexity: linear in the number of sessions where
  /// there is one, else constant.
  public func latestSession(waitingFor reason: WaitReason) -> SessionID? {
    index.isAny(waitingFor: reason) ? sessions.last { $0.state.wait?.reason == reason }?.id : nil
  }

  /// The session that started last among those that have or have requested a conversation, live ones before ended ones.
  /// Complexity: linear in the number of sessions.
  public var latestSessionWithConversation: SessionID? {
    let latest = sessions.last { $0.state.isLive && $0.state.conversation != .none }
    return (latest ?? sessions.last { $0.state.conversation != .none })?.id
  }

  /// The session that takes a customer's message: the one that waits longest in a Receive that the message resumes, or
  /// else the one that started last of those that send it on to the agent.
  public func session(taking message: InboundMessage) -> SessionID? {
    let own = index.liveSessions(of: message.customer)
    let strangers = index.foreignReceivers(from: message.customer)
    let receivers = [own, strangers].joined().filter {
      machine(of: $0).receives(message, in: sessions[$0.index].state)
    }
    return receivers.min { sessions[$0.index].waitingSince < sessions[$1.index].waitingSince }
      ?? own.last { machine(of: $0).forwardsMessages(in: sessions[$0.index].state) }
  }
}

/// Time.
extension FlowHost {
  /// When the next timer fires.
  public var nextTimer: Timestamp? { timers.nextTime }

  /// Goes on to the next timer's time and fires it.
  public mutating func fireNextTimer() -> Output {
    guard let timer = timers.popNext() else { return Output() }
    now = max(now, timer.time)
    switch timer.subject {
    case .session(let session, let timer): resume(session, with: .timerFired(timer))
    case .heldEvent(let number):
      guard let index = Self.index(of: number, in: heldEvents) else { break }
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

  /// Sees to it that the next timer is none that has been cancelled.
  private mutating func dropCancelledTimers() {
    // Mostly there is nothing to drop, and the look at it needs no copies of what the closure reads.
    guard timers.isHalfCancelled || timers.nextSubject.map({ !isSet($0) }) ?? false else { return }
    timers.dropCancelled { [sessions, heldEvents] in Self.isSet($0, sessions, heldEvents) }
  }

  /// Whether a timer has not been cancelled.
  func isSet(_ timer: TimerSubject) -> Bool { Self.isSet(timer, sessions, heldEvents) }

  private static func isSet(
    _ timer: TimerSubject, _ sessions: [HostedSession], _ heldEvents: [HeldEvent]
  ) -> Bool {
    switch timer {
    case .session(let session, let timer):
      return sessions[session.index].state.waits(for: timer)
    case .heldEvent(let number):
      return index(of: number, in: heldEvents) != nil
    }
  }

  /// Where the event with a number stands, if it is still held.
  private static func index(of number: Int, in heldEvents: [HeldEvent]) -> Int? {
    let index = heldEvents.partitioningIndex { $0.number >= number }
    return index < heldEvents.count && heldEvents[index].number == number ? index : nil
  }
}

/// What comes from customers.
extension FlowHost {
  /// Takes a message: a session that waits for it, the agent of one, the beginning of a session, or nobody.
  ///
  /// A session that waits for the message takes it alone, unless it also reaches a flow whose sessions begin though there
  /// is a live one: that one begins as well, and where both flows are of one service it begins instead.
  public mutating func receive(_ message: InboundMessage) -> Output {
    let taker = session(taking: message)
    let takingFlow = taker.map { self[$0].flow }
    let reached = project.flows(reachedBy: message, except: takingFlow)
    let beginning = reached.compactMap { service, flows in
      flows.first { mayBegin($0, with: message, isTaken: taker != nil) }.map { (service: service, flow: $0) }
    }
    if let taker, !beginning.contains(where: { $0.service == project[self[taker].flow].service }) {
      resume(taker, with: .messageArrived(message))
    }
    for (_, flow) in beginning { begin(flow, with: message) }
    if taker == nil, beginning.isEmpty {
      tell(.messageUnhandled(channel: message.channel, from: message.from), of: nil)
    }
    return takeOutput()
  }

  private func mayBegin(_ flow: FlowID, with message: InboundMessage, isTaken: Bool) -> Bool {
    guard project[flow].machine.startsOnlyWithoutLiveSession else { return true }
    return !isTaken && !index.liveSessions(of: message.customer).contains { self[$0].flow == flow }
  }

  private mutating func begin(_ flow: FlowID, with message: InboundMessage) {
    let state = project[flow].machine.start(with: message, at: now, in: &turn)
    let session = SessionID(index: sessions.count)
    sessions.append(HostedSession(state: state, id: session, flow: flow))
    absorbTurn(of: session, leaving: Filing())
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
      index.add(session, learning: id)
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
    if let id = event.conversationID, let (session, isFormer) = session(ofConversation: id) {
      resume(session, with: .eventArrived(event, isFormer: isFormer))
    } else if case .unhandled = event.kind {
      discard(event, .unhandledType)
    } else {
      hold(event)
    }
    return takeOutput()
  }

  /// Takes a callback body: its messages in order. What is malformed is skipped, and said in the output.
  public mutating func receive(_ callback: CallbackBody) -> Output {
    var whole = Output()
    for (index, message) in callback.messages.enumerated() {
      switch message {
      case .success(let event):
        let output = receive(event)
        whole.effects += output.effects
        whole.records += output.records
      case .failure(let problem): whole.malformed.append((index, problem))
      }
    }
    return whole
  }

  /// Takes a webhook event of a session's current conversation, whose id need not be known yet.
  public mutating func receive(_ event: WebhookEvent, of session: SessionID) -> Output {
    resume(session, with: .eventArrived(event, isFormer: false))
    return takeOutput()
  }

  /// The session that has a conversation: of live ones the one that learnt it last and still has it, then one that
  /// had it before; else one that has ended. `isFormer` says that it has another one by now, or none.
  private func session(ofConversation id: ConversationID) -> (SessionID, isFormer: Bool)? {
    let learners = index.learners(of: id)
    guard let latest = learners.last else { return nil }
    // The rule, in which nothing need be looked for.
    if isLive(latest), has(latest, conversation: id) { return (latest, isFormer: false) }
    let session =
      learners.last { isLive($0) && has($0, conversation: id) } ?? learners.last { isLive($0) } ?? latest
    return (session, isFormer: !has(session, conversation: id))
  }

  /// Whether a session's current conversation is the one with that id.
  private func has(_ session: SessionID, conversation id: ConversationID) -> Bool {
    sessions[session.index].state.conversation.id == id
  }

  private mutating func hold(_ event: WebhookEvent) {
    if heldEvents.count == Limits.heldUnknownEvents {
      timers.noteCancelled()
      discard(heldEvents.removeFirst().event, .unknownConversation)
    }
    heldEventCount += 1
    heldEvents.append(HeldEvent(number: heldEventCount, event: event))
    timers.set(.heldEvent(heldEventCount), at: now + Limits.heldUnknownMilliseconds)
    tell(.eventHeld(event: event.kind.name, id: event.id, reason: .unknownConversation), of: nil)
  }

  private mutating func takeHeldEvents(of id: ConversationID) -> [WebhookEvent] {
    let taken = heldEvents.filter { $0.event.conversationID == id }
    heldEvents.removeAll { $0.event.conversationID == id }
    for _ in taken { timers.noteCancelled() }
    return taken.map(\.event)
  }

  private mutating func discard(_ event: WebhookEvent, _ reason: DiscardReason) {
    tell(.eventDiscarded(event: event.kind.name, id: event.id, reason: reason), of: nil)
  }
}

/// Running sessions.
extension FlowHost {
  private mutating func resume(_ session: SessionID, with input: SessionInput) {
    let former = filing(of: session)
    machine(of: session).resume(&sessions[session.index].state, with: input, at: now, in: &turn)
    absorbTurn(of: session, leaving: former)
  }

  /// Keeps the timers of the turn, and adds the rest to the output.
  /// - Parameter former: What the session was found by before; nothing for one that has just begun.
  private mutating func absorbTurn(of session: SessionID, leaving former: Filing) {
    for effect in turn.effects {
      switch effect {
      case .setTimer(let timer, let time): timers.set(.session(session, timer), at: time)
      case .cancelTimer: timers.noteCancelled()
      case .send, .requestConversation, .forward, .requestHTTP: output.effects.append((session, effect))
      }
    }
    if turn.isTraced {
      for happening in turn.happenings { tell(happening, of: session) }
    } else {
      recordCount += turn.recordCount
    }
    if turn.hasBegunToWait { sessions[session.index].waitingSince = recordCount }
    file(session, leaving: former)
  }

  /// What a session is found by, besides its conversations: it is live while it waits for something.
  struct Filing {
    var reason: WaitReason?
    /// Who else than the session's customer may end the wait by a message.
    var strangers: [Customer] = []
  }

  /// What a session is found by.
  private func filing(of session: SessionID) -> Filing {
    let wait = sessions[session.index].state.wait
    guard case .message(let filters, _)? = wait else { return Filing(reason: wait?.reason) }
    let customer = sessions[session.index].state.customer
    let senders = filters.map { Customer(channel: $0.channel, address: $0.from) }
    return Filing(reason: .message, strangers: senders.filter { $0 != customer })
  }

  /// Brings what the session is found by up to date.
  mutating func file(_ session: SessionID, leaving former: Filing = Filing()) {
    let filing = filing(of: session)
    index.note(former.reason, isNow: filing.reason)
    // Hardly any turn changes what a session is found by, and most events are turns of two inputs.
    for stranger in former.strangers { index.remove(session, receivingFrom: stranger) }
    for stranger in filing.strangers { index.add(session, receivingFrom: stranger) }
    switch (former.reason, filing.reason) {
    case (nil, _?): index.add(session, of: sessions[session.index].state.customer)
    case (_?, nil): index.remove(session, of: sessions[session.index].state.customer)
    case (nil, nil), (_?, _?): break
    }
  }

  private mutating func tell(_ happening: Happening, of session: SessionID?) {
    recordCount += 1
    guard turn.isTraced else { return }
    output.records.append(
      TraceRecord(
        sequence: recordCount, milliseconds: now - start, session: session?.name, happening: happening))
  }

  private mutating func takeOutput() -> Output {
    dropCancelledTimers()
    var taken = Output()
    swap(&taken, &output)
    return taken
  }
}
