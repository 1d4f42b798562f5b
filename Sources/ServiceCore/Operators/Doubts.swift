import FlowHosting
import FlowInterpreter
public import FlowModel

/// What operators do about effects in doubt, once they know more.
extension ServiceStore {
  /// Has an effect in doubt be done once more, under its old key and within an hour. Where that is over before the world has
  /// taken it, it is in doubt again; a customer's message to the agent is a dead letter then.
  /// - Returns: Whether it was in doubt.
  public func retryDoubt(_ key: EffectKey, at now: Timestamp) async throws(StoreFailure) -> Bool {
    try await transaction { (store) throws(StoreFailure) in
      guard var effect = try store.effect(key), case .inDoubt = effect.state else { return .rollBack(false) }
      effect.state = .waiting(notBefore: .alwaysPast)
      effect.notAfter = now + ServiceLimits.forwardMilliseconds
      effect.isWanted = true
      effect.isLastTry = WantedEffect(content: effect.content)?.isForward != true
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
}
