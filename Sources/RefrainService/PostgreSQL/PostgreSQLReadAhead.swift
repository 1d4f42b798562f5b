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
  /// The numbers of the sessions that stand under some names.
  private var named: [StoreName: Set<Int>]
  /// The numbers of some sessions; nil for one that is not there.
  private var numbers: [SessionKey: Int?]
  private var sessions: [Int: SessionRow]

  /// - Parameters:
  ///   - arrivals: The inputs that were asked for, and `inputs` those that are to be had.
  ///   - queues: The queues, and `waiting` what waits in them, in the order of arrival.
  ///   - names: Names of sessions, and `filed` the sessions' numbers that stand under them.
  ///   - keys: Keys of sessions.
  ///   - sessions: All sessions that these lead to.
  ///   - isLocked: Whether the transaction has locked a session's customer: others may change one that it has not.
  init(
    arrivals: [Int], inputs: [InputRow], queues: [StoreName], waiting: [(queue: StoreName, arrival: Int)],
    names: [StoreName], filed: [(name: StoreName, number: Int)], keys: [SessionKey], sessions: [SessionRow],
    isLocked: (SessionRow) -> Bool
  ) {
    self.inputs = Dictionary(arrivals.map { ($0, nil) }) { first, _ in first }
    for row in inputs { self.inputs[row.arrival] = row }
    self.queues = Dictionary(queues.map { ($0, []) }) { first, _ in first }
    for (queue, arrival) in waiting { self.queues[queue]?.append(arrival) }
    named = Dictionary(names.map { ($0, []) }) { first, _ in first }
    for (name, number) in filed { named[name]?.insert(number) }
    numbers = Dictionary(keys.map { ($0, nil) }) { first, _ in first }
    self.sessions = [:]
    for session in sessions where isLocked(session) {
      self.sessions[session.number] = session
      numbers[session.key] = session.number
    }
    // Whatever leads to one that may change is asked for again.
    for session in sessions where !isLocked(session) { numbers[session.key] = nil }
    for (name, number) in filed where self.sessions[number] == nil { named[name] = nil }
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

  /// The sessions that names and keys lead to, in the order of their starts, if they are known.
  func sessions(under names: [StoreName], keys: [SessionKey]) -> [SessionRow]? {
    var found: Set<Int> = []
    for name in names {
      guard let numbers = named[name] else { return nil }
      found.formUnion(numbers)
    }
    for key in keys {
      guard let number = numbers[key] else { return nil }
      if let number { found.insert(number) }
    }
    return found.sorted().compactMap { sessions[$0] }
  }

  /// An input has been ended.
  /// - Returns: Whether it was known.
  mutating func remove(input arrival: Int) -> Bool {
    guard let row = inputs[arrival] ?? nil else { return false }
    inputs[arrival] = .some(nil)
    if let queue = row.input.queue { queues[queue]?.removeAll { $0 == arrival } }
    return true
  }

  /// A session has begun.
  mutating func insert(_ session: SessionRow, under names: [StoreName]) {
    sessions[session.number] = session
    numbers[session.key] = session.number
    file(session.number, under: names)
  }

  /// A session has been written.
  /// - Returns: Whether it was known.
  mutating func update(_ session: SessionRow, under names: [StoreName]?) -> Bool {
    guard let number = numbers[session.key] ?? nil, sessions[number] != nil else { return false }
    sessions[number]?.change(as: session)
    if let names {
      for (name, sessions) in named where sessions.contains(number) { named[name]?.remove(number) }
      file(number, under: names)
    }
    return true
  }

  private mutating func file(_ number: Int, under names: [StoreName]) {
    for name in names { named[name]?.insert(number) }
  }
}
#endif
