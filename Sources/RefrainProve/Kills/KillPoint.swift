#if Service
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import Synchronization

/// A place in a worker's code at which its process can be killed.
enum KillPoint: String, CaseIterable, Sendable {
  /// An input is about to be committed; it is committed, and not acknowledged.
  case acceptBeforeCommit, acceptAfterCommit
  /// What an input concerns is locked, and its turn begins.
  case afterLock
  /// A session's turn is under way.
  case middleOfTurn
  /// A group of turns, or its mark, is about to be committed; it is committed, and nobody has heard of it.
  case turnBeforeCommit, turnAfterCommit
  /// Effects are about to be marked as attempted, or an answer to be committed; that is committed, and nothing done about it.
  case effectBeforeCommit, effectAfterCommit
  /// A call is about to be made; the world has answered it.
  case beforeCall, afterCall
}

/// Kills the worker's process where it comes to a point for the time that was chosen.
final class KillTrigger: Sendable {
  private let point: KillPoint?
  private let remaining: Mutex<Int>

  /// - Parameters:
  ///   - point: The point; nil for none.
  ///   - times: The time, from 1, at which the process comes to its end there.
  init(_ point: KillPoint?, times: Int) {
    self.point = point
    remaining = Mutex(times)
  }

  /// Is told that the process has come to a point.
  func reach(_ point: KillPoint) {
    guard point == self.point else { return }
    let isNow = remaining.withLock { remaining in
      remaining -= 1
      return remaining == 0
    }
    // As `kill -9` from outside: nothing is flushed, closed or told.
    if isNow { kill(getpid(), SIGKILL) }
  }
}
#endif
