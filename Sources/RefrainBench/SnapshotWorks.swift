import RefrainKit

/// W4: a session after 100 events, written down and restored.
enum SnapshotWorks {
  static var all: [Work] {
    [
      Work(
        name: "snapshot-size", summary: "snapshot after 100 events", unit: "bytes", goal: .atMost(400),
        measure: { _ in
          let machine = try ConversationFlow.machine()
          return Measurement([Double(machine.snapshot(of: try parked(machine)).count)])
        }),
      Work(
        name: "snapshot-ids", summary: "what of it the ids take that it remembers", unit: "bytes",
        goal: .none,
        measure: { _ in Measurement([Double(try rememberedBytes())]) }),
      Work(
        name: "snapshot", summary: "writing and restoring it", unit: "µs", goal: .atMost(10),
        measure: bothWays),
    ]
  }

  private static func bothWays(_ plan: Plan) async throws -> Measurement? {
    let machine = try ConversationFlow.machine()
    let state = try parked(machine)
    guard try machine.session(restoring: machine.snapshot(of: state)) == state else {
      throw UnexpectedState()
    }
    let rounds = plan.scaled(5000)
    let measurement = try await Measurement(plan, per: rounds) {
      try ProcessorTime.measure {
        for _ in 0..<rounds {
          guard try machine.session(restoring: machine.snapshot(of: state)).isLive else {
            throw UnexpectedState()
          }
        }
      }
    }
    return measurement.map { $0 / 1000 }
  }

  private static func rememberedBytes() throws -> Int {
    let machine = try ConversationFlow.machine()
    let snapshot = try JSON(parsing: machine.snapshot(of: try parked(machine)))
    return snapshot["remembered"]?.compact.utf8.count ?? 0
  }

  private static func parked(_ machine: FlowMachine) throws -> SessionState {
    var host = FlowHost(machine, keys: .numbered, start: Simulation.defaultStart, isTraced: false)
    try host.open(0)
    for event in ConversationFlow.events(100) { host.relay(event) }
    return host.sessions[0].state
  }
}
