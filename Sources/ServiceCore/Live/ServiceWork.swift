public import FlowModel
import Synchronization

/// The work of a service over its store, until it is stopped: it takes what has come in and timers that are due, makes calls,
/// judges those of which nothing was heard, and deletes what is not to be kept.
///
/// All of it is in the store, and whoever works on that next goes on with it. Looking once in a second is enough; `wake`,
/// and telling other processes, are for speed alone.
public final class ServiceWork<Store: ServiceStore, Performer: EffectPerformer>: Sendable {
  private let store: Store
  private let turns: TurnDriver<Store>
  private let effects: EffectDriver<Store, Performer>
  private let clock: @Sendable () -> Timestamp
  private let steadyClock: @Sendable () -> Timestamp
  private let keep: Mutex<KeptTime>
  private let tell: @Sendable (WorkEvent) -> Void
  private let ring: @Sendable () -> Void

  private let inputs = WorkSignal()
  private let wanted = WorkSignal()
  private let upkeep = WorkSignal()
  private let isStopping = Atomic(false)
  private let callCount = Atomic(0)

  /// Creates the work that nobody does yet.
  /// - Parameters:
  ///   - steadyClock: What it looks after everything by from time to time: `SteadyClock` where `clock` can be set; `clock` by
  ///     default.
  ///   - tell: Is told what was done; called from any task.
  ///   - ring: Is called from any task when work was committed that other processes may have waited for.
  public init(
    _ store: Store, turns: TurnDriver<Store>, effects: EffectDriver<Store, Performer>, keep: KeptTime,
    clock: @escaping @Sendable () -> Timestamp, steadyClock: (@Sendable () -> Timestamp)? = nil,
    tell: @escaping @Sendable (WorkEvent) -> Void, ring: @escaping @Sendable () -> Void = {}
  ) {
    self.store = store
    self.turns = turns
    self.effects = effects
    self.keep = Mutex(keep)
    self.clock = clock
    self.steadyClock = steadyClock ?? clock
    self.tell = tell
    self.ring = ring
  }

  /// Changes how long is kept what has ended.
  public func set(_ keep: KeptTime) { self.keep.withLock { $0 = keep } }

  /// Says that this process has taken something in.
  public func noteArrival() {
    inputs.tell()
    ring()
  }

  /// Says that there may be something to do: another process has committed work, or somebody has set the clock.
  public func wake() {
    inputs.tell()
    wanted.tell()
  }

  /// Has the work come to its end: `run` returns once the calls under way have ended.
  public func stop() {
    isStopping.store(true, ordering: .releasing)
    for signal in [inputs, wanted, upkeep] { signal.tell() }
  }

  /// Does the work.
  public func run() async {
    await withTaskGroup { group in
      group.addTask { await self.takeTurns() }
      group.addTask { await self.makeCalls() }
      group.addTask { await self.lookAfter() }
    }
  }

  private var goesOn: Bool { !isStopping.load(ordering: .acquiring) }

  /// How long to wait for something that is due at a time, unless told before: what others change in the store tells nobody.
  private func pause(until time: Timestamp?) -> Int64 {
    let longest = WorkLimits.pauseMilliseconds
    guard let time, case let pause = time - clock(), pause > 0 else { return longest }
    return min(pause, longest)
  }

  /// Does something until the work is to end, and does not give up where the store fails.
  private func untilStopped(
    _ signal: WorkSignal, _ body: () async throws(StoreFailure) -> Int64
  ) async {
    while goesOn {
      let pause: Int64
      do throws(StoreFailure) {
        pause = try await body()
      } catch {
        // Who was in another one's way only comes again.
        if error != .conflict { tell(.failed(error)) }
        pause = error == .conflict ? WorkLimits.conflictMilliseconds : WorkLimits.pauseMilliseconds
      }
      if goesOn, pause > 0 { await signal.wait(atMost: pause) }
    }
  }

  // MARK: Turns

  private func takeTurns() async {
    await untilStopped(inputs) { () async throws(StoreFailure) in
      if let report = try await turns.takeGroup() {
        tell(.turns(report))
        wanted.tell()
        // A customer's input that another one took in may have waited for the one before.
        if report.taken > 0 { ring() }
        return 0
      }
      return pause(
        until: try await store.transaction { (store) throws(StoreFailure) in
          .rollBack(try store.nextTimer())
        })
    }
  }

  // MARK: Calls

