import RefrainKit

/// W1: one conversation, from its message through intermediate events, each with a branch of two nodes, to its end.
enum ConversationWorks {
  static var all: [Work] {
    [
      Work(
        name: "machine", summary: "conversation, the pure machine", unit: "µs/event", goal: .none,
        measure: { try await machine($0, events: 100, conversations: $0.scaled(2000)) }),
      Work(
        name: "machine-long", summary: "the same, 100,000 events of one session", unit: "µs/event",
        goal: .none,
        measure: { try await machine($0, events: $0.scaled(100_000), conversations: 1) }),
      Work(
        name: "session", summary: "conversation, the async session, trace off", unit: "µs/event",
        goal: .none, measure: session),
      Work(
        name: "trace", summary: "conversation, trace on and serialised", unit: "µs/event", goal: .none,
        measure: trace),
      Work(
        name: "table-loop", summary: "limit: a table-driven loop of the same steps", unit: "µs/event",
        goal: .none, measure: tableLoop),
    ]
  }

  private static func machine(_ plan: Plan, events count: Int, conversations: Int) async throws -> Measurement
  {
    let machine = try ConversationFlow.machine()
    let events = ConversationFlow.events(count)
    let measurement = try await Measurement(plan, per: (count + 1) * conversations) {
      try ProcessorTime.measure {
        var turn = FlowMachine.Turn(isTraced: false)
        for _ in 0..<conversations { try converse(machine, events: events, in: &turn) { _ in } }
      }
    }
    return measurement.map { $0 / 1000 }
  }

  private static func trace(_ plan: Plan) async throws -> Measurement? {
    let machine = try ConversationFlow.machine()
    let events = ConversationFlow.events(100)
    let conversations = plan.scaled(500)
    var bytes = 0
    let measurement = try await Measurement(plan, per: (events.count + 1) * conversations) {
      try ProcessorTime.measure {
        var writer = JSONWriter()
        for _ in 0..<conversations { bytes += try trace(machine, events: events, to: &writer) }
      }
    }
    precondition(bytes > 0, "a trace is written")
    return measurement.map { $0 / 1000 }
  }

  /// One conversation whose trace is written.
  /// - Returns: How many bytes it takes.
  @discardableResult
  static func trace(
    _ machine: FlowMachine, events: [WebhookEvent], to writer: inout JSONWriter
  ) throws -> Int {
    var turn = FlowMachine.Turn()
    var sequence = 0
    try converse(machine, events: events, in: &turn) { turn in
      for happening in turn.happenings {
        sequence += 1
        let record = TraceRecord(
          sequence: sequence, milliseconds: 0, session: "session-1", happening: happening)
        record.write(to: &writer, traceStart: Simulation.defaultStart)
      }
    }
    return writer.takeBytes().count
  }

  /// One conversation from its beginning to its end.
  static func converse(
    _ machine: FlowMachine, events: [WebhookEvent], in turn: inout FlowMachine.Turn,
    _ observe: (FlowMachine.Turn) -> Void
  ) throws {
    let now = Simulation.defaultStart
    guard let beginning = machine.beginning(with: .message(ConversationFlow.message())) else {
      throw UnexpectedState()
    }
    var state = beginning.begin(SessionKey("session-1"), at: now, in: &turn)
    observe(turn)
    guard case .conversationAnswer(let request, _)? = state.wait else { throw UnexpectedState() }
    machine.resume(
      &state, with: .conversationAnswered(ConversationFlow.answer(), to: request, held: []), at: now,
      in: &turn)
    observe(turn)
    for event in events + [ConversationFlow.closing()] {
      machine.resume(&state, with: .eventArrived(event), at: now, in: &turn)
      observe(turn)
      guard case .gatewayAnswer(let effect, _)? = state.wait else { throw UnexpectedState() }
      let answer = SessionInput.gatewayAnswered(.accepted(transactionID: "gateway-1"), to: effect)
      machine.resume(&state, with: answer, at: now, in: &turn)
      observe(turn)
    }
    guard !state.isLive else { throw UnexpectedState() }
  }

  private static func session(_ plan: Plan) async throws -> Measurement? {
    let machine = try ConversationFlow.machine()
    let events = ConversationFlow.events(100)
    let conversations = plan.scaled(200)
    let measurement = try await Measurement(plan, per: (events.count + 1) * conversations) {
      try await ProcessorTime.measureAsync {
        for _ in 0..<conversations { try await converse(machine, events: events) }
      }
    }
    return measurement.map { $0 / 1000 }
  }

  /// One conversation through the async session.
  nonisolated(nonsending) static func converse(_ machine: FlowMachine, events: [WebhookEvent]) async throws {
    let service = InstantService()
    let session = await FlowSession(
      machine, startingWith: .message(ConversationFlow.message()), key: SessionKey("session-1"),
      isTraced: false,
      channel: service, service: service,
      http: service, clock: VirtualClock())
    guard let session else { throw UnexpectedState() }
    for event in events + [ConversationFlow.closing()] { await session.deliver(event) }
    // The trace is empty, and ends with the session.
    for try await _ in session.trace {}
  }

  /// What any interpreter must do for an event at least: look up where it leads, append a text, and count.
  private static func tableLoop(_ plan: Plan) async throws -> Measurement? {
    let events = ConversationFlow.events(100)
    let targets = [1, 2, 0]
    let rounds = plan.scaled(20_000)
    var length = 0
    let measurement = await Measurement(plan, per: events.count * rounds) {
      ProcessorTime.measure {
        for _ in 0..<rounds {
          var node = 0
          for event in events {
            for _ in targets { node = targets[node] }
            let text = "Agent: " + (event.content ?? "")
            length += text.utf8.count + node
          }
        }
      }
    }
    precondition(length > 0, "the loop's texts are used")
    return measurement.map { $0 / 1000 }
  }
}

/// A session that does not do what the benchmark expects of it.
struct UnexpectedState: Error {}

/// Answers everything at once.
struct InstantService: MessageChannel, ConversationService, HTTPClient {
  nonisolated(nonsending) func send(
    _ message: OutboundMessage, key: IdempotencyKey
  ) async -> GatewayAnswer {
    .accepted(transactionID: "gateway-1")
  }

  nonisolated(nonsending) func start(
    _ request: ConversationRequest, key: IdempotencyKey
  ) async -> ConversationAnswer {
    ConversationFlow.answer()
  }

  nonisolated(nonsending) func ask(
    _ request: ServiceRequest, key: IdempotencyKey
  ) async -> ServiceAnswer {
    .succeeded(status: 200, ServiceResult())
  }

  nonisolated(nonsending) func forward(
    _ text: String, toConversation id: ConversationID, key: IdempotencyKey
  ) async -> ForwardAnswer { .delivered }

  nonisolated(nonsending) func send(_ request: HTTPRequest, key: IdempotencyKey) async -> HTTPAnswer {
    .response(status: 200)
  }
}
