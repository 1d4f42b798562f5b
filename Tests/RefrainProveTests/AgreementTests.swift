import Testing

@testable import RefrainProve

@Suite("Agreement")
struct AgreementTests {
  @Test("RF301 finds what some order of inputs shows, in some flows of every kind")
  func agreement() throws {
    var counts = AgreementCounts()
    // Small ones: what takes seconds here is a matter of moments in a release build.
    for seed in 1...100 { try AgreementProof.check(UInt64(seed), size: 2...4, &counts) }
    #expect(counts.isTelling, "\(counts)")
  }

  @Test("A seed gives the same flow every time, and another seed another one")
  func seeds() {
    #expect(RandomFlow.json(seed: 7) == RandomFlow.json(seed: 7))
    #expect(RandomFlow.json(seed: 7) != RandomFlow.json(seed: 8))
  }
}
