import FlowHosting
import FlowInterpreter
public import FlowModel

/// Makes the calls that sessions ask for: each at most once, or in doubt.
///
/// Before a call begins it is marked as attempted, in a commit of its own, with the time at which it has ended whatever
/// became of it. What comes of it is an input like any other, taken in together with the effect's end.
public actor EffectDriver<Store: ServiceStore, Performer: EffectPerformer> {
  let store: Store
  let performer: Performer
  let clock: @Sendable () -> Timestamp
  private let steadyClock: @Sendable () -> Timestamp
  let processStart: Int
  private let written: WrittenLately
  private let pauses: RetryPauses
  private var breaker = HostBreaker()
  /// When calls of this process have ended at the latest of which nothing has been heard, by the steady clock.
  private var ends: [EffectKey: Timestamp] = [:]
  /// Calls that have ended and that the store has not learnt of, in the order of their ends.
  private var ended: [EndedCall] = []
  private var isSettling = false
  /// What has been done since the last look at it.
  private var report = TurnReport()

  /// Creates a driver.
  /// - Parameters:
  ///   - processStart: See `TurnDriver.processStart`.
  ///   - written: What the process has written lately: see `TurnDriver.written`.
  ///   - steadyClock: What hosts are left alone by: `SteadyClock` where `clock` can be set; `clock` by default.
  ///   - random: Draws a number from 0 to below 1, for pauses between tries.
  public init(
    _ store: Store, _ performer: Performer, processStart: Int, written: WrittenLately = WrittenLately(),
    clock: @escaping @Sendable () -> Timestamp,
    steadyClock: (@Sendable () -> Timestamp)? = nil, random: @escaping @Sendable () -> Double
  ) {
    self.store = store
    self.performer = performer
    self.processStart = processStart
    self.written = written
    self.clock = clock
    self.steadyClock = steadyClock ?? clock
    pauses = RetryPauses(random: random)
  }

  /// What has been done since this was asked last.
  public func takeReport() -> TurnReport {
    defer { report = TurnReport() }
    return report
  }

  /// Makes all calls that can be made now, at the same time, and waits for what becomes of them.
  /// - Returns: How many effects were looked at; nothing is left to do for now where it is 0.
  public func performReady() async throws(StoreFailure) -> Int {
    let (looked, calls) = try await begin(atMost: ServiceLimits.effectsAtOnce)
    let failure = await withTaskGroup(of: StoreFailure?.self) { group in
      for call in calls {
        group.addTask { await self.failure(making: call) }
      }
      var first: StoreFailure?
      for await failure in group { first = first ?? failure }
      return first
    }
    if let failure { throw failure }
    return looked
  }

  private func failure(making call: EffectCall) async -> StoreFailure? {
    do {
      try await make(call)
      return nil
    } catch {
      return error
    }
  }

  /// Judges calls of which nothing was heard.
  /// - Parameter isOnlyProcess: Whether no other process works on the store, and this one has begun no call yet: then all
  ///   calls that had begun are judged, at once.
  public func judge(isOnlyProcess: Bool = false) async throws(StoreFailure) {
    // That the time is over is seen by `until`, or where somebody has set the clock back, by what cannot be set.
    let steady = steadyClock()
    let lost = ends.filter { $0.value + ServiceLimits.doubtMilliseconds <= steady }.map(\.key)
    let told = try await store.repeatingConflicts {
      [performer, clock, processStart] (store) throws(StoreFailure) in
      let now = try store.time(by: clock)
      let last = isOnlyProcess ? Timestamp(milliseconds: .max) : now + -ServiceLimits.doubtMilliseconds
      var report = TurnReport()
      var heard: [NewInput] = []
      for key in lost {
        guard let effect = try store.effect(key), case .attempted(_, processStart) = effect.state else {
          continue
        }
        try Judgement.judge(effect, by: performer, at: now, in: &store, &heard, &report)
      }
      while true {
        let attempted = try store.effectsAttempted(until: last, limit: ServiceLimits.effectsAtOnce)
        guard !attempted.isEmpty else { break }
        for effect in attempted {
          try Judgement.judge(effect, by: performer, at: now, in: &store, &heard, &report)
        }
      }
      _ = try store.accept(heard)
      return .commit(report)
    }
    for key in lost { ends[key] = nil }
    report += told
  }
}

/// Beginning calls.
extension EffectDriver {
  private struct Begun: Sendable {
    var looked = 0
    var calls: [EffectCall] = []
    var report = TurnReport()
    /// What the breaker is asked for; it is told behind the commit, and what it has learnt meanwhile stays.
    var breaker: HostBreaker
    /// Until when each host is asked that was left alone, and each call has ended, by the steady clock.
    var probes: [String: Timestamp] = [:]
    var ends: [EffectKey: Timestamp] = [:]

