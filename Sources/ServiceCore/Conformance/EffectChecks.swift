import FlowInterpreter
import FlowModel

extension StoreProbe {
  /// Effects.
  static var effectChecks: [NamedCheck] {
    [
      ("An effect is kept whole", checkEffectContents),
      ("Effects are ready in their order, from their time on", checkReadiness),
      ("An effect waits for those before it in its lane", checkLanes),
      ("Effects in flight and in doubt are found", checkAttempts),
      ("The effects of a session are found", checkEffectsOfSession),
      ("An effect that is not there cannot be written", checkAbsentEffect),
      ("What a restored backup had not done is judged, whatever lane it is in", checkRestoration),
    ]
  }

  private static func checkEffectContents(_ probe: StoreProbe) async throws {
    var effect = EffectRow(
      key: EffectKey(incarnation: "i1", session: SessionKey("s"), number: 12), content: [0, 39, 255],
      lane: "conversation é'", notAfter: Timestamp(milliseconds: 1_767_225_600_123),
      notBefore: Timestamp(milliseconds: 5))
    let inserted = effect
    try await probe.commit { try $0.insert(inserted) }
    let row = try await probe.commit { try $0.effect(inserted.key) }
    effect.order = row?.order ?? 0
    try expect(row, effect, "the effect")
    let states: [EffectRow.State] = [
      .attempted(until: Timestamp(milliseconds: 7), by: 3), .waiting(notBefore: Timestamp(milliseconds: 9)),
      .inDoubt(since: Timestamp(milliseconds: 11)),
    ]
    for state in states {
      effect.state = state
      effect.tries += 1
      effect.firstTry = Timestamp(milliseconds: 6)
      effect.isWanted.toggle()
      effect.isLastTry = true
      let changed = effect
      try await probe.commit {
        var update = changed
        update.content = [7]
        update.lane = nil
        try $0.update(update)
      }
      try expect(
        try await probe.commit { try $0.effect(changed.key) }, changed, "the effect once it is \(state)")
    }
    try await probe.commit { try $0.removeEffect(inserted.key) }
    try expect(try await probe.commit { try $0.effect(inserted.key) }, nil, "a removed effect")
    try await probe.commit { try $0.removeEffect(inserted.key) }
  }

  private static func checkRestoration(_ probe: StoreProbe) async throws {
    let now = Timestamp(milliseconds: 70)
    let none = try await probe.acceptRestoration(as: "i2", starts: 0, at: now)
    try expect(none, 0, "effects of a store that nobody has begun to use")
    try await probe.commit { store in
      try store.set(StoreLife(incarnation: "i1", kind: .live, starts: 4))
      for number in 1...5 { try store.insert(.sample(number, lane: "a", notAfter: 50)) }
    }
    try await probe.set(1, to: .attempted(until: Timestamp(milliseconds: 90), by: 2))
    try await probe.set(3, to: .inDoubt(since: now))
    try await probe.set(4, to: .waiting(notBefore: Timestamp(milliseconds: 99)))
    try expect(
      try await probe.acceptRestoration(as: "i2", starts: 7, at: now), 4, "effects that are to be judged")
    try expect(
      try await probe.commit { try $0.life() }, StoreLife(incarnation: "i2", kind: .live, starts: 7),
      "the restored store's life")
    let states = try await probe.commit { try $0.effects(after: 0, limit: 9).map(\.state) }
    let judged = EffectRow.State.attempted(until: now, by: 7)
    try expect(states, [judged, judged, .inDoubt(since: now), judged, judged], "the effects' states")
    let order = try await probe.commit { try $0.effects(after: 0, limit: 2)[1].order }
    try expect(
      try await probe.commit { try $0.effects(after: order, limit: 2).map(\.key.number) }, [3, 4],
      "two effects after another")
  }

  private static func checkReadiness(_ probe: StoreProbe) async throws {
    for (number, time) in [(5, 30), (1, 10), (4, 20), (2, 10)] as [(Int, Int64)] {
      try await probe.commit { try $0.insert(.sample(number, notBefore: time)) }
    }
    func ready(_ time: Int64, _ limit: Int = 9) async throws -> [Int] {
      try await probe.commit {
        try $0.effectsReady(at: Timestamp(milliseconds: time), limit: limit).map(\.key.number)
      }
    }
    try expect(try await ready(9), [], "effects before the first time")
    try expect(try await ready(10), [1, 2], "effects at the first time")
    try expect(try await ready(30), [5, 1, 4, 2], "all effects, in the order of their insertion")
    try expect(try await ready(30, 3), [5, 1, 4], "three effects")
    try expect(
      try await probe.commit { try $0.nextEffect() }, Timestamp(milliseconds: 10), "the next effect's time")
  }

