import FlowInterpreter
import FlowModel
import ServiceCore
import Testing

@Suite struct SettlingTests {
  /// A store that cannot keep that one effect has ended.
  private struct DamagedStore: ServiceStore {
    let base: MemoryStore
    let damaged: EffectKey

    func transaction<Result: Sendable>(
      _ body: @escaping @Sendable (inout MemoryTransaction) throws(StoreFailure) -> Conclusion<Result>
    ) async throws(StoreFailure) -> Result {
      try await base.transaction { [damaged] (store) throws(StoreFailure) in
        let wasThere = store.effect(damaged) != nil
        let conclusion = try body(&store)
        if wasThere, store.effect(damaged) == nil { throw .damaged("a page") }
        return conclusion
      }
    }

    func accept(_ inputs: [NewInput]) async throws(StoreFailure) -> [Acceptance] {
      try await base.accept(inputs)
    }
  }

  @Test func whatCannotBeKeptOfOneCallIsNothingToTheOthersThatEndWithIt() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    for number in 1...6 {
      try await rig.accept(.writes("hi", Customer(channel: .sms, address: "+1415555000\(number)")))
    }
    _ = try await rig.driver().takeAll()
    let waiting = try await rig.change { $0.effects(after: 0, limit: 9) }
    let store = DamagedStore(base: rig.store, damaged: waiting[3].key)
    let effects = EffectDriver(
      store, rig.world, processStart: 1, clock: { [clock = rig.clock] in clock.now }, random: { 0 })
    await #expect(throws: StoreFailure.damaged("a page")) { try await effects.performReady() }
    #expect(rig.world.calls.count == 6)
    #expect(try await rig.change { $0.effects(after: 0, limit: 9).map(\.key) } == [waiting[3].key])
    #expect(try await rig.change { $0.inputs(limit: 9).count } == 5)
  }
}
