public import FlowModel

/// What is done about a backup that was restored.
extension ServiceStore {
  /// Makes a restored backup fit to go on. Effects that are asked for from now on have keys of another incarnation, so that none
  /// is used for another effect. Nobody knows what became of those that the backup had not done with: the next start judges all
  /// of them as calls without an answer, and their sessions hear of it: see `EffectDriver.judge`.
  /// - Parameters:
  ///   - incarnation: One that the store has never had: see `StoreLife.newIncarnation`.
  ///   - starts: The number of the latest start that is known from elsewhere.
  ///   - now: When this is.
  /// - Returns: How many effects there are to be judged.
  public func acceptRestoration(
    as incarnation: String, starts: Int, at now: Timestamp
  ) async throws(StoreFailure) -> Int {
    try await transaction { (store) throws(StoreFailure) in
      // A store that nobody has begun to use has asked the world for nothing.
      guard var life = try store.life() else { return .rollBack(0) }
      life.incarnation = incarnation
      life.starts = max(life.starts, starts)
      try store.set(life)
      var count = 0
      var order = 0
      while true {
        let effects = try store.effects(after: order, limit: ServiceLimits.effectsAtOnce)
        guard let last = effects.last else { return .commit(count) }
        for var effect in effects {
          if case .inDoubt = effect.state { continue }
          if effect.isOpenStart { continue }
          effect.state = .attempted(until: now, by: life.starts)
          try store.update(effect)
          count += 1
        }
        order = last.order
      }
    }
  }
}
