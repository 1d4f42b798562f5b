public import FlowInterpreter
public import FlowModel

/// A running session: the flow machine with a channel, a conversation service and a clock around it.
///
/// Events, receipts and messages may be delivered from any task at any time; the session takes them one at a time, in
/// the order in which they are delivered. Between two inputs it is a value, `state`, and no task but the one that waits
/// for its next timer. What the language reference says of a host holds for it too: an event of a conversation that
/// is not known yet is held for the answer that brings it.
///
/// It can be parked at any moment, as a document, and be restored from that elsewhere.
public actor FlowSession {
  /// Why a trace ends before its session does.
  public enum Failure: Error {
    /// The clock has failed, so that nothing can be waited for any more; the session is over as one that is cancelled is.
    case clock(any Error)
    /// Nobody has read `Limits.unreadRecords` records. The session goes on untold.
    case unreadTrace
  }

  /// The session's key: its name in its trace and in the keys of its effects.
  public nonisolated let key: SessionKey
  /// What happens, as it happens; ends when the session does, or is parked. One reader sees all of it from the beginning.
  /// It throws `Failure`, and `CancellationError` where the session is cancelled.
  public nonisolated let trace: AsyncThrowingStream<TraceRecord, any Error>

  private let channel: any MessageChannel
  private let service: any ConversationService
  private let http: any HTTPClient
  private let clock: any FlowClock
  private let records: AsyncThrowingStream<TraceRecord, any Error>.Continuation
  /// The host of this one session.
  private var host: FlowHost
  /// Whether the session has been parked or cancelled, or its clock has failed.
  private var isStopped = false
  /// What the world is still to be told to do.
  private var effects: [HostOutput.KeyedEffect] = []
  private var isPerforming = false
  /// Waits for the next timer.
  private var sleeper: (time: Timestamp, task: Task<Void, Never>)?
  /// What the agent is being told last; the next follows it, so that all is read in order.
  private var latestTelling: Task<Void, Never>?
  /// How much the agent is still to be told.
  private var tellings = 0

  /// Begins a session with a customer's message or a webhook.
  /// - Parameters:
  ///   - machine: What runs the flow.
  ///   - trigger: What triggered it.
  ///   - key: The session's key, which no other session has.
  ///   - isTraced: Whether the trace tells what happens; otherwise it is empty, and ends with the session.
  /// - Returns: Nil where the flow's trigger does not admit it, or where a webhook lacks its customer's address.
  public init?(
    _ machine: FlowMachine, startingWith trigger: SessionTrigger, key: SessionKey,
    isTraced: Bool = true, channel: any MessageChannel, service: any ConversationService,
    http: any HTTPClient, clock: any FlowClock
  ) async {
    guard machine.beginning(with: trigger) != nil else { return nil }
    let host = FlowHost(machine, keys: SessionKeySource { _ in key }, start: clock.now, isTraced: isTraced)
    self.init(host, of: key, channel: channel, service: service, http: http, clock: clock)
    take(HostInput(trigger))
  }

  /// Goes on with a session that was parked, perhaps elsewhere: timers that were due meanwhile fire, and what the world was
  /// asked for without an answer it is asked again, under the same keys.
  ///
  /// Its trace goes on with the number after that of the last record, and with the time since the session's start.
  /// - Parameter machine: What runs the flow; its definition is the one that the document names.
  public init(
    restoring document: SessionDocument, _ machine: FlowMachine, isTraced: Bool = true,
    channel: any MessageChannel, service: any ConversationService, http: any HTTPClient,
    clock: any FlowClock
  ) async throws(SessionDocumentError) {
    let state = try document.session(of: machine.program)
    let key = state.key
    var host = FlowHost(
      machine, keys: SessionKeySource { _ in key }, start: state.startedAt, isTraced: isTraced)
    let pending = host.restore(state, of: FlowID(index: 0))
    self.init(host, of: key, channel: channel, service: service, http: http, clock: clock)
    effects = pending
    performEffects()
    catchUp()
  }

  /// A session with the services around it, which has not been told to begin or to go on.
  private init(
    _ host: FlowHost, of key: SessionKey, channel: any MessageChannel, service: any ConversationService,
    http: any HTTPClient, clock: any FlowClock
  ) {
    self.host = host
    self.key = key
    self.channel = channel
    self.service = service
    self.http = http
    self.clock = clock
    (trace, records) = AsyncThrowingStream.makeStream(bufferingPolicy: .bufferingOldest(Limits.unreadRecords))
  }

  /// The session as a value.
  public var state: SessionState {
    guard let session = host[key] else {
      preconditionFailure("a host forgets no session whose time stands still")
    }
    return session.state
  }

  /// Stops the session, and gives it as a document from which it can be restored. Nothing more is taken, its trace ends,
  /// and of calls that are under way the answers are disregarded here.
  public func park() -> SessionDocument {
    stop()
    records.finish()
    return SessionDocument(state, of: host.project.flows[0].machine.program)
  }

  /// Stops the session for good. Nothing more is taken, its trace throws `CancellationError`, and of calls that are under
  /// way the answers are disregarded.
  public func cancel() {
    guard isRunning else { return }
    stop()
    records.finish(throwing: CancellationError())
  }

  /// Delivers a webhook event: of the conversation that it names, or else of the session's own.
  public func deliver(_ event: WebhookEvent) {
    catchUp()
    take(.event(event, of: event.conversationID == nil ? key : nil))
  }

  /// Delivers the receipt of the message that the gateway has taken under an id. One that the session does not wait for
  /// changes nothing.
  public func deliver(_ report: DeliveryReport, gatewayID: GatewayMessageID) {
    catchUp()
    take(.receipt(report, gatewayID: gatewayID, of: nil))
  }

  /// Delivers a message from a customer.
  /// - Returns: Whether the session took it: a Receive waits for it, or it was sent on to the agent.
  @discardableResult
  public func deliver(_ message: InboundMessage) -> Bool {
    catchUp()
    guard isRunning, host.isTaken(message) else { return false }
    take(.message(message))
    return true
  }

  /// Whether the session goes on, here.
  private var isRunning: Bool { !isStopped && (host.hasLiveSession || host.startCount == 0) }

  private func stop() {
    isStopped = true
    effects = []
    sleeper?.task.cancel()
    sleeper = nil
  }

  /// Gives the host an input, passes on what there is to tell, and performs what the world is to do.
  private func take(_ input: HostInput) {
    if isRunning {
      var rest = takeTurn(input)
      while let next = rest, isRunning { rest = takeTurn(next) }
    }
    if !isRunning { records.finish() }
    sleepUntilNextTimer()
  }

  /// - Returns: What is left of an input that is taken in several turns.
  private func takeTurn(_ input: HostInput) -> HostInput? {
    let output = host.take(input)
    for record in output.records { tell(record) }
    if effects.isEmpty { effects = output.effects } else { effects += output.effects }
    performEffects()
    return output.rest
  }

  private func tell(_ record: TraceRecord) {
    if case .dropped = records.yield(record) { records.finish(throwing: Failure.unreadTrace) }
  }
}

