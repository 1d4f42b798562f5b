#if Service
public import FlowHosting
import FlowInterpreter
public import FlowModel
public import ServiceCore

extension PostgreSQLTransaction: TimerStorage {
  private static let columns = "session, number, time, place, tries, start"

  public mutating func setTimer(_ name: TimerName, at time: Timestamp) throws(StoreFailure) {
    try connection.sendApart(
      """
      INSERT INTO timers (session, number, time, place, tries) VALUES ($1, $2, $3, nextval('numbers'), 0)
      ON CONFLICT (session, number) DO UPDATE
        SET time = excluded.time, place = excluded.place, tries = 0, start = NULL, marked = NULL
      """, [.text(name.storedSession), .number(name.storedNumber), .time(time)])
  }

  public mutating func removeTimer(_ name: TimerName) throws(StoreFailure) {
    try connection.sendApart(
      "DELETE FROM timers WHERE session = $1 AND number = $2",
      [.text(name.storedSession), .number(name.storedNumber)])
  }

  public mutating func timer(_ name: TimerName) throws(StoreFailure) -> TimerRow? {
    try first(
      "SELECT \(Self.columns) FROM timers WHERE session = $1 AND number = $2", .text(name.storedSession),
      .number(name.storedNumber), read: TimerRow.init)
  }

  static let dueTimers = """
    SELECT \(columns) FROM timers
    WHERE time <= $1
      AND (marked IS NULL OR $3::bigint IS NULL OR start = $3 OR marked <= \(clock) - \(markMilliseconds))
    ORDER BY time, place LIMIT $2 FOR UPDATE SKIP LOCKED
    """

  public mutating func timers(dueBy time: Timestamp, limit: Int) throws(StoreFailure) -> [TimerRow] {
    try rows(Self.dueTimers, .time(time), .number(limit), .number(start), read: TimerRow.init)
  }

  public mutating func nextTimer() throws(StoreFailure) -> Timestamp? {
    try number("SELECT min(time) FROM timers").map { Timestamp(milliseconds: Int64($0)) }
  }

  public mutating func markTimers(_ names: [TimerName], by start: Int) throws(StoreFailure) {
    try send(
      """
      UPDATE timers SET tries = tries + 1, start = $3, marked = \(Self.clock)
      WHERE (session, number) IN (SELECT * FROM unnest($1::bytea[], $2::bigint[]))
      """, .texts(names.map(\.storedSession)), .numbers(names.map(\.storedNumber)), .number(start))
  }

  public mutating func unmarkTimers(_ names: [TimerName]) throws(StoreFailure) {
    try send(
      """
      UPDATE timers SET tries = tries - 1, start = NULL, marked = NULL
      WHERE (session, number) IN (SELECT * FROM unnest($1::bytea[], $2::bigint[]))
      """, .texts(names.map(\.storedSession)), .numbers(names.map(\.storedNumber)))
  }
}
#endif
