/// How the program ends.
enum ExitStatus: Int32, Sendable {
  /// Done, and nothing at error level.
  case success = 0
  /// Findings at error level, a scenario that failed, a session that ended in error, or a file that `format` leaves alone
  /// or would change.
  case findings = 1
  /// The command line is wrong.
  case usage = 2
  /// An input cannot be read, or an output cannot be written.
  case failure = 3

  /// This status, or the other one where that one comes first: a failure comes before findings.
  func combined(with other: ExitStatus) -> ExitStatus {
    rawValue >= other.rawValue ? self : other
  }
}
