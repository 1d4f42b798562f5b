import RefrainKit
import ServiceCore
import Testing

@testable import RefrainProve

@Suite struct CrashRunTests {
  @Test func aProcessMayEndAtAnyCommit() async throws {
    #expect(try await CrashesProof.endAtEachTransaction(seed: 1, step: 13) > 100)
  }

  @Test(arguments: 0..<3)
  func processesMayEndOneAfterTheOther(_ number: Int) async throws {
    _ = try await CrashesProof.randomRun(seed: 1, number: number).run(over: MemoryStore())
  }
}
