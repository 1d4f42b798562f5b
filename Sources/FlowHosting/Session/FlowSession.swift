public import FlowInterpreter
public import FlowModel

/// Sends messages to customers: an SMS gateway, Messenger, or their in-memory twin.
///
/// This and the services below begin their work on the session's executor: one that computes for long before it first
/// waits keeps the session from its other inputs.
public protocol MessageChannel: Sendable {
  /// Submits a message and gives the gateway's answer. One that comes too late is disregarded.
  ///
  /// - Parameter key: The same for the same message, however often it is submitted.
  nonisolated(nonsending) func send(_ message: OutboundMessage, key: IdempotencyKey) async -> GatewayAnswer
}

/// Starts conversations with agents and passes on what customers write: ECE's API, or its in-memory twin.
public protocol ConversationService: Sendable {
  /// Requests a conversation and gives the answer. One that comes too late is disregarded.
  nonisolated(nonsending) func start(
    _ request: ConversationRequest, key: IdempotencyKey
  ) async -> ConversationAnswer

  /// Sends what a customer wrote to the agent, as often as it takes.
  nonisolated(nonsending) func forward(_ text: String, toConversation id: ConversationID, key: IdempotencyKey)
    async
}

/// Asks web services: an HTTP client, or its in-memory twin.
public protocol HTTPClient: Sendable {
  /// Makes a request and gives the answer. One that comes too late is disregarded.
  nonisolated(nonsending) func send(_ request: HTTPRequest, key: IdempotencyKey) async -> HTTPAnswer
}

/// Tells the time and waits for it.
public protocol FlowClock: Sendable {
  /// What time it is.
  var now: Timestamp { get }

  /// Waits until a time.
  /// - Throws: `CancellationError` where the task is cancelled first.
  func sleep(until time: Timestamp) async throws
}

/// Names an effect for ever: a service that has seen a key does nothing a second time.
public struct IdempotencyKey: Sendable, Hashable {
  /// The session's name.
  public let session: String
  /// The effect's number in the session.
  public let effect: EffectID
}

