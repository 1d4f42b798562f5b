import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax
import ServiceCore
import Testing

/// What becomes of a customer's message to the agent.
@Suite struct ForwardingTests {
  private static let session = SessionKey(simulated: 1)

  @Test func aMessageToTheAgentIsTriedUntilItsHourIsOverHoweverLongItIsToPause() async throws {
    let (rig, driver, effects) = try await ServiceRig.answered(by: TestFlow.chat)
    rig.world.say(.throttled(pause: 4_000_000, orElse: .forward(.givenUp(reason: "ECE answered 503"))))
    try await rig.accept(.writes("are you there?"))
    try await rig.settle(driver, effects)
    #expect(try await rig.change { $0.deadLetterCount() } == 0)
    rig.clock.set(try #require(try await rig.change { $0.nextEffect() }))
    #expect(rig.clock.now == ServiceRig.start + 3_599_000)
    rig.world.say(.throttled(pause: 4_000_000, orElse: .forward(.givenUp(reason: "ECE answered 503"))))
    try await rig.settle(driver, effects)
    rig.clock.set(try #require(try await rig.change { $0.nextEffect() }))
    for _ in 1...9 {
      rig.world.say(.throttled(pause: 4_000_000, orElse: .forward(.givenUp(reason: "ECE answered 503"))))
    }
    while let next = try await rig.change({ $0.nextEffect() }) {
      rig.clock.set(next)
      try await rig.settle(driver, effects)
    }
    #expect(try await rig.trace().last?.hasSuffix("forwardFailed ECE answered 503") == true)
    #expect(try await rig.change { $0.deadLetters(after: 0, limit: 9).map(\.kind) } == [.forward])
  }

  @Test func aMessageToTheAgentInDoubtIsADoubtAndNoDeadLetter() async throws {
    let (rig, driver, effects) = try await ServiceRig.answered(by: TestFlow.chat)
    rig.world.say(.unanswered)
    try await rig.accept(.writes("are you there?"))
    try await rig.settle(driver, effects)
    try await effects.judge(isOnlyProcess: true)
    try await rig.settle(driver, effects)
    #expect(try await rig.trace().last?.contains("forwardFailed") == true)
    #expect(try await rig.change { $0.deadLetterCount() } == 0)
    let doubt = try await rig.change { $0.effectsInDoubt(after: 0, limit: 9)[0].key }
    // Done once more, it is a message like any other.
    #expect(try await rig.store.retryDoubt(doubt, at: rig.clock.now))
    rig.world.say(.throttled(pause: nil, orElse: nil))
    try await rig.settle(driver, effects)
    rig.clock.advance(60_000)
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.suffix(3).map(\.key) == [doubt, doubt, doubt])
    #expect(try await rig.change { $0.effect(doubt) } == nil)
    #expect(try await rig.change { $0.deadLetterCount() } == 0)
  }

  @Test func aMessageToTheAgentThatIsRefusedIsADeadLetter() async throws {
    let (rig, driver, effects) = try await ServiceRig.answered(by: TestFlow.chat)
    rig.world.say(.answered(.forward(.givenUp(reason: "gone"))))
    try await rig.accept(.writes("are you there?"))
    try await rig.settle(driver, effects)
    #expect(try await rig.trace().last == "0 forwardFailed gone")
    let letter = try await rig.change { $0.deadLetters(after: 0, limit: 9)[0] }
    #expect((letter.kind, letter.problem, letter.session) == (.forward, "gone", Self.session))
  }

  @Test func whatWaitsToBeForwardedIsTriedOnceMoreBeforeTheConversationIsEnded() async throws {
    let (rig, driver, effects) = try await ServiceRig.answered(by: TestFlow.chat)
    rig.world.say(.notBegun(pause: 60_000), .notBegun(pause: 60_000))
    try await rig.accept(.writes("are you there?"))
    try await rig.settle(driver, effects)
    try await rig.accept(.event("Transfer", "m1", in: "c-1"))
    try await rig.settle(driver, effects)
    #expect(rig.world.calls.suffix(3).map(\.effect.isEnd) == [false, false, true])
    #expect(try await rig.trace().contains { $0.hasSuffix("forwardFailed it was not taken") })
  }
}

extension WantedEffect {
  fileprivate var isEnd: Bool { endedConversation != nil }
}
