public import FlowModel

/// A clock that nobody can set: pauses within a process are measured by it, so that they do not last for an hour longer where the
/// clock on the wall is set back by one.
public enum SteadyClock {
  private static let start = ContinuousClock.now

  /// The time since some time of this process.
  public static var now: Timestamp {
    Timestamp(milliseconds: Int64((ContinuousClock.now - start) / .milliseconds(1)))
  }
}
