import RefrainKit

/// What happened in simulations, as a table for people.
struct TallyTable {
  /// The lines: what was counted, and how often.
  let rows: [(name: String, count: Int)]

  init(_ tally: SimulationTally) {
    var rows: [(String, Int)] = [
      ("sessions", tally.sessions), ("customers' messages", tally.messages), ("webhooks", tally.webhooks),
      ("callbacks", tally.callbacks),
      ("  of several messages", tally.batches), ("malformed messages", tally.malformed),
      ("events delivered", tally.delivered), ("events processed", tally.processed),
    ]
    rows += [HoldReason.branchRunning, .unknownConversation].map {
      ("events held, \($0.rawValue)", tally.held[$0] ?? 0)
    }
    rows += DiscardReason.allCases.map { ("events discarded, \($0.rawValue)", tally.discarded[$0] ?? 0) }
    rows += [("timers fired", tally.timers), ("trace records", tally.records)]
    rows += tally.ended.sorted { $0.key < $1.key }.map { ("ended, \($0.key)", $0.value) }
    rows.append(("waiting for an agent for ever", tally.sessions - tally.ended.values.reduce(0, +)))
    rows += Fault.allCases.map { ("fault, \($0.rawValue)", tally.faults[$0]) }
    self.rows = rows
  }

  /// The table.
  var text: String {
    let width = rows.map(\.name.count).max() ?? 0
    let digits = rows.map { String($0.count).count }.max() ?? 0
    return rows.map { row in
      "  " + row.name + spaces(width - row.name.count + 2 + digits - String(row.count).count) + "\(row.count)"
    }.joined(separator: "\n")
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
