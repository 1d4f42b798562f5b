import RefrainKit
import ServiceCore

/// The same inputs through a host in memory and through the durable turn, killed and begun anew all the while: the same traces.
struct DurableProof: Proof {
  static let name = "durable"
  static let usage = "[--sessions N] [--seed N] [--run K]"
  static let options = ["sessions", "seed", "run"]

  private let seed: UInt64
  private let numbers: [Int]

  init(_ options: ProofOptions) {
    seed = options["seed"] ?? 1
    let count = max(1, Int(clamping: options["sessions"] ?? 10_000) / SessionRun.usualSessions)
    // In a busy run a host lets the oldest held event go, where a store takes no new one.
    numbers = options.runs(orElse: Array((0...).lazy.filter { $0 % 8 != 3 }.prefix(count)))
  }

  func holds() async -> Bool {
    let project: ServiceProject
    do {
      project = try SimulatedFlows.serviceProject()
    } catch {
      print("the simulated flows cannot be run: \(error)")
      return false
    }
    var tally = DurableRun.Tally()
    for number in numbers {
      do {
        let run = try await DurableRun(run: SessionRun(seed: seed, number: number)).compare(project)
        tally.sessions += run.sessions
        tally.records += run.records
        tally.turns += run.turns
        tally.processes += run.processes
      } catch {
        print("run \(number) of seed \(seed): \(error)")
        print("  replay it: swift run -c release refrain-prove \(Self.name) --seed \(seed) --run \(number)")
        return false
      }
    }
    print(
      "seed \(seed): \(tally.sessions) sessions with \(tally.records) records in \(tally.turns) turns, taken by "
        + "\(tally.processes) processes one after the other, have the traces that they have in a host")
    return true
  }
}
