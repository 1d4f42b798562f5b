import FlowHosting
import FlowInterpreter
import FlowModel
import ServiceCore
import Testing

/// A clock on the wall that is set back by an hour: no timer is lost or early, and nothing else waits for that hour.
@Suite struct ClockSetBackTests {
  private static let hour: Int64 = 3_600_000

  @Test func aTimerFiresAtItsTimeAndASessionNeverGoesBack() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let (driver, effects) = (try await rig.driver(), rig.effects())
    try await rig.accept(.writes("hi"), .writes("hi", ServiceRig.bob))
    try await rig.settle(driver, effects)
    rig.clock.advance(30_000)
    try await rig.accept(.writes("answer", ServiceRig.bob))
    rig.clock.advance(-Self.hour)
    try await rig.settle(driver, effects)
    #expect(try await rig.outcomes(2).last == "0 outcome onSuccess")
    #expect(try await rig.outcomes(1).last == "0 outcome onSuccess")
    rig.clock.set(ServiceRig.start + 59_999)
    try await rig.settle(driver, effects)
    #expect(try await rig.outcomes(1).last == "0 outcome onSuccess")
    rig.clock.advance(1)
    try await rig.settle(driver, effects)
    #expect(try await rig.outcomes(1).last == "60000 outcome onTimeout")
    #expect(try await rig.change { $0.nextTimer() } == nil)
    #expect(try await JournalReplay(rig.store).replay(SessionKey(simulated: 2)) == .same(turns: 4))
  }

  @Test func aHostIsLeftAloneForItsPauseAndNotForTheHour() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let (driver, steady) = (try await rig.driver(), TestClock(ServiceRig.start))
    let effects = Self.effects(rig, steady)
    let customers = (0...ServiceLimits.failuresOfHost).map {
      Customer(channel: .sms, address: CustomerAddress("+1415555020\($0)"))
    }
    for customer in customers.dropLast() {
      rig.world.say(.notBegun(pause: nil))
      try await rig.accept(.writes("hi", customer))
    }
    _ = try await driver.takeAll()
    _ = try await effects.performReady()
    #expect(rig.world.calls.count == ServiceLimits.failuresOfHost)
    rig.clock.advance(-Self.hour)
    try await rig.accept(.writes("hi", customers[ServiceLimits.failuresOfHost]))
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.count == ServiceLimits.failuresOfHost)
    for clock in [rig.clock, steady] { clock.advance(ServiceLimits.pauses.lowerBound) }
    _ = try await effects.performReady()
    #expect(rig.world.calls.count == ServiceLimits.failuresOfHost + 1)
  }

  @Test func aCallOfWhichNothingWasHeardIsJudgedWhenItsTimeIsOver() async throws {
    let rig = try await ServiceRig(TestFlow.chat)
    let steady = TestClock(ServiceRig.start)
    let effects = Self.effects(rig, steady)
    try await rig.accept(.writes("hi"))
    _ = try await rig.driver().takeAll()
    rig.world.say(.unanswered)
    _ = try await effects.performReady()
    rig.clock.advance(-Self.hour)
    for (pause, count) in [(14_999, 0), (1, 1)] as [(Int64, Int)] {
      for clock in [rig.clock, steady] { clock.advance(pause) }
      try await effects.judge()
      #expect(try await rig.change { $0.effectsInDoubt(after: 0, limit: 9).count } == count)
    }
  }

  private static func effects(
    _ rig: ServiceRig, _ steady: TestClock
  ) -> EffectDriver<MemoryStore, ScriptedWorld> {
    EffectDriver(
      rig.store, rig.world, processStart: 1, clock: { [clock = rig.clock] in clock.now },
      steadyClock: { steady.now }, random: { 0 })
  }
}