  private func makeCalls() async {
    await withDiscardingTaskGroup { group in
      await untilStopped(wanted) { () async throws(StoreFailure) in
        let room = WorkLimits.calls - callCount.load(ordering: .relaxed)
        guard room > 0 else { return WorkLimits.pauseMilliseconds }
        let (looked, calls) = try await effects.begin(atMost: min(room, ServiceLimits.effectsAtOnce))
        callCount.wrappingAdd(calls.count, ordering: .relaxed)
        for call in calls {
          group.addTask { await self.make(call) }
        }
        await tellOfEffects()
        if looked > 0 {
          inputs.tell()
          return 0
        }
        return pause(
          until: try await store.transaction { (store) throws(StoreFailure) in
            .rollBack(try store.nextEffect())
          })
      }
    }
  }

  private func make(_ call: EffectCall) async {
    let result = await effects.perform(call)
    // What has become of a call is known here alone: a store that is away for some seconds leaves none in doubt.
    while true {
      do throws(StoreFailure) {
        try await effects.settle(call, result)
        break
      } catch {
        tell(.failed(error))
        guard case .unavailable = error, clock() < call.until + ServiceLimits.doubtMilliseconds, goesOn else {
          break
        }
        try? await Task.sleep(for: .milliseconds(WorkLimits.settlingMilliseconds))
      }
    }
    callCount.wrappingSubtract(1, ordering: .relaxed)
    await tellOfEffects()
    wake()
    ring()
  }

  private func tellOfEffects() async {
    let report = await effects.takeReport()
    if report != TurnReport() { tell(.turns(report)) }
  }

  // MARK: Upkeep

  private func lookAfter() async {
    var nextJudgement = steadyClock()
    var nextDeletion = steadyClock()
    await untilStopped(upkeep) { () async throws(StoreFailure) in
      let (now, steady) = (clock(), steadyClock())
      let (pending, ahead) = try await store.transaction { [clock] (store) throws(StoreFailure) in
        let time = try store.time(by: clock)
        return .rollBack((try store.pendingInputs(), clock() - time))
      }
      tell(.pending(pending, clockAhead: ahead))
      if steady >= nextJudgement {
        nextJudgement = steady + WorkLimits.judgementMilliseconds
        try await effects.judge()
        await tellOfEffects()
        inputs.tell()
      }
      if steady >= nextDeletion {
        let kept = keep.withLock { $0 }
        let isAllDeleted = try await store.deleteOld(
          sessionsBefore: now + -kept.sessions, keysBefore: now + -kept.keys, limit: WorkLimits.deletedAtOnce)
        guard isAllDeleted else { return 50 }
        nextDeletion = steady + WorkLimits.deletionMilliseconds
      }
      return WorkLimits.pauseMilliseconds
    }
  }
}

/// How long is kept what has ended, in milliseconds.
public struct KeptTime: Sendable, Hashable {
  /// Sessions, behind their end.
  public let sessions: Int64
  /// What inputs are known again by, behind their arrival.
  public let keys: Int64

  /// Creates times.
  public init(sessions: Int64, keys: Int64) {
    self.sessions = sessions
    self.keys = keys
  }
}

/// What a service's work has to tell.
public enum WorkEvent: Sendable {
  /// Inputs, timers or effects were taken.
  case turns(TurnReport)
  /// So much waits to be taken; and so many milliseconds the process's clock is ahead of the one that all go by.
  case pending(PendingInputs, clockAhead: Int64)
  /// The store did not do what it was asked: it is asked again.
  case failed(StoreFailure)
}

/// What a service's work does not go beyond.
enum WorkLimits {
  /// The longest pause without a look at the store, in milliseconds.
  static let pauseMilliseconds: Int64 = 1_000
  /// Milliseconds until something is tried again that was in another process's way.
  static let conflictMilliseconds: Int64 = 20
  /// Milliseconds until what became of a call is told again to a store that was away.
  static let settlingMilliseconds: Int64 = 250
  /// Milliseconds between two looks at calls of which nothing was heard.
  static let judgementMilliseconds: Int64 = 2_000
  /// Milliseconds between two deletions of what is not kept.
  static let deletionMilliseconds: Int64 = 600_000
  /// Rows of each kind that are deleted at once.
  static let deletedAtOnce = 500
  /// Calls that are under way at the same time: no more than there are connections for, so that none which is marked as attempted
  /// waits for one, and is in doubt after a failure without having begun.
  static let calls = 256
}
