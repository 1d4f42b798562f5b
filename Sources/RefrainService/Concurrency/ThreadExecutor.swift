#if Service
/// A serial executor with a thread of its own, for an actor whose calls block: a commit waits for the disk, and must not
/// keep one of the pool's few threads meanwhile.
///
/// The actor stops it when it goes; what has been enqueued is run before the thread ends.
final class ThreadExecutor: SerialExecutor {
  /// What waits for the thread.
  private struct Queue: Sendable {
    var jobs: [UnownedJob] = []
    var isClosed = false
  }

  private let queue = WaitableState(Queue())

  /// An executor with a thread that runs.
  init() {
    // The thread holds the executor until it is stopped, so that a job never outlives what it runs on.
    SystemThread.start { self.run() }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.change { $0.jobs.append(job) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  /// Lets the thread end once it has nothing left to do.
  func stop() { queue.change { $0.isClosed = true } }

  /// Runs what is enqueued until the executor is stopped.
  private func run() {
    while true {
      let jobs = queue.wait { queue -> [UnownedJob]? in
        guard !queue.jobs.isEmpty || queue.isClosed else { return nil }
        defer { queue.jobs = [] }
        return queue.jobs
      }
      if jobs.isEmpty { return }
      for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
  }
}
#endif