/// Effects.
extension FlowSession {
  /// Performs one effect after the other, those included that the answers to the first bring while it is at it: were each
  /// performed from within the one before, a flow that sends in a loop would use up the stack.
  private func performEffects() {
    guard !isPerforming else { return }
    isPerforming = true
    while !effects.isEmpty {
      let begun = effects
      effects = []
      for effect in begun {
        if #available(macOS 26.0, *) {
          // Begun at once, on this thread: what answers without waiting, as in a test, needs no other.
          Task.immediate { await perform(effect.effect, effect.key) }
        } else {
          Task { await perform(effect.effect, effect.key) }
        }
      }
    }
    isPerforming = false
  }

  private func perform(_ effect: Effect, _ key: IdempotencyKey) async {
    switch effect {
    case .send(let message, _): answer(.gateway(await channel.send(message, key: key)), to: key)
    case .requestConversation(let request, _):
      answer(.conversation(await service.start(request, key: key)), to: key)
    case .requestService(let request, _) where request.question.conversationID == nil:
      answer(.service(await service.ask(request, key: key)), to: key)
    case .requestService(let request, _):
      // The agent reads it after what the customer wrote before, and an end overtakes nothing.
      inConversationOrder(key, orElse: .service(.failed(.error))) { service in
        .service(await service.ask(request, key: key))
      }
    case .requestHTTP(let request, _): answer(.http(await http.send(request, key: key)), to: key)
    case .forward(let text, let conversation, _, _):
      inConversationOrder(key, orElse: .forward(.givenUp(reason: "too much is still to be sent"))) {
        service in
        .forward(await service.forward(text, toConversation: conversation, key: key))
      }
    case .setTimer, .cancelTimer: preconditionFailure("a host keeps the timers of its sessions itself")
    }
  }

  /// Tells the agent something, after what came before.
  /// - Parameter refusal: What comes of it where as much is still to be told as may be.
  private func inConversationOrder(
    _ key: IdempotencyKey, orElse refusal: EffectAnswer,
    _ tell: @escaping @Sendable (any ConversationService) async -> EffectAnswer
  ) {
    guard tellings < Limits.untoldTexts else { return answer(refusal, to: key) }
    tellings += 1
    let former = latestTelling
    latestTelling = Task {
      await former?.value
      let answer = await tell(service)
      tellings -= 1
      self.answer(answer, to: key)
    }
  }

  private func answer(_ answer: EffectAnswer, to key: IdempotencyKey) {
    catchUp()
    take(.answer(answer, to: key))
  }
}

/// Time.
extension FlowSession {
  /// Lets the host's time be the clock's. Timers that are due fire first, in the order of their times and of their setting.
  private func catchUp() {
    let now = clock.now
    if host.now < now || host.nextTimer.map({ $0.time <= now }) ?? false { take(.timePassed(until: now)) }
  }

  /// Sees to it that somebody wakes the session for its next timer.
  ///
  /// Whoever sleeps already for an earlier one that was cancelled is left alone and goes to sleep again when it wakes: most
  /// timers are cancelled soon after, and a task for each would cost more than all the rest of a turn.
  private func sleepUntilNextTimer() {
    // A session that is over has no timers; an event that is still held for it is nobody's any more.
    guard isRunning else {
      sleeper?.task.cancel()
      sleeper = nil
      return
    }
    guard let next = host.nextTimer?.time, sleeper.map({ next < $0.time }) ?? true else { return }
    sleeper?.task.cancel()
    let task = Task { [clock] in
      do {
        try await clock.sleep(until: next)
      } catch {
        // Whoever cancels a sleeper has set another one in its place, or needs none.
        if !Task.isCancelled { fail(error) }
        return
      }
      // So has whoever cancels one that has just woken.
      guard !Task.isCancelled else { return }
      sleeper = nil
      catchUp()
    }
    sleeper = (next, task)
  }

  private func fail(_ error: any Error) {
    guard isRunning else { return }
    stop()
    records.finish(throwing: Failure.clock(error))
  }
}
