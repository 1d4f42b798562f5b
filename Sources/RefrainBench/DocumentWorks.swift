import RefrainKit

/// W4: a session after 100 events, written down and read.
enum DocumentWorks {
  static var all: [Work] {
    [
      Work(
        name: "document-size", summary: "session document after 100 events with UUIDs", unit: "bytes",
        goal: .atMost(6000),
        measure: { _ in
          let machine = try ConversationFlow.machine()
          let document = SessionDocument(try parked(machine), of: machine.program)
          return Measurement([Double(document.bytes.count)])
        }),
      Work(
        name: "document", summary: "writing and reading it", unit: "µs", goal: .none,
        measure: bothWays),
    ]
  }

  private static func bothWays(_ plan: Plan) async throws -> Measurement? {
    let machine = try ConversationFlow.machine()
    let state = try parked(machine)
    guard try copied(state, machine) == state else { throw UnexpectedState() }
    let rounds = plan.scaled(5000)
    let measurement = try await Measurement(plan, per: rounds) {
      try ProcessorTime.measure {
        for _ in 0..<rounds {
          guard try copied(state, machine).isLive else { throw UnexpectedState() }
        }
      }
    }
    return measurement.map { $0 / 1000 }
  }

  /// A session that is written down and read.
  static func copied(_ state: SessionState, _ machine: FlowMachine) throws -> SessionState {
    let document = SessionDocument(state, of: machine.program)
    return try SessionDocument(document.bytes).session(of: machine.program)
  }

  /// A session after 100 events whose ids are UUIDs.
  static func parked(_ machine: FlowMachine) throws -> SessionState {
    var host = FlowHost(machine, keys: .numbered, start: Simulation.defaultStart, isTraced: false)
    try host.open(0)
    for number in 0..<100 {
      let digits = String(number, radix: 16)
      let id = "6f9619ff-8b86-d011-b42d-00c04fc964" + String(repeating: "0", count: 2 - digits.count) + digits
      host.relay(ConversationFlow.event(EventID(id), session: 0))
    }
    return host.sessions[0].state
  }
}
