#if Service
#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Waiting for a task, from a thread that has nothing else to do.
public enum BlockingCall {
  /// What a task gives. The thread that asks waits meanwhile: it must be none of the pool's.
  public static func result<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
    let slot = Slot<Value>()
    Task.detached { slot.fill(await body()) }
    return slot.value()
  }

  /// A place that is filled once.
  ///
  /// `@unchecked Sendable` holds because what it holds is read and written under the lock.
  private final class Slot<Value: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var content: Value?

    init() {
      pthread_mutex_init(mutex, nil)
      pthread_cond_init(filled, nil)
    }

    deinit {
      pthread_mutex_destroy(mutex)
      pthread_cond_destroy(filled)
      mutex.deallocate()
      filled.deallocate()
    }

    func fill(_ value: Value) {
      pthread_mutex_lock(mutex)
      content = value
      pthread_mutex_unlock(mutex)
      pthread_cond_signal(filled)
    }

    func value() -> Value {
      pthread_mutex_lock(mutex)
      defer { pthread_mutex_unlock(mutex) }
      while true {
        if let content { return content }
        pthread_cond_wait(filled, mutex)
      }
    }
  }
}
#endif
