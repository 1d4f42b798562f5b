public import FlowInterpreter
public import FlowModel

/// The sessions of a project's flows, for many customers, in memory: what comes in is routed to the session it belongs to.
///
/// A host is a value, as pure as the machine: time passes when it is told so, and what the world is to do is given
/// back. Each session gets its inputs in order, one at a time, independent of the others. A session that has ended is
/// forgotten after `Limits.endedMilliseconds`.
public struct FlowHost: Sendable {
  /// When the trace began.
  public let start: Timestamp
  /// What time it is.
  public internal(set) var now: Timestamp
  /// How many sessions have begun, those among them that are forgotten.
  public internal(set) var startCount = 0
  /// The session that began last.
  public internal(set) var latestKey: SessionKey?

  let router: Router
  let keys: SessionKeySource
  var table = SessionTable()
  var index = SessionIndex()
  var timers = TimerQueue<TimerName>()
  /// When sessions that have ended are forgotten.
  var endedSessions = TimerQueue<SessionKey>()
  var heldEvents = HeldEvents()
  /// How many records there have been, told or not.
  package internal(set) var recordCount = 0
  /// The turn under way; it keeps its memory for the next.
  var turn: FlowMachine.Turn

  /// Creates a host without sessions.
  /// - Parameters:
  ///   - keys: Where the keys of its sessions come from.
  ///   - start: The time at which the trace begins.
  ///   - isTraced: Whether outputs tell what happens. Records are numbered all the same.
  public init(_ project: FlowProject, keys: SessionKeySource, start: Timestamp, isTraced: Bool = true) {
    router = Router(project)
    self.keys = keys
    self.start = start
    now = start
    turn = FlowMachine.Turn(isTraced: isTraced)
  }

  /// Creates a host of one flow, without sessions.
  public init(_ machine: FlowMachine, keys: SessionKeySource, start: Timestamp, isTraced: Bool = true) {
    self.init(FlowProject([FlowProject.Flow(machine)]), keys: keys, start: start, isTraced: isTraced)
  }

  /// The flows.
  public var project: FlowProject { router.project }

  /// Takes an input, or the first turn of one that takes several: then the output has its rest.
  ///
  /// An input that nobody waits for, such as the late answer to a request that timed out, changes nothing and tells
  /// nothing; an event and a customer's message are always told of.
  /// - Parameter handOver: Is called within a long turn with the records so far, and may take them: then the output does not
  ///   have them.
  public mutating func take(
    _ input: HostInput, handingOver handOver: (inout [TraceRecord]) -> Void = { _ in }
  ) -> HostOutput {
    var output = Owned(HostOutput())
    switch input {
    case .timePassed(let end):
      guard let (name, time) = timers.next, time <= end else {
        setTime(end)
        break
      }
      fire(name, at: time, into: &output.value, handOver)
      output.value.rest = input
    case .timer(let name):
      // The one that fires next says what time it is; another one is fired by whoever keeps the timers himself.
      if let (next, time) = timers.next, next == name {
        fire(name, at: time, into: &output.value, handOver)
      } else {
        follow(input, into: &output.value, handOver)
        timers.noteCancelled(name)
      }
    case .callback(let body):
      follow(input, into: &output.value, handOver)
      output.value.rest = body.rest.map { .callback($0) }
    case .message, .webhook, .event, .answer, .receipt: follow(input, into: &output.value, handOver)
    }
    dropCancelledTimers()
    return output.take()
  }

  /// What becomes of an input, or of the first turn of one that takes several.
  package func routes(for input: HostInput) -> [Route] {
    router.routes(for: input, among: Array(table[slots(for: input)]))
  }

  /// Where the sessions stand that an input's keys name. Inlined, since a call is given a copy of the host.
  @inline(__always) func slots(for input: HostInput) -> SessionSlots {
    let keys = router.keys(of: input)
    var slots = index.slots(named: keys)
    if let key = keys.session, let slot = table.slot(of: key) { slots.insert(slot) }
    return slots
  }
}

/// Looking at sessions.
extension FlowHost {
  /// The sessions that are not forgotten, in the order of their starts. Complexity: a sort of them.
  public var sessions: [HostedSession] { table.sessions.sorted { $0.number < $1.number } }

  /// The session with a key; nil where there is none, or where it is forgotten.
  public subscript(key: SessionKey) -> HostedSession? { table[key] }

  /// Whether any session has not ended.
  var hasLiveSession: Bool { index.isAnyLive }

  /// The events that are held for conversations that no session has yet, in order.
  public var eventsHeld: [WebhookEvent] { heldEvents.events.map(\.event) }

  /// The session that started last among those that wait for one of some things. Complexity: linear in the number of
  /// sessions where there is one, else constant.
  public func latestSession(waitingFor reasons: WaitReason...) -> HostedSession? {
    guard reasons.contains(where: index.isAny) else { return nil }
    return table.sessions.filter { session in
      session.stage.reason.map { reasons.contains($0) } ?? false
    }.max { $0.number < $1.number }
  }

  /// Whether a session takes a customer's message: one that waits for it, or sends it on to the agent.
  public func isTaken(_ message: InboundMessage) -> Bool {
    routes(for: .message(message)).contains { if case .resume = $0 { true } else { false } }
  }
}

/// Time.
extension FlowHost {
  /// The timer that fires next, and when.
  public var nextTimer: (name: TimerName, time: Timestamp)? { timers.next }

  /// Lets it be a time that no timer is due before, and fires none that is due then: whoever puts something in the place of
  /// a timer's firing has it happen at that time.
  package mutating func letTimePass(until time: Timestamp) {
    precondition(nextTimer.map { time <= $0.time } ?? true, "a timer that is due fires first")
    setTime(time)
  }

  private mutating func fire(
    _ name: TimerName, at time: Timestamp, into output: inout HostOutput,
    _ handOver: (inout [TraceRecord]) -> Void
  ) {
    _ = timers.popNext()
    setTime(time)
    follow(.timer(name), into: &output, handOver)
  }

  /// Lets it be that time, unless it is later already, and forgets who ended long ago.
  private mutating func setTime(_ time: Timestamp) {
    now = max(now, time)
    while let (key, time) = endedSessions.next, time <= now {
      _ = endedSessions.popNext()
      if let (session, slot) = table.remove(key) { index.forget(session, at: slot) }
    }
  }

  /// Sees to it that the next timer is none that has been cancelled.
  private mutating func dropCancelledTimers() {
    guard timers.hasToDrop else { return }
    timers.dropCancelled { [table, heldEvents] in Self.isSet($0, table, heldEvents) }
  }

  /// Whether a timer has not been cancelled.
  func isSet(_ timer: TimerName) -> Bool { Self.isSet(timer, table, heldEvents) }

  private static func isSet(_ timer: TimerName, _ table: SessionTable, _ heldEvents: HeldEvents) -> Bool {
    switch timer {
    case .session(let key, let timer):
      table[key]?.waits(for: timer) ?? false
    case .heldEvent(let number): heldEvents.has(number)
    }
  }
}
