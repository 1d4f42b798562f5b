public import FlowInterpreter
public import FlowModel
import JSONSyntax

extension MemoryTransaction: EffectStorage {
  public mutating func insert(_ effect: EffectRow) throws(StoreFailure) {
    guard effects[effect.key] == nil else { throw .damaged("two effects have one key") }
    var effect = effect
    effect.order = facts.nextNumber()
    effects.put(effect)
  }

  public mutating func effect(_ key: EffectKey) -> EffectRow? { effects[key] }

  public mutating func effects(of session: SessionKey) -> [EffectRow] {
    effects.all.filter { $0.key.session == session }
  }

  public mutating func update(_ effect: EffectRow) throws(StoreFailure) {
    guard let row = effects[effect.key] else { throw .conflict }
    var effect = effect
    effect.order = row.order
    effect.content = row.content
    effect.lane = row.lane
    effects.put(effect)
  }

  public mutating func removeEffect(_ key: EffectKey) { effects.remove(key) }

  public mutating func effectsReady(at now: Timestamp, limit: Int) -> [EffectRow] {
    var taken: Set<String> = []
    var ready: [EffectRow] = []
    for effect in effects.all {
      guard ready.count < limit else { break }
      let isFree = effect.lane.map { !taken.contains($0) } ?? true
      if isFree, case .waiting(let time) = effect.state, time <= now { ready.append(effect) }
      if let lane = effect.lane, effect.holdsLane(at: now) { taken.insert(lane) }
    }
    return ready
  }

  public mutating func nextEffect() -> Timestamp? {
    effects.all.compactMap { effect in
      if case .waiting(let time) = effect.state { time } else { nil }
    }.min()
  }

  public mutating func effects(inLane lane: String) -> [EffectRow] {
    effects.all.filter { effect in
      if case .inDoubt = effect.state { return false }
      return effect.lane?.hasSameUTF8(as: lane) ?? false
    }
  }

  public mutating func effectsAttempted(until time: Timestamp, limit: Int) -> [EffectRow] {
    let attempted = effects.all.filter { effect in
      if case .attempted(let until, _) = effect.state { until <= time } else { false }
    }
    return Array(attempted.prefix(limit))
  }

  public mutating func effects(after order: Int, limit: Int) -> [EffectRow] {
    Array(effects.from(order + 1).prefix(limit))
  }

  public mutating func effectsInDoubt(after order: Int, limit: Int) -> [EffectRow] {
    let doubts = effects.from(order + 1).filter { effect in
      if case .inDoubt = effect.state { true } else { false }
    }
    return Array(doubts.prefix(limit))
  }

  public mutating func effectsInDoubtCount() -> Int { effectsInDoubt(after: 0, limit: .max).count }
}

extension EffectRow {
  /// Whether later effects of its lane wait for it.
  fileprivate func holdsLane(at now: Timestamp) -> Bool {
    switch state {
    case .waiting: now <= notAfter
    case .attempted: true
    case .inDoubt: false
    }
  }
}
