#if Service
#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What several threads change, and one may wait for.
///
/// `@unchecked Sendable` holds because the state is read and written only under the lock, and the two pointers never change.
/// It is the system's lock: a thread can wait at it without a turn of the processor, and the thread sanitizer knows its order.
final class WaitableState<State: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var state: State

  init(_ state: State) {
    self.state = state
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(changed)
    mutex.deallocate()
    changed.deallocate()
  }

  /// The state as it is now.
  var now: State {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return state
  }

  /// Changes the state, and wakes the thread that waits for it.
  func change(_ body: (inout State) -> Void) {
    pthread_mutex_lock(mutex)
    body(&state)
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(changed)
  }

  /// Waits until a body finds in the state what it looks for; only one thread may.
  func wait<Found>(for body: (inout State) -> Found?) -> Found {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let found = body(&state) { return found }
      pthread_cond_wait(changed, mutex)
    }
  }
}
#endif
