import FlowHosting
import FlowInterpreter
import FlowModel

/// An input or a timer that is to be taken.
enum WorkItem: Sendable {
  case input(InputRow)
  case timer(TimerRow)

  /// Its name in the store.
  var name: WorkName {
    switch self {
    case .input(let row): .input(row.arrival)
    case .timer(let row): .timer(row.name)
    }
  }

  /// How often it has been tried.
  var tries: Tries {
    switch self {
    case .input(let row): row.tries
    case .timer(let row): row.tries
    }
  }

  /// Its arrival number, if it is an input.
  var arrival: Int? { if case .input(let row) = self { row.arrival } else { nil } }

  /// The session that it was about to be taken by, where that is known.
  var target: SessionKey? {
    switch self {
    case .input(let row): row.target
    case .timer(let row): if case .session(let key, _) = row.name { key } else { nil }
    }
  }

  /// Inputs and timers in the order in which they are taken: a timer goes before an input if it was due when the input was
  /// received.
  static func inOrder(timers: [TimerRow], inputs: [InputRow]) -> [WorkItem] {
    var items: [WorkItem] = []
    var timers = timers[...]
    for input in inputs {
      while let timer = timers.first, timer.time <= input.input.received {
        items.append(.timer(timer))
        timers.removeFirst()
      }
      items.append(.input(input))
    }
    return items + timers.map(WorkItem.timer)
  }

  /// Counts a try by the process of a start, in the item itself.
  mutating func countTry(by start: Int) {
    switch self {
    case .input(var row):
      row.tries = Tries(count: row.tries.count + 1, start: start)
      self = .input(row)
    case .timer(var row):
      row.tries = Tries(count: row.tries.count + 1, start: start)
      self = .timer(row)
    }
  }

  /// Notes that the process of a start begins to try some items.
  static func mark<Transaction: StoreTransaction>(
    _ items: [WorkItem], by start: Int, in store: inout Transaction
  ) throws(StoreFailure) {
    let arrivals = items.compactMap(\.arrival)
    if !arrivals.isEmpty { try store.markInputs(arrivals, by: start) }
    let timers = items.compactMap { if case .timer(let row) = $0 { row.name } else { nil } }
    if !timers.isEmpty { try store.markTimers(timers, by: start) }
  }

  /// Notes who probably takes an input, by the rows alone: neither the input nor a document is read, which may be what ends
  /// the process.
  func noteProbableTarget<Transaction: StoreTransaction>(
    in store: inout Transaction
  ) throws(StoreFailure) {
    guard case .input(let row) = self, row.target == nil, let queue = row.input.queue else { return }
    let sessions =
      queue.kind == .session
      ? try store.sessions(under: [], keys: [SessionKey(queue.text)])
      : try store.sessions(under: [queue], keys: [])
    let target = sessions.first { $0.endedAt == nil && !$0.isStalled }
    if let target { try store.noteTarget(target.key, ofInput: row.arrival) }
  }

  /// What it concerns, as far as the router can say before it knows the sessions.
  /// - Parameter read: What it says, if it is an input.
  func keys(by router: Router, _ read: ReadInput?) -> (names: [StoreName], sessions: [SessionKey]) {
    let input: HostInput
    switch self {
    case .timer(let timer): input = .timer(timer.name)
    case .input:
      switch read?.input {
      case .outside(let outside): input = outside
      case .startAnswered(let answer, let key, _): input = .answer(.conversation(answer), to: key)
      case .routed(_, let key): return ([], [key])
      case nil: return ([], [])
      }
    }
    let keys = router.keys(of: input)
    return (keys.storeNames, keys.sessions)
  }

  /// Takes the mark of the latest try off, and the try with it.
  func unmark<Transaction: StoreTransaction>(in store: inout Transaction) throws(StoreFailure) {
    switch self {
    case .input(let row): try store.unmarkInputs([row.arrival])
    case .timer(let row): try store.unmarkTimers([row.name])
    }
  }

  /// The item as it stands now; nil where it is no longer to be taken: what was taken before it has cancelled it.
  /// - Parameter waiting: The inputs that wait, in the order of their arrival, where they are known.
  func refreshed<Transaction: StoreTransaction>(
    among waiting: [InputRow]? = nil, in store: inout Transaction
  ) throws(StoreFailure) -> WorkItem? {
    switch self {
    case .input(let row):
      guard let waiting else { return try store.input(row.arrival).map(WorkItem.input) }
      let place = waiting.partitioningIndex { $0.arrival >= row.arrival }
      return place < waiting.count && waiting[place].arrival == row.arrival ? .input(waiting[place]) : nil
    case .timer(let row):
      // One that has been set anew fires at its new time.
      return try store.timer(row.name).flatMap { $0.order == row.order ? .timer($0) : nil }
    }
  }
}
