public import FlowInterpreter
public import FlowModel

extension MemoryTransaction: LifeStorage {
  public mutating func life() -> StoreLife? { facts.life }

  public mutating func set(_ life: StoreLife) { facts.life = life }

  public mutating func noteStart() throws(StoreFailure) -> Int {
    guard var life = facts.life else { throw .damaged("nobody has begun to use it") }
    life.starts += 1
    facts.life = life
    return life.starts
  }

  public mutating func missingSince() -> Timestamp? { facts.missingSince }

  public mutating func setMissingSince(_ time: Timestamp?) { facts.missingSince = time }

  public mutating func sharedTime() -> Timestamp? { nil }
}

extension MemoryTransaction: InputStorage {
  public mutating func accept(_ inputs: [NewInput]) -> [Acceptance] {
    inputs.map { input in
      if let key = input.key {
        if let known = keys[key] {
          return known.bodyDigest == input.bodyDigest ? .repeated : .repeatedOtherwise
        }
        keys.put(
          KnownKey(
            key: key, bodyDigest: input.bodyDigest, received: input.received, place: facts.nextNumber()))
      }
      let arrival = facts.nextNumber()
      self.inputs.put(InputRow(arrival: arrival, input: input))
      return .accepted(arrival: arrival)
    }
  }

  public mutating func inputs(limit: Int) -> [InputRow] {
    Array(inputs.all.filter { $0.parkedBehind == nil }.prefix(limit))
  }

  public mutating func input(_ arrival: Int) -> InputRow? { inputs[arrival] }

  public mutating func inputs(queuedUnder name: StoreName) -> [InputRow] {
    inputs.all.filter { $0.input.queue == name }
  }

  public mutating func earliestInput(queuedUnder names: [StoreName], before arrival: Int) -> Int? {
    inputs.all.first { row in
      row.arrival < arrival && row.parkedBehind == nil && row.input.queue.map(names.contains) ?? false
    }?.arrival
  }

  public mutating func markInputs(_ arrivals: [Int], by start: Int) {
    for arrival in arrivals {
      change(arrival) { $0.tries = Tries(count: $0.tries.count + 1, start: start) }
    }
  }

  public mutating func unmarkInputs(_ arrivals: [Int]) {
    for arrival in arrivals { change(arrival) { $0.tries = Tries(count: $0.tries.count - 1) } }
  }

  public mutating func noteTarget(_ session: SessionKey?, ofInput arrival: Int) {
    change(arrival) { $0.target = session }
  }

  public mutating func endInput(_ arrival: Int) { inputs.remove(arrival) }

  public mutating func parkInput(_ arrival: Int, behind session: SessionKey, as content: [UInt8]) {
    change(arrival) {
      $0.parkedBehind = session
      $0.input.content = content
      $0.tries = Tries()
      $0.target = nil
    }
  }

  public mutating func releaseInputs(behind session: SessionKey) {
    for row in Array(inputs.all) where row.parkedBehind == session {
      change(row.arrival) { $0.parkedBehind = nil }
    }
  }

  public mutating func putBack(_ input: InputRow) {
    inputs.put(InputRow(arrival: input.arrival, input: input.input))
  }

  public mutating func freeKey(_ key: InputKey) { keys.remove(key) }

  public mutating func deleteKeys(receivedBefore time: Timestamp, limit: Int) -> Int {
    let old = Array(keys.all.filter { $0.received < time }.prefix(limit))
    for key in old { keys.remove(key.key) }
    return old.count
  }

  public mutating func latestKey() -> Timestamp? { keys.all.map(\.received).max() }

  public mutating func pendingInputs() -> PendingInputs {
    PendingInputs(
      count: inputs.count, oldest: inputs.all.first { $0.parkedBehind == nil }?.input.received)
  }

  private mutating func change(_ arrival: Int, _ body: (inout InputRow) -> Void) {
    guard var row = inputs[arrival] else { return }
    body(&row)
    inputs.put(row)
  }
}