  private static func checkLanes(_ probe: StoreProbe) async throws {
    try await probe.commit {
      try $0.insert(.sample(1, lane: "a", notAfter: 50))
      try $0.insert(.sample(2, lane: "a", notAfter: 90))
      try $0.insert(.sample(3, lane: "b", notAfter: 90))
      try $0.insert(.sample(4, lane: nil, notAfter: 90))
      try $0.insert(.sample(5, lane: "a", notAfter: 90))
    }
    func ready(_ time: Int64) async throws -> [Int] {
      try await probe.commit {
        try $0.effectsReady(at: Timestamp(milliseconds: time), limit: 9).map(\.key.number)
      }
    }
    try expect(try await ready(50), [1, 3, 4], "effects of different lanes")
    try expect(try await ready(51), [1, 2, 3, 4], "effects once the first can be tried no longer")
    try await probe.set(1, to: .waiting(notBefore: Timestamp(milliseconds: 40)))
    try expect(try await ready(30), [3, 4], "effects while the first of a lane pauses")
    try await probe.set(1, to: .attempted(until: Timestamp(milliseconds: 60), by: 1))
    try expect(try await ready(80), [3, 4], "effects while the first of a lane is in flight")
    try expect(
      try await probe.commit { try $0.effects(inLane: "a").map(\.key.number) }, [1, 2, 5], "a lane")
    try await probe.set(1, to: .inDoubt(since: Timestamp(milliseconds: 70)))
    try expect(try await ready(80), [2, 3, 4], "effects once the first is in doubt")
    try expect(
      try await probe.commit { try $0.effects(inLane: "a").map(\.key.number) }, [2, 5],
      "a lane without doubts")
    try await probe.commit { try $0.removeEffect(.sample(2)) }
    try expect(try await ready(80), [3, 4, 5], "effects once the second is done")
  }

  private static func checkAttempts(_ probe: StoreProbe) async throws {
    for number in 1...4 { try await probe.commit { try $0.insert(.sample(number)) } }
    try await probe.set(1, to: .attempted(until: Timestamp(milliseconds: 40), by: 1))
    try await probe.set(3, to: .attempted(until: Timestamp(milliseconds: 30), by: 1))
    func attempted(_ time: Int64, _ limit: Int = 9) async throws -> [Int] {
      try await probe.commit {
        try $0.effectsAttempted(until: Timestamp(milliseconds: time), limit: limit).map(\.key.number)
      }
    }
    try expect(try await attempted(29), [], "calls that ended before the first did")
    try expect(try await attempted(30), [3], "calls that have ended at the first's time")
    try expect(try await attempted(.max), [1, 3], "all calls")
    try expect(try await attempted(.max, 1), [1], "one call")
    for number in [1, 3] { try await probe.set(number, to: .inDoubt(since: Timestamp(milliseconds: 50))) }
    let doubts = try await probe.commit { try $0.effectsInDoubt(after: 0, limit: 9) }
    try expect(doubts.map(\.key.number), [1, 3], "the effects in doubt")
    try expect(
      try await probe.commit { try $0.effectsInDoubt(after: doubts[0].order, limit: 9).map(\.key.number) },
      [3],
      "those after the first")
    try expect(try await probe.commit { try $0.effectsInDoubtCount() }, 2, "how many are in doubt")
    try expect(
      try await probe.commit { try $0.nextEffect() }, Timestamp(milliseconds: 0),
      "the next of those that wait")
  }

  private static func checkEffectsOfSession(_ probe: StoreProbe) async throws {
    for (number, session) in [(2, "a"), (1, "b"), (1, "a"), (3, "a")] {
      try await probe.commit { try $0.insert(.sample(number, of: session)) }
    }
    try await probe.commit { try $0.removeEffect(.sample(3, of: "a")) }
    try expect(
      try await probe.commit { try $0.effects(of: SessionKey("a")).map(\.key.number) }, [2, 1],
      "a session's effects, in their order")
    try expect(
      try await probe.commit { try $0.effects(of: SessionKey("c")).count }, 0, "effects of no session")
  }

  private static func checkAbsentEffect(_ probe: StoreProbe) async throws {
    try await probe.expectFailure(.conflict, "writing an effect that is not there") {
      try $0.update(.sample(1))
    }
  }

  private func set(_ number: Int, to state: EffectRow.State) async throws {
    try await commit { store in
      guard var effect = try store.effect(.sample(number)) else {
        throw StoreFailure.damaged("no effect \(number)")
      }
      effect.state = state
      try store.update(effect)
    }
  }
}

extension EffectKey {
  /// The key of a sample.
  static func sample(_ number: Int, of session: String = "s") -> EffectKey {
    EffectKey(incarnation: "i", session: SessionKey(session), number: number)
  }
}

extension EffectRow {
  /// An effect of a session.
  static func sample(
    _ number: Int, of session: String = "s", lane: String? = nil, notAfter: Int64 = 1000, notBefore: Int64 = 0
  ) -> EffectRow {
    EffectRow(
      key: .sample(number, of: session), content: [1], lane: lane,
      notAfter: Timestamp(milliseconds: notAfter),
      notBefore: Timestamp(milliseconds: notBefore))
  }
}
