#if Service
public import FlowHosting
import FlowInterpreter
public import FlowModel
public import ServiceCore

extension SQLiteTransaction: TimerStorage {
  private static let columns = "session, number, time, place, tries, start"

  public mutating func setTimer(_ name: TimerName, at time: Timestamp) throws(StoreFailure) {
    try run(
      "INSERT OR REPLACE INTO timers (\(Self.columns)) VALUES (?, ?, ?, ?, 0, NULL)", name.sessionValue,
      name.numberValue, .time(time), .number(nextNumber()))
  }

  public mutating func removeTimer(_ name: TimerName) throws(StoreFailure) {
    try run("DELETE FROM timers WHERE session = ? AND number = ?", name.sessionValue, name.numberValue)
  }

  public mutating func timer(_ name: TimerName) throws(StoreFailure) -> TimerRow? {
    try first(
      "SELECT \(Self.columns) FROM timers WHERE session = ? AND number = ?", name.sessionValue,
      name.numberValue, read: { TimerRow($0) })
  }

  public mutating func timers(dueBy time: Timestamp, limit: Int) throws(StoreFailure) -> [TimerRow] {
    try rows(
      "SELECT \(Self.columns) FROM timers WHERE time <= ? ORDER BY time, place LIMIT ?", .time(time),
      .number(limit)
    ) { TimerRow($0) }
  }

  public mutating func nextTimer() throws(StoreFailure) -> Timestamp? {
    try number("SELECT min(time) FROM timers").map { Timestamp(milliseconds: Int64($0)) }
  }

  public mutating func markTimers(_ names: [TimerName], by start: Int) throws(StoreFailure) {
    for name in names {
      try run(
        "UPDATE timers SET tries = tries + 1, start = ? WHERE session = ? AND number = ?", .number(start),
        name.sessionValue, name.numberValue)
    }
  }

  public mutating func unmarkTimers(_ names: [TimerName]) throws(StoreFailure) {
    for name in names {
      try run(
        "UPDATE timers SET tries = tries - 1, start = NULL WHERE session = ? AND number = ?",
        name.sessionValue, name.numberValue)
    }
  }
}

extension TimerName {
  /// The session's key; empty, which no session's is, for a held event.
  fileprivate var sessionValue: SQLiteValue {
    switch self {
    case .session(let key, _): .text(key.text)
    case .heldEvent: .text("")
    }
  }

  fileprivate var numberValue: SQLiteValue {
    switch self {
    case .session(_, let timer): .number(timer.number)
    case .heldEvent(let number): .number(number)
    }
  }
}

extension TimerRow {
  fileprivate init(_ row: SQLiteRow) {
    let (session, number) = (row.text(0), row.integer(1))
    self.init(
      name: session.isEmpty ? .heldEvent(number) : .session(SessionKey(session), TimerID(number)),
      time: row.time(2), order: row.integer(3), tries: row.tries(4))
  }
}
#endif
