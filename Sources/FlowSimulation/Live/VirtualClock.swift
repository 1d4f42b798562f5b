public import FlowHosting
public import FlowModel
import Synchronization

/// A clock whose time passes when it is told to: a test that waits a day takes no time.
///
///     let clock = VirtualClock()
///     let session = await FlowSession(machine, startingWith: message, channel: channel, service: service, http: http,
///       clock: clock)
///     await clock.advance(by: 30_000)
///
/// A session's trace says what has come of it; whoever reads the trace waits exactly as long as it takes.
public final class VirtualClock: FlowClock {
  private struct Sleeper {
    let number: Int
    let time: Timestamp
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now: Timestamp
    /// Those who sleep, in the order in which they will be woken.
    var sleepers: [Sleeper] = []
    var sleeperCount = 0
  }

  private let state: Mutex<State>

  /// Creates a clock that stands still.
  public init(startingAt start: Timestamp = Simulation.defaultStart) {
    state = Mutex(State(now: start))
  }

  /// What time it is.
  public var now: Timestamp { state.withLock { $0.now } }

  /// How many sleep.
  var sleepers: Int { state.withLock { $0.sleepers.count } }

  /// Sleeps until the clock has been advanced to a time; not at all where that is now or past.
  /// - Throws: `CancellationError` where the task is cancelled first.
  public func sleep(until time: Timestamp) async throws {
    let number = state.withLock { state in
      state.sleeperCount += 1
      return state.sleeperCount
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        add(Sleeper(number: number, time: time, continuation: continuation))
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        state.sleepers.firstIndex { $0.number == number }.map { state.sleepers.remove(at: $0) }
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Lets time pass until a time: wakes those who sleep one after the other, in the order of their times and of their
  /// going to sleep, each at its own time, and lets tasks that can go on do so before it wakes the next.
  ///
  /// A task that waits for something else than this clock is not waited for.
  public func advance(to time: Timestamp) async {
    await letTasksRun()
    while wakeNext(until: time) { await letTasksRun() }
    state.withLock { $0.now = max($0.now, time) }
  }

  /// Lets so many milliseconds pass, as `advance(to:)` does.
  public func advance(by milliseconds: Int64) async {
    await advance(to: now + milliseconds)
  }

  /// Wakes the one who is to be woken first, if that is until a time.
  func wakeNext(until time: Timestamp) -> Bool {
    let sleeper = state.withLock { state -> Sleeper? in
      guard let first = state.sleepers.first, first.time <= time else { return nil }
      state.now = max(state.now, first.time)
      return state.sleepers.removeFirst()
    }
    sleeper?.continuation.resume()
    return sleeper != nil
  }

  private func add(_ sleeper: Sleeper) {
    // A task that is cancelled from here on finds its sleeper among the others.
    let result = state.withLock { state -> Result<Void, any Error>? in
      if Task.isCancelled { return .failure(CancellationError()) }
      if sleeper.time <= state.now { return .success(()) }
      let index = state.sleepers.firstIndex { $0.time > sleeper.time } ?? state.sleepers.endIndex
      state.sleepers.insert(sleeper, at: index)
      return nil
    }
    if let result { sleeper.continuation.resume(with: result) }
  }

  /// Gives way to other tasks often enough that those that can go on, and those that they start, come to rest.
  private func letTasksRun() async {
    for _ in 0..<100 { await Task.yield() }
  }
}
