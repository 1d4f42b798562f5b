import RefrainKit
import Testing

@testable import RefrainProve

@Suite struct SessionRunTests {
  @Test(arguments: 0..<5) func everyCheckHoldsInARun(number: Int) throws {
    let programs = try SimulatedFlows.files.map { file in
      try FlowProgram(file: Array(file.content.utf8), named: file.name)
    }
    let run = SessionRun(seed: 1, number: number, sessions: 60)
    let outcome = run.outcome(of: programs)
    #expect(outcome.violation == nil)
    #expect(outcome.tally.sessions >= 60)
  }
}
