public import FlowHosting
public import FlowModel

/// Whoever makes calls to the world: gateways, ECE and web services, or what stands for them.
public protocol EffectPerformer: Sendable {
  /// What is to be known of a call before it is made.
  func terms(of effect: WantedEffect) -> CallTerms

  /// Makes a call. It ends by its time at the latest, whatever the counterpart does, and throws nothing: what became of it is
  /// its result.
  func perform(_ call: EffectCall) async -> CallResult
}

/// A call that is to be made now.
public struct EffectCall: Sendable, Hashable {
  /// The effect's key: a counterpart that has seen it does nothing a second time, where it knows keys.
  public let key: EffectKey
  /// What is to be done.
  public let effect: WantedEffect
  /// When the call has ended, whatever became of it, by the process's own clock.
  public let until: Timestamp
  /// When nobody waits any more for what the call is made for, by that clock: whatever a gateway has not delivered by then is late.
  public let notAfter: Timestamp
  /// How many milliseconds that clock is ahead of the store's.
  let lead: Int64

  /// Creates a call.
  public init(key: EffectKey, effect: WantedEffect, until: Timestamp, notAfter: Timestamp) {
    self.init(key: key, effect: effect, until: until, notAfter: notAfter, lead: 0)
  }

  init(key: EffectKey, effect: WantedEffect, until: Timestamp, notAfter: Timestamp, lead: Int64) {
    self.lead = lead
    self.notAfter = notAfter
    self.key = key
    self.effect = effect
    self.until = until
  }
}

/// What is to be known of a call before it is made.
public struct CallTerms: Sendable, Hashable {
  /// What is called, as a breaker knows it: a host and its port.
  public var host: String
  /// The whole time that a call may take, in milliseconds.
  public var timeout: Int64
  /// For how many milliseconds after the first call the counterpart knows the key again; nil where it knows none.
  public var keyWindow: Int64?
  /// What becomes of the effect when nobody knows whether the world has done it.
  public var whenInDoubt: InDoubtPolicy

  /// Creates terms.
  public init(host: String, timeout: Int64, keyWindow: Int64?, whenInDoubt: InDoubtPolicy) {
    self.host = host
    self.timeout = timeout
    self.keyWindow = keyWindow
    self.whenInDoubt = whenInDoubt
  }
}

/// What becomes of an effect when nobody knows whether the world has done it.
public enum InDoubtPolicy: String, Sendable, Hashable, CaseIterable {
  /// The node leaves as if it had failed.
  case fail
  /// It is done again, perhaps for a second time.
  case `repeat`
}

/// What became of a call.
public enum CallResult: Sendable, Hashable {
  /// The counterpart has answered, or has refused for good.
  case answered(EffectAnswer)
  /// The counterpart has not begun: it cannot be reached. It may have said how many milliseconds to pause.
  case notBegun(pause: Int64?)
  /// The counterpart has answered that it has not begun, and is to be asked again: perhaps after so many milliseconds. Where
  /// there is no time left, that answer counts, if there is one.
  case throttled(pause: Int64?, orElse: EffectAnswer?)
  /// Nobody knows whether the counterpart has done it: no answer came.
  case unanswered
  /// The counterpart may have done it, and its answer does not say what came of it: this one counts, and the effect stays in
  /// doubt.
  case unreadable(EffectAnswer)
}
