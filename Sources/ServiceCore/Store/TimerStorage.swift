public import FlowHosting
public import FlowModel

/// The timers that have not fired.
public protocol TimerStorage {
  /// Sets a timer, after those that were set before for the same time. One of that name, set before, is gone.
  mutating func setTimer(_ name: TimerName, at time: Timestamp) throws(StoreFailure)

  /// Forgets a timer, if there is one of that name: it has been cancelled, or has fired.
  mutating func removeTimer(_ name: TimerName) throws(StoreFailure)

  /// The timer of a name; nil where there is none.
  mutating func timer(_ name: TimerName) throws(StoreFailure) -> TimerRow?

  /// The timers that are due, in the order in which they fire: by their times, and at one time as they were set. None that
  /// another process has in hand.
  /// - Parameter time: The last time at which they are due.
  mutating func timers(dueBy time: Timestamp, limit: Int) throws(StoreFailure) -> [TimerRow]

  /// When the next timer is due; nil where there is none.
  mutating func nextTimer() throws(StoreFailure) -> Timestamp?

  /// Notes that a process begins to fire some timers: each has one more try, which is of that start.
  mutating func markTimers(_ names: [TimerName], by start: Int) throws(StoreFailure)

  /// Takes the mark of some timers off, and the try with it: the process has stopped in order before it fired them.
  mutating func unmarkTimers(_ names: [TimerName]) throws(StoreFailure)
}

/// A timer that has not fired.
public struct TimerRow: Sendable, Hashable {
  /// What it is for.
  public var name: TimerName
  /// When it fires.
  public var time: Timestamp
  /// A number greater than those of the timers that were set before; the store gives it.
  public var order: Int
  /// How often it has been tried to fire it.
  public var tries: Tries

  /// Creates a row.
  public init(name: TimerName, time: Timestamp, order: Int, tries: Tries = Tries()) {
    self.name = name
    self.time = time
    self.order = order
    self.tries = tries
  }
}
