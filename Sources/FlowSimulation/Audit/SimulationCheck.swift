/// Something that holds in every history of a host, whatever goes wrong around it.
public enum SimulationCheck: String, Sendable, Hashable, CaseIterable {
  /// Records are numbered from 1 without gaps.
  case sequence
  /// A record's time is that of what was put in, and time does not go back.
  case clock
  /// A customer's message is received, forwarded, begins a session or is told of as unhandled; a webhook begins sessions or
  /// is told of as refused.
  case messageLost
  /// An answer that a session waits for resumes it; any other one changes nothing.
  case answerLost
  /// An event that has come is processed, or discarded for a reason.
  case eventLost
  /// No event is processed twice.
  case eventTwice
  /// A session processes its events in the order in which they reached it.
  case eventOrder
  /// An event is discarded for the first reason that applies, and held only where it must be.
  case eventReason
  /// An intermediate branch is whole: no event is processed before the answer or while a branch runs.
  case branchWhole
  /// After `Complete` no event of the conversation is processed, none is waited for, and nothing is forwarded.
  case afterComplete
  /// After its end nothing is told of a session but what is discarded.
  case afterEnd
  /// No timer fires before its time, after its wait has ended, or before one that was set earlier for the same time.
  case timerEarly
  /// No timer is passed by, and one that fires resumes its session.
  case timerLost
  /// A session that is not over waits for something that can still come.
  case stranded
  /// What an input's keys name is all that its routing needs.
  case routing
  /// The same seed brings the same trace.
  case determinism
  /// A host that is written down and restored at any moment goes on as it would have.
  case restoration
}

/// A check that does not hold.
public struct Violation: Error, Sendable, Hashable {
  /// The check.
  public let check: SimulationCheck
  /// The session; nil for what belongs to none.
  public let session: String?
  /// The number of the record at which it shows, or of the one before; 0 for none.
  public let sequence: Int
  /// What is wrong.
  public let message: String

  /// Creates a violation.
  public init(_ check: SimulationCheck, session: String?, sequence: Int, message: String) {
    self.check = check
    self.session = session
    self.sequence = sequence
    self.message = message
  }
}
