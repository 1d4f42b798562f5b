#if Service
import FlowModel
import RefrainKit
import ServiceCore
import Synchronization

/// Looks after one of the processes of a cluster: it is started again when it has ended.
final class ClusterProcess: Sendable {
  private struct State {
    var settings: ClusterWorker.Settings
    /// The process that is alive, with its number in the world.
    var worker: (process: WorkerProcess, number: Int)?
    /// The number of its start, once it has told.
    var start: Int?
    /// The latest `WorkerLine.heard` that came back.
    var heard = 0
    /// Whether it is to come to its end, and not to be started again.
    var isEnding = false
  }

  private let world: KillWorld
  private let namespace: NamespaceLink?
  private let state: Mutex<State>

  /// - Parameter namespace: Where the process runs; nil for one that runs beside the others.
  init(_ settings: ClusterWorker.Settings, in world: KillWorld, within namespace: NamespaceLink? = nil) {
    self.world = world
    self.namespace = namespace
    state = Mutex(State(settings: settings))
  }

  /// The number of the latest start; nil where no process has told it yet.
  var start: Int? { state.withLock { $0.start } }

  /// The number of the process that is alive, in the world.
  var number: Int? { state.withLock { $0.worker?.number } }

  /// Has the next process work by other settings.
  func change(_ body: (inout ClusterWorker.Settings) -> Void) { state.withLock { body(&$0.settings) } }

  /// Looks after the process until `finish`.
  func run() async throws {
    while !state.withLock({ $0.isEnding }) {
      let process = try WorkerProcess(
        ClusterWorker.name, state.withLock { $0.settings.arguments }, within: namespace)
      let number = await world.begin(process)
      state.withLock { state in
        state.worker = (process, number)
        if state.isEnding { process.finish() }
      }
      for await sign in process.signs() {
        switch sign {
        case .line(.started(let start)): state.withLock { $0.start = start }
        case .line(.heard(let number)): state.withLock { $0.heard = max($0.heard, number) }
        case .line(let line): await world.hear(line, from: number)
        case .end: state.withLock { $0.worker = nil }
        }
      }
      await world.end(number)
      try await Task.sleep(for: .milliseconds(300))
    }
  }

  func kill() { state.withLock { $0.worker?.process.kill() } }

  func setStopped(_ isStopped: Bool) { state.withLock { $0.worker?.process.setStopped(isStopped) } }

  /// Has the process that is alive come to its end in order, and waits until the next one has begun.
  func replace() async throws {
    let (former, number) = state.withLock { state in
      defer { state.start = nil }
      return (state.worker?.process, state.worker?.number)
    }
    if let number { await world.setReachable(false, number) }
    former?.hear(Array(WorkerLine.finish.text.utf8))
    try await waitForStart()
  }

  /// Waits until all is heard that the process has said, half a minute at most; or until it has ended.
  func waitUntilHeard() async throws {
    guard let (process, number) = state.withLock({ $0.worker }) else { return }
    process.hear(Array(WorkerLine.heard(number).text.utf8))
    for _ in 0..<300 where state.withLock({ $0.heard < number && $0.worker?.number == number }) {
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  /// Waits until a process has begun, a minute at most.
  func waitForStart() async throws {
    for _ in 0..<600 where start == nil { try await Task.sleep(for: .milliseconds(100)) }
    guard start != nil else { throw KillAudit.Violation("a process does not begin") }
  }

  /// Has the process come to its end, and none be started again.
  func finish() {
    state.withLock { state in
      state.isEnding = true
      state.worker?.process.finish()
    }
  }
}
#endif
