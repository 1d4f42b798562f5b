public import FlowModel

/// Sends messages to customers: an SMS gateway, Messenger, or their in-memory twin.
public protocol MessageChannel: Sendable {
  /// Submits a message and gives the gateway's answer. One that comes too late is disregarded.
  ///
  /// - Parameter key: The same for the same message, however often it is submitted.
  func send(_ message: OutboundMessage, key: IdempotencyKey) async -> GatewayAnswer
}

/// Starts conversations with agents and passes on what customers write: ECE's API, or its in-memory twin.
public protocol ConversationService: Sendable {
  /// Requests a conversation and gives the answer. One that comes too late is disregarded.
  func start(_ request: ConversationRequest, key: IdempotencyKey) async -> ConversationAnswer

  /// Sends what a customer wrote to the agent, as often as it takes.
  func forward(_ text: String, toConversation id: String, key: IdempotencyKey) async
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
/// the order in which they are delivered. Between two inputs it is a value, `state`, and no task but those of its timers.
public actor FlowSession {
  /// The session's name in its trace.
  public nonisolated let name: String
  /// What happens, as it happens; ends when the session does. One reader sees all of it from the beginning.
  public nonisolated let trace: AsyncStream<TraceRecord>
  /// The session as a value.
  public private(set) var state: SessionState

  private let machine: FlowMachine
  private let channel: any MessageChannel
  private let service: any ConversationService
  private let clock: any FlowClock
  private let start: Timestamp
  private let records: AsyncStream<TraceRecord>.Continuation
  private var recordCount = 0
  private var timers = TimerQueue<TimerID>()
  /// Waits for the next timer.
  private var sleeper: (time: Timestamp, task: Task<Void, Never>)?
  /// The latest text that is being sent on; the next one follows it, so that the agent reads them in order.
  private var latestForward: Task<Void, Never>?

  /// Begins a session with a customer's message.
  /// - Parameters:
  ///   - machine: What runs the flow.
  ///   - message: The message that triggered it.
  ///   - name: The session's name, in its trace and in the keys of its effects.
  /// - Returns: Nil where the flow's trigger does not admit the message.
  public init?(
    _ machine: FlowMachine, startingWith message: InboundMessage, name: String = "session-1",
    channel: any MessageChannel, service: any ConversationService, clock: any FlowClock
  ) async {
    guard machine.isTriggered(by: message) else { return nil }
    self.machine = machine
    self.name = name
    self.channel = channel
    self.service = service
    self.clock = clock
    start = clock.now
    (trace, records) = AsyncStream.makeStream(of: TraceRecord.self)
    let (state, turn) = machine.start(with: message, at: start)
    self.state = state
    absorb(turn)
  }

  /// Delivers a webhook event of the session's conversation.
  public func deliver(_ event: WebhookEvent) {
    let isFormer = event.conversationID.map { id in state.conversation.id.map { $0 != id } ?? false } ?? false
    resume(with: .eventArrived(event, isFormer: isFormer))
  }

  /// Delivers the receipt of the message that the session waits for, if it waits for one.
  public func deliver(_ report: DeliveryReport) {
    guard case .deliveryReport(let effect, _)? = state.wait else { return }
    resume(with: .deliveryReported(report, of: effect))
  }

  /// Delivers a message from a customer.
  /// - Returns: Whether the session took it: a Receive waits for it, or it was sent on to the agent.
  @discardableResult
  public func deliver(_ message: InboundMessage) -> Bool {
    guard machine.receives(message, in: state) || machine.forwards(message, in: state) else { return false }
    resume(with: .messageArrived(message))
    return true
  }

  private func resume(with input: SessionInput) {
    absorb(machine.resume(&state, with: input, at: clock.now))
  }

  private func absorb(_ turn: FlowMachine.Turn) {
    for happening in turn.happenings {
      recordCount += 1
      records.yield(
        TraceRecord(
          sequence: recordCount, milliseconds: clock.now - start, session: name, happening: happening))
    }
    for effect in turn.effects { perform(effect) }
    if !state.isLive { records.finish() }
    sleepUntilNextTimer()
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .send(let message, let id):
      Task { [channel] in
        resume(with: .gatewayAnswered(await channel.send(message, key: key(id)), to: id))
      }
    case .requestConversation(let request, let id):
      Task { [service] in
        let answer = await service.start(request, key: key(id))
        resume(with: .conversationAnswered(answer, to: id, held: []))
      }
    case .forward(let text, let conversation, let id):
      latestForward = Task { [service, latestForward] in
        await latestForward?.value
        await service.forward(text, toConversation: conversation, key: key(id))
      }
    case .setTimer(let timer, let time): timers.set(timer, at: time)
    case .cancelTimer(let timer): timers.cancel(timer)
    }
  }

  private func sleepUntilNextTimer() {
    guard timers.nextTime != sleeper?.time else { return }
    sleeper?.task.cancel()
    sleeper = timers.nextTime.map { time in
      let task = Task { [clock] in
        guard (try? await clock.sleep(until: time)) != nil else { return }
        fireTimers()
      }
      return (time, task)
    }
  }

  /// Fires the timers that are due, in the order of their times and of their setting.
  private func fireTimers() {
    sleeper = nil
    let now = clock.now
    while let time = timers.nextTime, time <= now, let (timer, _) = timers.popNext() {
      resume(with: .timerFired(timer))
    }
    sleepUntilNextTimer()
  }

  private func key(_ effect: EffectID) -> IdempotencyKey { IdempotencyKey(session: name, effect: effect) }
}
