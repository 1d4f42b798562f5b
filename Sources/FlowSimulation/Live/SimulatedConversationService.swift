public import FlowHosting
public import FlowInterpreter
public import FlowModel

/// A simulated ECE as a live session's conversation service: it answers, and posts its callbacks, in the clock's time.
///
///     let service = SimulatedConversationService(SimulatedECE(directory, faults: .all, seed: 7), clock: clock)
///     Task {
///       for await callback in service.callbacks {
///         for case .success(let event) in try CallbackBody(callback.body).messages { await session.deliver(event) }
///       }
///     }
///
/// With a `VirtualClock` a conversation takes no time.
public actor SimulatedConversationService: ConversationService {
  /// The callbacks that reach the receiver, as they are posted. One reader sees all of them.
  public nonisolated let callbacks: AsyncStream<Callback>

  /// The service itself, as it stands.
  public private(set) var service: SimulatedECE
  private let clock: any FlowClock
  private let posted: AsyncStream<Callback>.Continuation
  /// What has been answered, or will be: a request that is made again under its key is the same request.
  private var answers: [IdempotencyKey: Arrival<ConversationAnswer>?] = [:]
  private var serviceAnswers: [IdempotencyKey: Arrival<ServiceAnswer>?] = [:]
  private var forwarded: Set<IdempotencyKey> = []
  /// Waits for the next thing that the service does.
  private var sleeper: (time: Timestamp, task: Task<Void, Never>)?

  /// Creates a live service.
  public init(_ service: SimulatedECE, clock: any FlowClock) {
    self.service = service
    self.clock = clock
    (callbacks, posted) = AsyncStream.makeStream(of: Callback.self)
  }

  /// Requests a conversation. An answer that never comes is given as a timeout, at the request's deadline.
  public func start(_ request: ConversationRequest, key: IdempotencyKey) async -> ConversationAnswer {
    catchUp()
    let arrival = answers[key] ?? service.start(request, at: clock.now)
    answers[key] = .some(arrival)
    catchUp()
    // Whoever cancels the request does not look at its answer.
    try? await clock.sleep(until: arrival?.time ?? request.deadline)
    return arrival?.value ?? .failed(.timeout)
  }

  /// Asks one thing. An answer that never comes is given as a timeout, at the request's deadline.
  public func ask(_ request: ServiceRequest, key: IdempotencyKey) async -> ServiceAnswer {
    catchUp()
    let arrival = serviceAnswers[key] ?? service.ask(request, at: clock.now)
    serviceAnswers[key] = .some(arrival)
    catchUp()
    try? await clock.sleep(until: arrival?.time ?? request.deadline)
    return arrival?.value ?? .failed(.timeout)
  }

  /// Sends what a customer wrote to the agent: another attempt every second, as long as one can help.
  @discardableResult
  public func forward(
    _ text: String, toConversation id: ConversationID, key: IdempotencyKey
  ) async -> ForwardAnswer {
    guard forwarded.insert(key).inserted else { return .delivered }
    catchUp()
    while service.forward(text, toConversation: id, at: clock.now) == .failed {
      guard (try? await clock.sleep(until: clock.now + 1_000)) != nil else {
        return .givenUp(reason: "the clock has stopped")
      }
      catchUp()
    }
    catchUp()
    return .delivered
  }

  /// Changes the service: lets an agent act, an entry point be modified, a token be revoked.
  public func update(_ change: @Sendable (inout SimulatedECE, _ now: Timestamp) -> Void) {
    catchUp()
    change(&service, clock.now)
    catchUp()
  }

  /// Lets the service do all that it has to until now, and waits for what comes after.
  private func catchUp() {
    while let time = service.nextTime, time <= clock.now {
      if let callback = service.proceed(), callback.isReceived { posted.yield(callback) }
    }
    guard service.nextTime != sleeper?.time else { return }
    sleeper?.task.cancel()
    sleeper = service.nextTime.map { time in
      let task = Task { [clock] in
        // Whoever cancels a sleeper that has just woken has set another one in its place.
        guard (try? await clock.sleep(until: time)) != nil, !Task.isCancelled else { return }
        sleeper = nil
        catchUp()
      }
      return (time, task)
    }
  }
}
