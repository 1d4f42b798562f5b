import FlowModel
import RefrainKit
import ServiceCore

/// A service over a store whose processes are ended, one after the other, while customers write and agents answer.
struct CrashRun<Store: ServiceStore>: Sendable {
  /// When a process ends.
  struct Death: Sendable {
    /// At which of its transactions, from 1.
    let transaction: Int
    /// Whether what that one changed is kept, and only nobody hears of it.
    let isAfterCommit: Bool
    /// For how many milliseconds nobody runs then.
    let downtime: Int64
  }

  let seed: UInt64
  var customers = 6
  var faults = (notBegun: 0.1, unanswered: 0.0)
  /// The ends of the processes, in order; the last process that there is lives.
  let deaths: [Death]
  /// Opens what a store holds anew, as the next process finds it.
  let reopen: @Sendable (Store) async throws -> Store

  /// One process.
  private struct Process {
    let store: CrashingStore<Store>
    let turns: TurnDriver<CrashingStore<Store>>
    let effects: EffectDriver<CrashingStore<Store>, StubWorld>
  }

  /// What is seen of all processes together.
  struct Outcome: Sendable {
    var processes = 0
    /// How many transactions the first process had begun when it ended, or the run did.
    var transactions = 0
    /// Calls that were under way when a process ended.
    var callsInFlight = 0
    /// When nobody ran.
    var downtimes: [ClosedRange<Timestamp>] = []
    /// The dead letters that were retried.
    var retried: [DeadLetter] = []
  }

  /// Lets everything happen, to its end, and judges it.
  func run(over opened: Store) async throws -> Outcome {
    let clock = SettableClock(Simulation.defaultStart)
    let world = StubWorld(seed: seed, customers: customers, faults: faults, clock: clock)
    let keys = DrawnKeys(seed: seed)
    let project = try CrashFlows.project()
    var base = opened
    _ = try await base.transaction { (store) throws(StoreFailure) in
      .commit(try store.set(StoreLife(incarnation: "crash", kind: .emulated)))
    }
    var outcome = Outcome()
    var deaths = deaths[...]
    var isOver = false
    while !isOver {
      let death = deaths.popFirst()
      let store = CrashingStore(base) { number, _ in
        guard let death, number >= death.transaction else { return .live }
        return death.isAfterCommit ? .endAfterCommit : .endBeforeCommit
      }
      outcome.processes += 1
      do {
        let process = try await begin(store, world, keys, clock, project)
        isOver = try await serve(process, world, clock, &outcome)
      } catch {
        guard store.hasEnded else { throw error }
      }
      if outcome.processes == 1 { outcome.transactions = store.transactions }
      base = try await reopen(base)
      if !isOver {
        outcome.callsInFlight += try await read(base) {
          try $0.effectsAttempted(until: .distantFuture, limit: .max)
        }.count
        let end = clock.now + (death?.downtime ?? 0)
        outcome.downtimes.append(clock.now...end)
        clock.set(end)
      }
    }
    try await CrashAudit(store: base, world: world, outcome: outcome, customers: customers)
      .check()
    return outcome
  }

  private func begin(
    _ store: CrashingStore<Store>, _ world: StubWorld, _ keys: DrawnKeys, _ clock: SettableClock,
    _ project: ServiceProject
  ) async throws -> Process {
    let turns = try await TurnDriver(store, clock: { clock.now }, sessionKey: { keys.draw() })
    let number = try await read(store) { try $0.projectNumber() }
    if number == nil { try await turns.put(project) }
    var generator = SeededGenerator(seed: seed &+ UInt64(turns.processStart))
    let jitter = Double(generator.integer(in: 0...999)) / 1000
    let effects = EffectDriver(
      store, world, processStart: turns.processStart, written: turns.written, clock: { clock.now },
      random: { jitter })
    try await effects.judge(isOnlyProcess: true)
    return Process(store: store, turns: turns, effects: effects)
  }

  /// Goes on until nothing is left that could happen.
  private func serve(
    _ process: Process, _ world: StubWorld, _ clock: SettableClock, _ outcome: inout Outcome
  ) async throws -> Bool {
    while true {
      while let delivery = world.due {
        let input = NewInput(
          delivery.input, key: InputKey(Array(delivery.name.utf8)), received: clock.now)
        _ = try await process.store.accept([input])
        world.acknowledge(delivery)
      }
      try await process.effects.judge()
      repeat { _ = try await process.turns.takeAll() } while try await process.effects.performReady() > 0
      let inStore = try await read(process.store) { store in
        let calls = try store.effectsAttempted(until: .distantFuture, limit: .max)
        let judged = calls.compactMap { effect in
          if case .attempted(let until, _) = effect.state {
            until + ServiceLimits.doubtMilliseconds
          } else {
            nil
          }
        }
        return [try store.nextTimer(), try store.nextEffect()].compactMap { $0 } + judged
      }
      if let next = (inStore + [world.nextTime].compactMap { $0 }).min() {
        clock.set(max(clock.now + 1, next))
      } else {
        let letters = try await process.store.retryLetters(at: clock.now)
        if letters.isEmpty { return true }
        outcome.retried += letters
      }
    }
  }
}

extension ServiceStore {
  /// Has taken again what was being taken when three processes were killed: it is a dead letter, as if it had killed them.
  /// - Returns: The dead letters that it was.
  func retryLetters(at now: Timestamp) async throws -> [DeadLetter] {
    let letters = try await transaction { (store) throws(StoreFailure) in
      .rollBack(
        try store.deadLetters(after: 0, limit: .max).filter { $0.kind == .input || $0.kind == .timer })
    }
    for letter in letters { _ = try await retryDeadLetter(letter.number, at: now) }
    return letters
  }
}

/// Looks at a store.
func read<Store: ServiceStore, Value: Sendable>(
  _ store: Store, _ body: @escaping @Sendable (inout Store.Transaction) throws -> Value
) async throws -> Value {
  try await store.transaction { (store) throws(StoreFailure) in
    do {
      return .rollBack(try body(&store))
    } catch {
      throw error as? StoreFailure ?? .damaged("\(error)")
    }
  }
}

extension Timestamp {
  /// A time after all others.
  static let distantFuture = Timestamp(milliseconds: .max)
}
