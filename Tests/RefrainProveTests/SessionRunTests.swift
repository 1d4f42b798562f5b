import FlowSimulation
import RefrainKit
import Testing

@testable import RefrainProve

/// The seeded simulation, and that its checks can fail.
@Suite struct SessionRunTests {
  @Test func everyCheckHoldsAndEveryFaultHappens() throws {
    let project = try SimulatedFlows.project()
    var tally = SimulationTally()
    for number in 0..<4 {
      let outcome = SessionRun(seed: 1, number: number, sessions: 80).outcome(of: project)
      #expect(outcome.violation == nil, "run \(number) of seed 1")
      tally += outcome.tally
    }
    #expect(tally.sessions >= 320)
    for fault in Fault.allCases { #expect(tally.faults[fault] > 0, "\(fault)") }
    // Nobody posts a thousand events to one session.
    for reason in DiscardReason.allCases where ![.conversationNotStarted, .heldLimit].contains(reason) {
      #expect(tally.discarded[reason] ?? 0 > 0, "\(reason)")
    }
    #expect(Set(tally.ended.keys).isSuperset(of: ["success", "error", "incomplete", "expired"]))
  }

  @Test func eachCheckFindsWhatItIsFor() throws {
    var simulation = SessionRun(seed: 1, number: 1, sessions: 120).simulation(
      of: try SimulatedFlows.project())
    simulation.run()
    try Audit.check(simulation.history)
    let seenElsewhere: Set<SimulationCheck> = [.routing, .determinism, .restoration]
    for check in SimulationCheck.allCases where !seenElsewhere.contains(check) {
      var doctored = DoctoredHistory(history: simulation.history)
      let canBreak = doctored.breakCheck(check)
      #expect(canBreak, "the history has nothing that could break \(check)")
      let violation = #expect(throws: Violation.self, "\(check)") { try Audit.check(doctored.history) }
      #expect(violation?.check == check, "\(check): \(violation?.message ?? "")")
    }
  }

  @Test func aHostIsRestoredAtAnyMomentAndAnotherTraceIsFound() throws {
    let project = try SimulatedFlows.project()
    let run = SessionRun(seed: 1, number: 0, sessions: 20)
    var simulation = run.simulation(of: project)
    simulation.run()
    try run.checkTwin(simulation.history, .restoration, run.simulation(of: project, restorations: 0.02))
    let other = SessionRun(seed: 2, number: 0, sessions: 20).simulation(of: project)
    let violation = #expect(throws: Violation.self) {
      try run.checkTwin(simulation.history, .determinism, other)
    }
    #expect(violation?.check == .determinism)
  }

  @Test func optionsAreWholeNumbers() throws {
    let options = try ProofOptions(["--seed", "7", "--run", "3"], known: SessionsProof.options)
    #expect(options["seed"] == 7 && options["run"] == 3 && options["sessions"] == nil)
    for arguments in [["--seed"], ["--seed", "x"], ["--seed", "-1"], ["seed", "1"], ["--other", "1"]] {
      #expect(throws: UnreadableOptions.self) { try ProofOptions(arguments, known: SessionsProof.options) }
    }
  }
}
