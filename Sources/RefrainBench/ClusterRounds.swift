#if Service
import RefrainService

/// Turns of processes that share a database, and what pgbench makes of the same statements, measured by turns: what a machine
/// gives differs from one second to the next, and so both see the same of it.
actor ClusterRounds {
  /// What was measured with so many processes.
  struct Figures {
    /// What the processes take, in turns a second.
    let turns: Measurement
    /// What pgbench makes with as many clients, in turns a second.
    let limit: Measurement
    /// What the one is of the other, in percent: of each round by itself.
    let share: Measurement
  }

  private var known: [Int: Figures] = [:]

  /// What was measured with so many processes, or is now; nil where this machine lacks what it needs.
  func of(_ processes: Int, _ plan: Plan) async throws -> Figures? {
    if let figures = known[processes] { return figures }
    let figures = try await Self.measure(processes, plan)
    known[processes] = figures
    return figures
  }

  private static func measure(_ processes: Int, _ plan: Plan) async throws -> Figures? {
    guard let database = try BenchmarkDatabase(),
      let other = try BenchmarkDatabase(schema: "refrain_bench_limit")
    else { return nil }
    return try await database.used {
      try await other.used {
        let rig = try await ClusterWorks.rig(in: database)
        _ = try await ClusterWorks.rig(in: other)
        try other.run(TurnStatements.namedSessions)
        var (turns, limits): ([Double], [Double]) = ([], [])
        for round in 0..<min(5, plan.repetitions) {
          turns.append(
            try await ClusterWorks.rate(
              of: rig, in: database, by: processes, plan.scaled(20_000), repetition: round))
          guard let limit = try limit(of: processes, in: other, plan, try sizes(in: database)) else {
            return nil
          }
          limits.append(limit)
        }
        return Figures(
          turns: Measurement(turns), limit: Measurement(limits),
          share: Measurement(zip(turns, limits).map { 100 * $0 / $1 }))
      }
    }
  }

  private static func sizes(in database: BenchmarkDatabase) throws -> TurnStatements.Sizes {
    let sizes = try database.numbers(TurnStatements.Sizes.query)
    guard sizes.count == 4 else { throw UnexpectedState() }
    return TurnStatements.Sizes(input: sizes[0], document: sizes[1], journalled: sizes[2], records: sizes[3])
  }

  private static func limit(
    of clients: Int, in database: BenchmarkDatabase, _ plan: Plan, _ sizes: TurnStatements.Sizes
  ) throws -> Double? {
    let transactions = max(1, plan.scaled(20_000) / TurnStatements.turns / clients)
    try database.run(TurnStatements.inputs(transactions * clients, sizes))
    try database.analyze()
    return try database.transactionsPerSecond(
      TurnStatements.script(ClusterWorks.sessions / clients, sizes), clients, transactions
    ).map { $0 * Double(TurnStatements.turns) }
  }
}
#endif
