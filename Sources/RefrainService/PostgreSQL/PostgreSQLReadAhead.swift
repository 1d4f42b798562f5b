#if Service
import FlowInterpreter
import ServiceCore

/// What a transaction has read at once of what it has locked, so that it asks the server for no part of it again.
///
/// Nobody else changes that until the transaction ends; what it changes itself is changed here too.
struct PostgreSQLReadAhead {
  /// The inputs that were asked for, by their arrival numbers; nil for one that is not to be had.
  private var inputs: [Int: InputRow?]
  /// The arrival numbers of what waits in some queues, ascending.
  private var queues: [StoreName: [Int]]
  /// The sessions.
  var sessions: ReadSessions

  /// - Parameters:
  ///   - arrivals: The inputs that were asked for, and `inputs` those that are to be had.
  ///   - queues: The queues, and `waiting` what waits in them, in the order of arrival.
  ///   - sessions: The sessions.
  init(
    arrivals: [Int], inputs: [InputRow], queues: [StoreName], waiting: [(queue: StoreName, arrival: Int)],
    sessions: ReadSessions
  ) {
    self.inputs = Dictionary(arrivals.map { ($0, nil) }) { first, _ in first }
    for row in inputs { self.inputs[row.arrival] = row }
    self.queues = Dictionary(queues.map { ($0, []) }) { first, _ in first }
    for (queue, arrival) in waiting { self.queues[queue]?.append(arrival) }
    self.sessions = sessions
  }

  /// The input with an arrival number, if that is known.
  func input(_ arrival: Int) -> InputRow?? { inputs[arrival] }

  /// The first input in one of some queues that came before another, if that is known.
  func earliestInput(queuedUnder names: [StoreName], before arrival: Int) -> Int?? {
    var earliest: Int?
    for name in names {
      guard let waiting = queues[name] else { return nil }
      if let first = waiting.first, first < min(earliest ?? arrival, arrival) { earliest = first }
    }
    return .some(earliest)
  }

  /// An input has been ended.
  /// - Returns: Whether it was known.
  mutating func remove(input arrival: Int) -> Bool {
    guard let row = inputs[arrival] ?? nil else { return false }
    inputs[arrival] = .some(nil)
    if let queue = row.input.queue { queues[queue]?.removeAll { $0 == arrival } }
    return true
  }
}
#endif
