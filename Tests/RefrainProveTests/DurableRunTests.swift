import RefrainKit
import Testing

@testable import RefrainProve

@Suite struct DurableRunTests {
  @Test(arguments: [0, 1])
  func sessionsHaveTheTracesThatTheyHaveInAHost(_ number: Int) async throws {
    let run = DurableRun(run: SessionRun(seed: 1, number: number, sessions: 40))
    let tally = try await run.compare(try SimulatedFlows.serviceProject())
    #expect(tally.sessions >= 40)
    #expect(tally.processes > 2)
  }
}
