#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The system's threads, by the C library alone: loading Dispatch would take every command some tenths of a
/// millisecond, and most have no use for it.
enum Threads {
  /// As much as the first thread has on most systems, whatever they give to others.
  private static let stackSize = 8 << 20

  /// Runs `work` on as many threads as there are cores, this one among them, and returns when it has returned on all.
  /// - Parameter limit: How many threads can be of use.
  static func run(atMost limit: Int, _ work: @Sendable () -> Void) {
    // The cores are counted only where there is work for more than one: the C library reads a file for that.
    let others = limit > 1 ? min(limit, sysconf(Int32(_SC_NPROCESSORS_ONLN))) - 1 : 0
    // Signals that end the process come to this thread: whoever replaces a file on it holds them back, and no other thread
    // takes them then.
    let signals = HeldSignals()
    withoutActuallyEscaping(work) { work in
      // Where no more threads are to be had, those that there are do all of it.
      let threads = others > 0 ? (0..<others).compactMap { _ in start(Work(work)) } : []
      signals.release()
      work()
      for thread in threads { pthread_join(thread, nil) }
    }
  }

  private static func start(_ work: Work) -> pthread_t? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    let context = Unmanaged.passRetained(work)
    #if canImport(Darwin)
    var thread: pthread_t?
    #else
    var thread = pthread_t()
    #endif
    let failure = pthread_create(&thread, &attributes, { perform($0) }, context.toOpaque())
    guard failure == 0 else {
      context.release()
      return nil
    }
    return thread
  }
}

/// What a thread is handed.
private final class Work: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }
}

/// What a thread begins with.
private func perform(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { preconditionFailure("a thread is handed its work") }
  Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
  return nil
}
