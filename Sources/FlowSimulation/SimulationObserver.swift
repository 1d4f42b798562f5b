import FlowHosting
import FlowInterpreter

/// Who hears what is said and done.
struct SimulationObserver: Sendable {
  var log: SimulationLog
  var expected: ExpectedRecords?
  /// What was counted of each flow.
  private(set) var counts: [FlowID: TraceCounts] = [:]
  /// What was counted of each session in the turn under way.
  private var countsOfTurn: [String: TraceCounts] = [:]
  /// The sessions that have ended in it.
  private(set) var endedSessions: [SessionKey] = []

  init(log: SimulationLog, expected: ExpectedRecords?) {
    self.log = log
    self.expected = expected
  }

  mutating func observe(_ entry: LogEntry) {
    log.append(entry)
    expected?.hear(entry)
    guard case .record(let record) = entry, let session = record.session else { return }
    countsOfTurn[session, default: TraceCounts()].count(record.happening)
    if case .ended = record.happening { endedSessions.append(SessionKey(session)) }
  }

  /// The turn is over.
  mutating func settle(_ flow: (SessionKey) -> FlowID?) {
    for (session, counts) in countsOfTurn {
      if let flow = flow(SessionKey(session)) { self.counts[flow, default: TraceCounts()].add(counts) }
    }
    countsOfTurn = [:]
    endedSessions = []
  }
}
