import FlowSimulation
import RefrainKit

/// Many thousand sessions with everything going wrong around them, each judged by what must always hold.
struct SessionsProof: Proof {
  static let name = "sessions"
  static let usage = "[--sessions N] [--seed N] [--run K]"
  static let options = ["sessions", "seed", "run"]

  private let seed: UInt64
  private let runs: [SessionRun]
  private let replays: Bool

  init(_ options: ProofOptions) {
    let seed = options["seed"] ?? 1
    self.seed = seed
    replays = options["run"] != nil
    let perRun = SessionRun.usualSessions
    let sessions = Int(clamping: options["sessions"] ?? 100_000)
    let count = sessions / perRun + (sessions.isMultiple(of: perRun) ? 0 : 1)
    runs = options.runs(orElse: Array(0..<count)).map { SessionRun(seed: seed, number: $0) }
  }

  func holds() async -> Bool {
    let begin = ContinuousClock.now
    let project: FlowProject
    do {
      project = try SimulatedFlows.project()
    } catch {
      print("the simulated flows cannot be run: \(error)")
      return false
    }
    var tally = SimulationTally()
    var violations: [(run: SessionRun, outcome: SessionRun.Outcome)] = []
    await forEachOutcome(project) { run, outcome in
      tally += outcome.tally
      if outcome.violation != nil { violations.append((run, outcome)) }
    }
    print("seed \(seed): \(runs.count) runs in \((ContinuousClock.now - begin).rounded)")
    print(TallyTable(tally).text)
    for (run, outcome) in violations.prefix(10) { report(run, outcome) }
    print(
      violations.isEmpty
        ? "\(SimulationCheck.allCases.count) checks hold" : "\(violations.count) runs break a check")
    return violations.isEmpty
  }

  /// Runs everything on two threads, and takes what comes of it as it comes.
  private func forEachOutcome(
    _ project: FlowProject, _ take: (SessionRun, SessionRun.Outcome) -> Void
  ) async {
    await withTaskGroup(of: (SessionRun, SessionRun.Outcome).self) { group in
      var rest = runs[...]
      // Two at a time: more would hold more histories in memory, and few machines of CI have more cores.
      for _ in 0..<2 {
        if let run = rest.popFirst() { group.addTask { (run, run.outcome(of: project)) } }
      }
      while let (run, outcome) = await group.next() {
        if let run = rest.popFirst() { group.addTask { (run, run.outcome(of: project)) } }
        take(run, outcome)
      }
    }
  }

  private func report(_ run: SessionRun, _ outcome: SessionRun.Outcome) {
    guard let violation = outcome.violation else { return }
    print(
      "\(violation.check.rawValue) does not hold: \(violation.session ?? "no session"), record "
        + "\(violation.sequence): \(violation.message)")
    if replays {
      for record in outcome.trace { print("  " + record.json(traceStart: Simulation.defaultStart).compact) }
    } else {
      print("  replay it: swift run -c release refrain-prove \(Self.name) --seed \(seed) --run \(run.number)")
    }
  }
}

extension Duration {
  /// The duration in seconds, with one digit after the point.
  fileprivate var rounded: String {
    let tenths = components.seconds * 10 + components.attoseconds / 100_000_000_000_000_000
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
