/// What a driver has done, to be counted and told in a log.
public struct TurnReport: Sendable, Hashable {
  /// Something that went wrong, or that somebody is to know.
  public enum Notice: Sendable, Hashable {
    /// A dead letter was written: its number, and why.
    case deadLetter(Int, String)
    /// What only another version of Refrain can take was left to it: why.
    case leftToOthers(String)
    /// An input could not be taken, and is tried again: why.
    case failed(String)
    /// A conversation that nobody waits for is ended.
    case orphan(conversation: String)
    /// Nobody knows whether the world has done an effect: its key.
    case inDoubt(String)
    /// An effect came too late to be called for: its key.
    case expired(String)
  }

  /// Inputs and timers that have been done with.
  public var taken = 0
  /// Turns of sessions.
  public var turns = 0
  /// Sessions that have begun.
  public var started = 0
  /// Effects that have been asked for.
  public var effects = 0
  /// Events of unknown conversations for which there was no room.
  public var refusedEvents = 0
  /// Inputs that name a session that there is not, or no longer.
  public var unknownSessions = 0
  /// Inputs that wait behind a stalled session.
  public var parked = 0
  /// What somebody is to know, in order.
  public var notices: [Notice] = []

  /// Creates a report of nothing.
  public init() {}

  /// Adds what another report tells.
  public static func += (left: inout TurnReport, right: TurnReport) {
    left.taken += right.taken
    left.turns += right.turns
    left.started += right.started
    left.effects += right.effects
    left.refusedEvents += right.refusedEvents
    left.unknownSessions += right.unknownSessions
    left.parked += right.parked
    left.notices += right.notices
  }
}
