#if Service
#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A thread of the system, for work that blocks.
enum SystemThread {
  /// Runs `body` on a thread of its own, which ends when that returns.
  static func start(_ body: @escaping @Sendable () -> Void) {
    let context = Unmanaged.passRetained(Work(body))
    #if canImport(Darwin)
    var thread: pthread_t?
    #else
    var thread = pthread_t()
    #endif
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let failure = pthread_create(&thread, &attributes, { run($0) }, context.toOpaque())
    pthread_attr_destroy(&attributes)
    precondition(failure == 0, "the system gives a thread to a process that needs a handful of them")
  }
}

/// What a thread is handed.
private final class Work: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// What a thread begins with.
private func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { preconditionFailure("a thread is handed its work") }
  Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
  return nil
}
#endif