    /// Marks an effect as attempted, whose call is to be made now, or as waiting until its host may be asked again.
    /// - Parameters:
    ///   - start: The number of the process's start.
    ///   - now: What time it is, and `steady` by the steady clock.
    ///   - lead: How far the process's own clock is ahead of that time.
    mutating func attempt(
      _ effect: inout EffectRow, _ wanted: WantedEffect, _ terms: CallTerms, by start: Int, at now: Timestamp,
      steady: Timestamp, lead: Int64
    ) {
      let until = now + terms.timeout
      let end = steady + terms.timeout
      switch breaker.askForCall(to: terms.host, at: steady, until: end) {
      case .later(let time): effect.state = .waiting(notBefore: now + (time - steady))
      case .now(let isProbe):
        if isProbe { probes[terms.host] = end }
        ends[effect.key] = end
        effect.state = .attempted(until: until, by: start)
        effect.tries += 1
        effect.firstTry = effect.firstTry ?? now
        calls.append(
          EffectCall(
            key: effect.key, effect: wanted, until: until + lead, notAfter: effect.notAfter + lead, lead: lead
          ))
      }
    }
  }

  /// Marks effects that are ready as attempted, and sees to those that are not to be called for.
  /// - Parameter limit: The most that are looked at.
  /// - Returns: How many were looked at, and the calls that are to be made now, each by `make`.
  public func begin(atMost limit: Int) async throws(StoreFailure) -> (looked: Int, calls: [EffectCall]) {
    let begun = try await store.repeatingConflicts {
      [performer, clock, steadyClock, processStart, written, breaker] (store) throws(StoreFailure) in
      var begun = Begun(breaker: breaker)
      guard try !store.isPaused() else { return .rollBack(begun) }
      let now = try store.time(by: clock)
      // Whoever makes the calls goes by the process's own clock.
      let lead = clock() - now
      let steady = steadyClock()
      var heard: [NewInput] = []
      for var effect in try store.effectsReady(at: now, limit: limit) {
        begun.looked += 1
        if effect.isOpenStart {
          try store.removeEffect(effect.key)
          continue
        }
        let wanted = try effect.wanted(written)
        // The hour of what the service owes begins with its first try, however long that was held.
        if case .owedEnding = EffectKind(wanted, key: effect.key), effect.firstTry == nil {
          effect.notAfter = max(effect.notAfter, now + ServiceLimits.forwardMilliseconds)
        }
        guard try !Self.endWithoutCall(effect, wanted, at: now, in: &store, &heard, &begun.report) else {
          continue
        }
        begun.attempt(
          &effect, wanted, performer.terms(of: wanted), by: processStart, at: now, steady: steady, lead: lead)
        try store.update(effect)
      }
      _ = try store.accept(heard)
      return .commit(begun)
    }
    for (host, until) in begun.probes { breaker.noteProbe(of: host, until: until) }
    ends.merge(begun.ends) { $1 }
    report += begun.report
    return (begun.looked, begun.calls)
  }

  /// Ends an effect that is no longer wanted, or that its customer has opted out of.
  /// - Returns: Whether it was one.
  private static func endWithoutCall(
    _ effect: EffectRow, _ wanted: WantedEffect, at now: Timestamp, in store: inout Store.Transaction,
    _ heard: inout [NewInput], _ report: inout TurnReport
  ) throws(StoreFailure) -> Bool {
    if !effect.isWanted || effect.notAfter < now {
      try Expiry.expire(effect, wanted, at: now, in: &store, &heard, &report)
      return true
    }
    // However the flow writes the number.
    guard case .send(let message, isConfirmation: false) = wanted,
      try store.isSuppressed(message.customer.asKnown ?? message.customer)
    else { return false }
    try Settling.settle(effect, with: .gateway(.refusedByPolicy), wanted, at: now, in: &store, &heard)
    return true
  }
}

/// What becomes of calls.
extension EffectDriver {
  /// Makes a call that was begun, and sees to what becomes of it.
  /// - Throws: What kept the store from learning it; the call is in doubt then.
  public func make(_ call: EffectCall) async throws(StoreFailure) {
    try await settle(call, await perform(call))
  }

  /// Makes a call that was begun.
  /// - Returns: What becomes of it, for `settle`.
  public func perform(_ call: EffectCall) async -> CallResult {
    let result = await performer.perform(call)
    let host = performer.terms(of: call.effect).host
    switch result {
    // Who throttles is not down.
    case .answered, .throttled, .unreadable: breaker.noteAnswer(of: host)
    case .notBegun, .unanswered:
      breaker.noteFailure(of: host, at: steadyClock()) { [pauses] in pauses.pause(after: $0) }
    }
    return result
  }

