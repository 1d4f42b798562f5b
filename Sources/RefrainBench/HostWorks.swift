import RefrainKit

/// W2 and the host: many sessions at once.
enum HostWorks {
  static let all = [
    Work(
      name: "parked", summary: "live bytes per parked session, 100,000 of them", unit: "bytes",
      goal: .atMost(600),
      measure: { try parked($0, sessions: $0.scaled(100_000)) }),
    Work(
      name: "parked-many", summary: "the same, 1,000,000 of them", unit: "bytes", goal: .atMost(600),
      measure: { try parked($0, sessions: $0.scaled(1_000_000)) }),
    Work(
      name: "host", summary: "events over 10,000 live sessions, both cores", unit: "events/s",
      goal: .atLeast(1_000_000), measure: throughput),
  ]

  /// Sessions that wait for events: half of them have the outputs of their message alone, half those of an event too.
  private static func parked(_ plan: Plan, sessions: Int) throws -> Measurement? {
    guard let before = LiveMemory.bytes else { return nil }
    var host = try ConversationFlow.host(isTraced: false)
    for session in 0..<sessions {
      try host.open(session)
      if session.isMultiple(of: 2) { host.relay(ConversationFlow.events(1, session: session)[0]) }
    }
    guard let after = LiveMemory.bytes, host.sessions.count == sessions else { return nil }
    return Measurement([Double(after - before) / Double(sessions)])
  }

  /// A host for each core, each with its share of the sessions: sessions are independent of one another.
  private static func throughput(_ plan: Plan) async throws -> Measurement? {
    let cores = 2
    let sessions = plan.scaled(10_000) / cores + 1
    let rounds = 20
    var hosts: [FlowHost] = []
    var events: [[[WebhookEvent]]] = []
    for core in 0..<cores {
      var host = try ConversationFlow.host(isTraced: false)
      let numbers = (core * sessions)..<((core + 1) * sessions)
      for session in numbers { try host.open(session) }
      hosts.append(host)
      events.append(
        (0..<rounds * (plan.repetitions + 1)).map { round in
          numbers.map { ConversationFlow.event("event-\($0)-\(round)", session: $0) }
        })
    }
    var results: [Double] = []
    for repetition in 0...plan.repetitions {
      let share = repetition * rounds..<(repetition + 1) * rounds
      let time = await ContinuousClock().measure {
        hosts = await withTaskGroup(of: (Int, FlowHost).self) { group in
          for core in 0..<cores {
            group.addTask { [host = hosts[core], events = events[core][share]] in
              var host = host
              for round in events { for event in round { host.relay(event) } }
              return (core, host)
            }
          }
          return await group.reduce(into: hosts) { hosts, result in hosts[result.0] = result.1 }
        }
      }
      let count = Double(rounds * sessions * cores)
      if repetition > 0 { results.append(count / (time / .seconds(1))) }
    }
    return Measurement(results)
  }
}

extension ConversationFlow {
  /// A host of the flow, without sessions.
  static func host(isTraced: Bool) throws -> FlowHost {
    FlowHost(try machine(), start: Simulation.defaultStart, isTraced: isTraced)
  }
}

extension FlowHost {
  /// Begins a session, and opens its conversation.
  mutating func open(_ session: Int) throws {
    let output = receive(ConversationFlow.message(session: session))
    guard case (let id, .requestConversation(_, let effect))? = output.effects.first else {
      throw UnexpectedState()
    }
    _ = receive(ConversationFlow.answer(session: session), to: effect, of: id)
  }

  /// Takes an event, and answers what it makes the session send.
  mutating func relay(_ event: WebhookEvent) {
    for case (let session, .send(_, let effect)) in receive(event).effects {
      _ = receive(.accepted(transactionID: "gateway-1"), to: effect, of: session)
    }
  }
}
