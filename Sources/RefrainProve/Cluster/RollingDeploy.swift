#if Service
import FlowModel
import RefrainKit
import RefrainService
import ServiceCore

/// Processes that are replaced one after the other by ones whose flow has been edited, while many sessions are parked and their
/// events come: each session goes on with the flow that it began with, and those that begin later have the new one.
struct RollingDeploy: Sendable {
  let run: ClusterRun
  let store: PostgreSQLStore

  /// Does it, and judges.
  /// - Returns: What is to be told.
  func lines() async throws -> [String] {
    let clock = ContinuousClock()
    let (count, begin) = (run.settings.parked, clock.now)
    await run.world.silenceCustomers()
    for process in run.processes { try await process.waitForStart() }
    try await welcome(count)
    while try await waitingSessions() < count { try await Task.sleep(for: .milliseconds(200)) }
    let parked = clock.now
    // The events come while the processes are replaced, and behind that.
    async let ends: Void = run.world.endConversations()
    for process in run.processes {
      process.change { $0.isEdited = true }
      try await process.replace()
    }
    let replaced = clock.now
    let new = 20
    try await welcome(new)
    try await ends
    while try await waitingSessions() < new { try await Task.sleep(for: .milliseconds(200)) }
    try await run.world.endConversations()
    let letters = try await run.comeToRest(store)
    let rested = clock.now
    var audit = KillAudit(run.world, callsInFlight: await run.world.unansweredCount, retried: letters)
    try await audit.check(store)
    try await checkDefinitions(count, new: new)
    return [
      "\(count) sessions parked in \(begin.duration(to: parked).seconds), \(run.processes.count) processes replaced one after "
        + "the other by ones with an edited flow in \(parked.duration(to: replaced).seconds) while events came, all ended "
        + "\(replaced.duration(to: rested).seconds) later: none lost, none moved, \(new) that began later have the edited flow; "
        + "\(audit.tally.turns) turns, \(audit.tally.doubts) effects in doubt: all checks hold"
    ]
  }

  /// Has customers write, a few after the other.
  private func welcome(_ count: Int) async throws {
    for number in 1...count {
      await run.world.welcomeCustomer()
      if number % 20 == 0 { try await Task.sleep(for: .milliseconds(50)) }
    }
  }

  /// How many sessions wait for their agents' next word, and have nothing else under way.
  private func waitingSessions() async throws -> Int {
    guard await run.world.isHeard else { return 0 }
    return try await store.transaction { (store) throws(StoreFailure) in
      guard try store.pendingInputs().count == 0, try store.effects(after: 0, limit: 1).isEmpty else {
        return .rollBack(0)
      }
      return .rollBack(try store.liveSessionCounts().reduce(0) { $0 + ($1.node == "open" ? $1.count : 0) })
    }
  }

  /// Each session has kept the definition with which it began.
  private func checkDefinitions(_ count: Int, new: Int) async throws {
    let definitions = try [false, true].map { isEdited in
      try ClusterWorker.project(isEdited: isEdited).flows.map(\.program.hash)
    }
    let sessions = try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(try store.sessions(of: nil, after: 0, limit: .max))
    }
    let found = definitions.map { hashes in sessions.count { hashes.contains($0.definition) } }
    guard found == [count, new], sessions.count == count + new else {
      throw KillAudit.Violation("of \(count) and \(new) sessions there are \(found) of their definitions")
    }
  }
}

extension Duration {
  /// The whole seconds, to be read.
  fileprivate var seconds: String { "\(components.seconds) s" }
}
#endif
