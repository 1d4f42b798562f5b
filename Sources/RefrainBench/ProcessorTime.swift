#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The processor time that the process has used, all its threads together: what a measurement of work is made of, since
/// other processes on the machine do not lengthen it.
enum ProcessorTime {
  /// Nanoseconds since the process began.
  static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// The nanoseconds that some work takes.
  static func measure(_ work: () throws -> Void) rethrows -> Int64 {
    let start = now
    try work()
    return now - start
  }

  /// The nanoseconds that some asynchronous work takes.
  nonisolated(nonsending) static func measureAsync(_ work: () async throws -> Void) async rethrows -> Int64 {
    let start = now
    try await work()
    return now - start
  }
}