  /// Sees to what became of a call. Where the store does not learn it the call is in doubt, unless it is told again in time.
  ///
  /// What became of other calls meanwhile is seen to in the same transaction.
  public func settle(_ call: EffectCall, _ result: CallResult) async throws(StoreFailure) {
    guard result != .unanswered else { return }
    let settled = await withCheckedContinuation { continuation in
      ended.append(EndedCall(call: call, result: result, continuation: continuation))
      guard !isSettling else { return }
      isSettling = true
      Task { await settleEnded() }
    }
    try settled.get()
  }

  /// Sees to what became of calls until there are none of which that is known.
  private func settleEnded() async {
    while !ended.isEmpty {
      let group = Array(ended.prefix(ServiceLimits.effectsAtOnce))
      ended.removeFirst(group.count)
      do throws(StoreFailure) {
        try await settle(group.map { ($0.call, $0.result) })
        for ended in group { ended.continuation.resume(returning: .success(())) }
      } catch {
        // What one of them makes impossible is nothing to the others; a store that is away is so for all.
        let isOfOne = if case .damaged = error { group.count > 1 } else { false }
        for ended in group {
          ended.continuation.resume(returning: isOfOne ? await settledAlone(ended) : .failure(error))
        }
      }
    }
    isSettling = false
  }

  private func settledAlone(_ ended: EndedCall) async -> Result<Void, StoreFailure> {
    do throws(StoreFailure) {
      return .success(try await settle([(ended.call, ended.result)]))
    } catch {
      return .failure(error)
    }
  }

  private func settle(_ group: [(call: EffectCall, result: CallResult)]) async throws(StoreFailure) {
    let told = try await store.repeatingConflicts { [clock, pauses, written] (store) throws(StoreFailure) in
      let now = try store.time(by: clock)
      var report = TurnReport()
      var heard: [NewInput] = []
      for (call, result) in group {
        // Where it is another call that is under way, or none, this one has been judged meanwhile.
        guard var effect = try store.effect(call.key),
          case .attempted(call.until + -call.lead, _) = effect.state
        else {
          try Settling.settleLate(result, of: call, at: now, in: &store, &heard)
          continue
        }
        let kind = EffectKind(call.effect, key: call.key)
        let result = if case .owedEnding = kind { result.ofOwedEnding } else { result }
        switch result {
        case .answered(let answer):
          try Settling.settle(effect, with: answer, call.effect, at: now, in: &store, &heard, written)
        case .notBegun(let pause), .throttled(let pause, _):
          let next = effect.nextTry(
            at: now, pause: pauses.pause(after: effect.tries), asked: pause, kind)
          if !effect.isLastTry || effect.wasInDoubt(call.effect), next <= effect.notAfter {
            effect.state = .waiting(notBefore: next)
            try store.update(effect)
          } else if case .throttled(_, let answer?) = result, !effect.wasInDoubt(call.effect) {
            try Settling.settle(effect, with: answer, call.effect, at: now, in: &store, &heard)
          } else {
            // Who throttles has been called.
            if case .notBegun = result, !call.effect.isForward {
              try Expiry.note(effect, at: now, in: &store, &report)
            }
            try Expiry.giveUp(
              effect, call.effect, "it was not taken", at: now, in: &store, &heard, &report)
          }
        case .unreadable(let answer):
          try Judgement.leave(effect, answer, call.effect, at: now, in: &store, &heard, &report)
        case .unanswered: continue
        }
      }
      _ = try store.accept(heard)
      return .commit(report)
    }
    for (call, _) in group { ends[call.key] = nil }
    report += told
  }
}

extension EffectRow {
  /// When it is tried again at the earliest. What has an hour is tried until that is over, and its last try is a second before
  /// that, however long it was asked to pause.
  fileprivate func nextTry(
    at now: Timestamp, pause: Int64, asked: Int64?, _ kind: EffectKind
  ) -> Timestamp {
    let next = now + max(pause, asked ?? 0)
    guard kind.hasHour else { return next }
    return max(now + pause, min(next, notAfter + -1_000))
  }
}

/// A call that has ended, and whoever waits until the store has learnt what became of it.
private struct EndedCall {
  let call: EffectCall
  let result: CallResult
  let continuation: CheckedContinuation<Result<Void, StoreFailure>, Never>
}

extension OutboundMessage {
  /// Whom it is for.
  var customer: Customer { Customer(channel: channel, address: to) }
}
