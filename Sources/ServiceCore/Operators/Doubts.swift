import FlowHosting
import FlowInterpreter
public import FlowModel

/// What operators do about effects in doubt, once they know more.
extension ServiceStore {
  /// Has an effect in doubt be done once more, under its old key and within an hour.
  /// - Returns: Whether it was in doubt.
  public func retryDoubt(_ key: EffectKey, at now: Timestamp) async throws(StoreFailure) -> Bool {
    try await transaction { (store) throws(StoreFailure) in
      guard var effect = try store.effect(key), case .inDoubt = effect.state else { return .rollBack(false) }
      effect.state = .waiting(notBefore: now)
      effect.notAfter = now + ServiceLimits.forwardMilliseconds
      effect.isWanted = true
      effect.isLastTry = true
      try store.update(effect)
      return .commit(true)
    }
  }

  /// Notes that an effect is no longer in doubt, whatever became of it: its session has heard long ago that it failed.
  /// - Returns: Whether it was in doubt.
  public func settleDoubt(_ key: EffectKey) async throws(StoreFailure) -> Bool {
    try await transaction { (store) throws(StoreFailure) in
      guard let effect = try store.effect(key), case .inDoubt = effect.state else { return .rollBack(false) }
      try store.removeEffect(key)
      return .commit(true)
    }
  }

  /// Gives a store that was restored from a backup a new incarnation, so that no key is used for another effect, and
  /// leaves what it had begun to the judgement of the next start: see `EffectDriver.judge`.
  public func noteRestored(as incarnation: String, at now: Timestamp) async throws(StoreFailure) {
    try await transaction { (store) throws(StoreFailure) in
      guard var life = try store.life() else { throw .damaged("nobody has begun to use it") }
      life.incarnation = incarnation
      try store.set(life)
      // Nobody knows what became of them since the backup was made. In doubt they are in no lane's way, so that all are found.
      while true {
        let ready = try store.effectsReady(
          at: Timestamp(milliseconds: .max), limit: ServiceLimits.effectsAtOnce)
        guard !ready.isEmpty else { break }
        for var effect in ready {
          effect.state = .inDoubt(since: now)
          try store.update(effect)
        }
      }
      var order = 0
      while true {
        let doubts = try store.effectsInDoubt(after: order, limit: ServiceLimits.effectsAtOnce)
        guard let last = doubts.last else { return .commit(()) }
        for var effect in doubts where effect.state == .inDoubt(since: now) {
          effect.state = .attempted(until: now, by: life.starts)
          effect.firstTry = effect.firstTry ?? now
          try store.update(effect)
        }
        order = last.order
      }
    }
  }
}
