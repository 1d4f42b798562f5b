#if Service
#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A serial executor with a thread of its own, for an actor whose calls block: a commit waits for the disk, and must not
/// keep one of the pool's few threads meanwhile.
///
/// The actor stops it when it goes; what has been enqueued is run before the thread ends.
final class ThreadExecutor: SerialExecutor {
  private let queue = JobQueue()

  /// An executor with a thread that runs.
  init() {
    // The thread holds the executor until it is stopped, so that a job never outlives what it runs on.
    SystemThread.start { self.run() }
  }

  func enqueue(_ job: consuming ExecutorJob) { queue.append(UnownedJob(job)) }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  /// Lets the thread end once it has nothing left to do.
  func stop() { queue.close() }

  /// Runs what is enqueued until the executor is stopped.
  private func run() {
    while let job = queue.next() { job.runSynchronously(on: asUnownedSerialExecutor()) }
  }
}

/// The jobs that wait for a thread, in order.
///
/// `@unchecked Sendable` holds because all that changes is read and written under the lock. It is the system's lock, which
/// a thread can wait at without a turn of the processor, and whose order the thread sanitizer knows.
private final class JobQueue: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var waiting: [UnownedJob] = []
  /// What the thread has taken and not run yet, the next one last.
  private var taken: [UnownedJob] = []
  private var isClosed = false

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(changed)
    mutex.deallocate()
    changed.deallocate()
  }

  func append(_ job: UnownedJob) {
    pthread_mutex_lock(mutex)
    waiting.append(job)
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(changed)
  }

  func close() {
    pthread_mutex_lock(mutex)
    isClosed = true
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(changed)
  }

  /// The next job; nil where there will be none. Only the executor's thread asks.
  func next() -> UnownedJob? {
    if let job = taken.popLast() { return job }
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while waiting.isEmpty, !isClosed { pthread_cond_wait(changed, mutex) }
    taken = waiting.reversed()
    waiting.removeAll(keepingCapacity: true)
    return taken.popLast()
  }
}
#endif