/// A running session: the flow machine with a channel, a conversation service and a clock around it.
///
/// Events, receipts and messages may be delivered from any task at any time; the session takes them one at a time, in
/// the order in which they are delivered. Between two inputs it is a value, `state`, and no task but the one that waits
/// for its next timer. What the language reference says of a host holds for it too: an event of a conversation that
/// is not known yet is held for the answer that brings it.
public actor FlowSession {
  /// The session's name in its trace.
  public nonisolated let name: String
  /// What happens, as it happens; ends when the session does. One reader sees all of it from the beginning.
  public nonisolated let trace: AsyncStream<TraceRecord>

  private let channel: any MessageChannel
  private let service: any ConversationService
  private let http: any HTTPClient
  private let clock: any FlowClock
  private let records: AsyncStream<TraceRecord>.Continuation
  /// The host of this one session. Not checked for overlapping accesses as it runs: it calls nobody while it is changed.
  @exclusivity(unchecked) private var host: FlowHost
  private let session: SessionID
  /// What the world is still to be told to do.
  private var effects: [(session: SessionID, effect: Effect)] = []
  private var isPerforming = false
  /// Waits for the next timer.
  private var sleeper: (time: Timestamp, task: Task<Void, Never>)?
  /// The latest text that is being sent on; the next one follows it, so that the agent reads them in order.
  private var latestForward: Task<Void, Never>?

  /// Begins a session with a customer's message.
  /// - Parameters:
  ///   - machine: What runs the flow.
  ///   - message: The message that triggered it.
  ///   - name: The session's name, in its trace and in the keys of its effects.
  ///   - isTraced: Whether the trace tells what happens; otherwise it is empty, and ends with the session.
  /// - Returns: Nil where the flow's trigger does not admit the message.
  public init?(
    _ machine: FlowMachine, startingWith message: InboundMessage, name: String = "session-1",
    isTraced: Bool = true, channel: any MessageChannel, service: any ConversationService,
    http: any HTTPClient,
    clock: any FlowClock
  ) async {
    guard machine.isTriggered(by: message) else { return nil }
    self.name = name
    self.channel = channel
    self.service = service
    self.http = http
    self.clock = clock
    (trace, records) = AsyncStream.makeStream(of: TraceRecord.self)
    host = FlowHost(machine, start: clock.now, isTraced: isTraced)
    let output = host.receive(message)
    session = SessionID(index: 0)
    absorb(output)
  }

  /// The session as a value.
  public var state: SessionState { host[session].state }

  /// Delivers a webhook event: of the conversation that it names, or else of the session's own.
  public func deliver(_ event: WebhookEvent) {
    catchUp()
    absorb(event.conversationID == nil ? host.receive(event, of: session) : host.receive(event))
  }

  /// Delivers the receipt of the message that the session waits for, if it waits for one.
  public func deliver(_ report: DeliveryReport) {
    catchUp()
    guard case .deliveryReport(let effect, _)? = state.wait else { return }
    absorb(host.receive(report, of: effect, of: session))
  }

  /// Delivers a message from a customer.
  /// - Returns: Whether the session took it: a Receive waits for it, or it was sent on to the agent.
  @discardableResult
  public func deliver(_ message: InboundMessage) -> Bool {
    catchUp()
    guard host.session(taking: message) != nil else { return false }
    absorb(host.receive(message))
    return true
  }

  /// Passes on what there is to tell, and performs what the world is to do.
  private func absorb(_ output: FlowHost.Output) {
    for record in output.records {
      records.yield(
        TraceRecord(
          sequence: record.sequence, milliseconds: record.milliseconds,
          session: record.session.map { _ in name },
          happening: record.happening))
    }
    if effects.isEmpty { effects = output.effects } else { effects += output.effects }
    performEffects()
    if !host.isLive(session) { records.finish() }
    sleepUntilNextTimer()
  }

  /// Performs one effect after the other, those included that the answers to the first bring while it is at it: were each
  /// performed from within the one before, a flow that sends in a loop would use up the stack.
  private func performEffects() {
    guard !isPerforming else { return }
    isPerforming = true
    while !effects.isEmpty {
      let begun = effects
      effects = []
      for (_, effect) in begun {
        if #available(macOS 26.0, *) {
          // Begun at once, on this thread: what answers without waiting, as in a test, needs no other.
          Task.immediate { await perform(effect) }
        } else {
          Task { await perform(effect) }
        }
      }
    }
    isPerforming = false
  }

  private func perform(_ effect: Effect) async {
    switch effect {
    case .send(let message, let id):
      let answer = await channel.send(message, key: key(id))
      catchUp()
      absorb(host.receive(answer, to: id, of: session))
    case .requestConversation(let request, let id):
      let answer = await service.start(request, key: key(id))
      catchUp()
      absorb(host.receive(answer, to: id, of: session))
    case .requestHTTP(let request, let id):
      let answer = await http.send(request, key: key(id))
      catchUp()
      absorb(host.receive(answer, to: id, of: session))
    case .forward(let text, let conversation, let id):
      let former = latestForward
      let forward = Task {
        await former?.value
        await service.forward(text, toConversation: conversation, key: key(id))
      }
      latestForward = forward
    case .setTimer, .cancelTimer: preconditionFailure("a host keeps the timers of its sessions itself")
    }
  }

  private func key(_ effect: EffectID) -> IdempotencyKey { IdempotencyKey(session: name, effect: effect) }
}

/// Time.
extension FlowSession {
  /// Lets the host's time be the clock's. Timers that are due fire first, in the order of their times and of their setting.
  private func catchUp() {
    let now = clock.now
    while let time = host.nextTimer, time <= now { absorb(host.fireNextTimer()) }
    host.advance(to: now)
  }

  /// Sees to it that somebody wakes the session for its next timer.
  ///
  /// Whoever sleeps already for an earlier one that was cancelled is left alone and goes to sleep again when he wakes: most
  /// timers are cancelled soon after, and a task for each would cost more than all the rest of a turn.
  private func sleepUntilNextTimer() {
    // An ended session has no timers; an event that is still held for it is nobody's any more.
    guard host.isLive(session) else {
      sleeper?.task.cancel()
      sleeper = nil
      return
    }
    guard let next = host.nextTimer, sleeper.map({ next < $0.time }) ?? true else { return }
    sleeper?.task.cancel()
    let task = Task { [clock] in
      // Whoever cancels a sleeper that has just woken has set another one in its place.
      guard (try? await clock.sleep(until: next)) != nil, !Task.isCancelled else { return }
      sleeper = nil
      catchUp()
      sleepUntilNextTimer()
    }
    sleeper = (next, task)
  }
}
