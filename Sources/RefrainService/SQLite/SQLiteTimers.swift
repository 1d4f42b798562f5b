#if Service
public import FlowHosting
import FlowInterpreter
public import FlowModel
public import ServiceCore

extension SQLiteTransaction: TimerStorage {
  private static let columns = "session, number, time, place, tries, start"

  public mutating func setTimer(_ name: TimerName, at time: Timestamp) throws(StoreFailure) {
    send(
      "INSERT OR REPLACE INTO timers (\(Self.columns)) VALUES (?, ?, ?, ?, 0, NULL)",
      .text(name.storedSession),
      .number(name.storedNumber), .time(time), .number(nextNumber()))
  }

  public mutating func removeTimer(_ name: TimerName) throws(StoreFailure) {
    send(
      "DELETE FROM timers WHERE session = ? AND number = ?", .text(name.storedSession),
      .number(name.storedNumber))
  }

  public mutating func timer(_ name: TimerName) throws(StoreFailure) -> TimerRow? {
    try first(
      "SELECT \(Self.columns) FROM timers WHERE session = ? AND number = ?", .text(name.storedSession),
      .number(name.storedNumber), read: TimerRow.init)
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
      send(
        "UPDATE timers SET tries = tries + 1, start = ? WHERE session = ? AND number = ?", .number(start),
        .text(name.storedSession), .number(name.storedNumber))
    }
  }

  public mutating func unmarkTimers(_ names: [TimerName]) throws(StoreFailure) {
    for name in names {
      send(
        "UPDATE timers SET tries = tries - 1, start = NULL WHERE session = ? AND number = ?",
        .text(name.storedSession), .number(name.storedNumber))
    }
  }
}
#endif
