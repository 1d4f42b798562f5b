#if Service
import Foundation
import RefrainKit
import RefrainService
import ServiceCore

/// Processes that share a PostgreSQL database: the one whose address is in `REFRAIN_POSTGRES`. They leave nothing in it.
enum ClusterWorks {
  static var all: [Work] {
    let rounds = ClusterRounds()
    let counts = [1, 2, 4]
    return counts.flatMap { count in
      [
        Work(
          name: "cluster-\(count)", summary: "turns in a database without an effect, \(count) processes",
          unit: "turns/s", goal: .none, measure: { try await rounds.of(count, $0)?.turns }),
        Work(
          name: "cluster-limit-\(count)", summary: "the same statements by pgbench, \(count) clients",
          unit: "turns/s", goal: .none, measure: { try await rounds.of(count, $0)?.limit }),
        Work(
          name: "cluster-share-\(count)", summary: "what the first are of the second, taken by turns",
          unit: "%", goal: .atLeast(60), measure: { try await rounds.of(count, $0)?.share }),
      ]
    }
      + [
        Work(
          name: "cluster-rows", summary: "an event's cost with many sessions (REFRAIN_ROWS) against 10,000",
          unit: "times",
          goal: .atMost(1.3), measure: cost),
        Work(
          name: "cluster-deletion",
          summary: "99th percentile of acknowledgements while 1,000,000 sessions are deleted from a database",
          unit: "ms", goal: .atMost(100), measure: deletion),
      ]
  }

  /// Sessions whose events are taken.
  static let sessions = 1_000

  static func rig(in database: BenchmarkDatabase) async throws -> ServiceRig<PostgreSQLStore> {
    let store = try await PostgreSQLStore.open(database.address)
    try await store.begin(.emulated)
    let rig = try await ServiceRig(store)
    for first in stride(from: 0, to: sessions, by: 200) { try await rig.open(sessions: first..<first + 200) }
    return rig
  }

  /// Has processes take events that wait, and says how many they take in a second.
  static func rate(
    of rig: ServiceRig<PostgreSQLStore>, in database: BenchmarkDatabase, by processes: Int, _ count: Int,
    repetition: Int
  ) async throws -> Double {
    for first in stride(from: 0, to: count, by: 100) {
      _ = try await rig.store.accept(
        (first..<min(first + 100, count)).map { rig.event(repetition * count + $0, of: $0 % sessions) })
    }
    try database.analyze()
    let takers = try (0..<processes).map { _ in try Taker(database.address) }
    for taker in takers { taker.waitForLine() }
    let clock = ContinuousClock()
    let begin = clock.now
    for taker in takers { taker.go() }
    for taker in takers { taker.waitForLine() }
    return Double(count) / ((clock.now - begin) / .seconds(1))
  }

  /// Takes what waits in a database, once it is told to, until nothing waits.
  static func take(from address: String) async throws {
    let store = try await PostgreSQLStore.open(address)
    let driver = try await TurnDriver(
      store, clock: { WallClock.now }, sessionKey: SessionKey.drawn)
    print("ready")
    fflush(nil)
    _ = readLine()
    while true {
      if try await driver.takeGroup() != nil { continue }
      let pending = try await store.transaction { (store) throws(StoreFailure) in
        .rollBack(try store.pendingInputs().count)
      }
      if pending == 0 { break }
      try await Task.sleep(for: .milliseconds(1))
    }
    print("done")
    fflush(nil)
  }

  // MARK: Many rows

  /// Measures by turns in a database with few rows and in one with many, so that both see the same of what else goes on.
  private static func cost(_ plan: Plan) async throws -> Measurement? {
    let most = ProcessInfo.processInfo.environment["REFRAIN_ROWS"].flatMap { Int($0) } ?? plan.scaled(200_000)
    guard let small = try BenchmarkDatabase(), let large = try BenchmarkDatabase(schema: "refrain_bench_full")
    else { return nil }
    return try await small.used {
      try await large.used {
        let databases = [(small, min(10_000, most)), (large, most)]
        var rigs: [ServiceRig<PostgreSQLStore>] = []
        for (database, rows) in databases {
          rigs.append(try await rig(in: database))
          try database.run(TurnStatements.rows(rows))
        }
        var best = [0.0, 0.0]
        for repetition in 0..<min(5, plan.repetitions) {
          for (index, (database, _)) in databases.enumerated() {
            let rate = try await rate(
              of: rigs[index], in: database, by: 1, plan.scaled(10_000), repetition: repetition)
            best[index] = max(best[index], rate)
          }
        }
        return Measurement([best[0] / best[1]])
      }
    }
  }
}

extension ClusterWorks {
  private static func deletion(_ plan: Plan) async throws -> Measurement? {
    guard let database = try BenchmarkDatabase() else { return nil }
    return try await database.used {
      let rig = try await rig(in: database)
      try database.run(TurnStatements.rows(plan.scaled(1_000_000)))
      try database.analyze()
      return Measurement([try await ServiceStoreWorks.acknowledgement(by: rig.store, plan.scaled(5_000))])
    }
  }
}

/// A process that takes what waits.
private final class Taker {
  private let input = Pipe()
  private let output = Pipe()

  init(_ address: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0])
    process.arguments = ["--take", address]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  func waitForLine() { _ = output.fileHandleForReading.availableData }

  func go() { input.fileHandleForWriting.write(Data("go\n".utf8)) }
}
#endif
