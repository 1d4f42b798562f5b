import RefrainKit
import ServiceCore

/// Processes of a service that are ended before and after each of their commits: nothing is lost, and nothing done twice that is
/// not told of.
struct CrashesProof: Proof {
  static let name = "crashes"
  static let usage = "[--runs N] [--seed N] [--run K]"
  static let options = ["runs", "seed", "run"]

  private let seed: UInt64
  private let numbers: [Int]

  init(_ options: ProofOptions) {
    seed = options["seed"] ?? 1
    numbers = options.runs(orElse: Array(0..<Int(clamping: options["runs"] ?? 40)))
  }

  func holds() async -> Bool {
    do {
      let points = try await Self.endAtEachTransaction(seed: seed)
      var processes = 0
      for number in numbers {
        do {
          processes += try await Self.randomRun(seed: seed, number: number).run(over: MemoryStore()).processes
        } catch {
          print("run \(number) of seed \(seed): \(error)")
          print("  replay it: swift run -c release refrain-prove \(Self.name) --seed \(seed) --run \(number)")
          return false
        }
      }
      print(
        "seed \(seed): a process was ended before and after each of \(points) commits, and \(processes) processes in "
          + "\(numbers.count) runs at random: nothing is lost, and nothing done twice that is not told of")
      return true
    } catch {
      print("seed \(seed): \(error)")
      return false
    }
  }

  /// Ends the first process of a short run at each of its transactions, before and after the commit.
  /// - Parameter step: How far the transactions are apart that are looked at; each is by default.
  /// - Returns: How many transactions there are.
  static func endAtEachTransaction(seed: UInt64, step: Int = 1) async throws -> Int {
    var transaction = 1
    while true {
      for isAfterCommit in [false, true] {
        let death = CrashRun<MemoryStore>.Death(
          transaction: transaction, isAfterCommit: isAfterCommit,
          downtime: transaction.isMultiple(of: 3) ? 50_000 : 0)
        let run = CrashRun<MemoryStore>(
          seed: seed, customers: 2, deaths: [death], reopen: { await $0.reopened() })
        do {
          let outcome = try await run.run(over: MemoryStore())
          if outcome.processes == 1 { return outcome.transactions }
        } catch {
          throw CrashAudit<MemoryStore>.Violation(
            description: "ended \(isAfterCommit ? "after" : "before") commit \(transaction): \(error)")
        }
      }
      transaction += step
    }
  }

  /// A run with many ends, and a world that does not always answer.
  static func randomRun(seed: UInt64, number: Int) -> CrashRun<MemoryStore> {
    var numbers = SeededGenerator(seed: UInt64(number))
    var generator = SeededGenerator(seed: seed ^ numbers.next())
    let deaths = (0..<generator.integer(in: 1...12)).map { _ in
      CrashRun<MemoryStore>.Death(
        transaction: Int(generator.integer(in: 1...60)), isAfterCommit: generator.chance(0.5),
        downtime: generator.chance(0.3) ? generator.integer(in: 0...90_000) : 0)
    }
    return CrashRun(
      seed: generator.next(), faults: (notBegun: 0.15, unanswered: 0.05), deaths: deaths,
      reopen: { await $0.reopened() })
  }
}
