#if Service
public import FlowModel
public import ServiceCore

/// A transaction of a store in a file.
public struct SQLiteTransaction {
  let connection: SQLiteConnection
  /// The number that was given last to anything.
  private(set) var latestNumber: Int
  /// The number of the start that it has noted.
  private(set) var notedStart: Int?

  init(_ connection: SQLiteConnection, latestNumber: Int) {
    self.connection = connection
    self.latestNumber = latestNumber
  }

  /// A number greater than all that were given before.
  mutating func nextNumber() -> Int {
    latestNumber += 1
    return latestNumber
  }

  /// Has all numbers be greater than one from now on.
  mutating func skipNumbers(to number: Int) { latestNumber = max(latestNumber, number) }

  /// Runs a statement that changes rows.
  /// - Returns: How many it changed.
  @discardableResult
  func run(_ sql: String, _ values: SQLiteValue...) throws(StoreFailure) -> Int {
    try connection.run(sql, values)
    return connection.changeCount
  }

  /// The rows of a query.
  func rows<Element>(
    _ sql: String, _ values: SQLiteValue..., read: (SQLiteRow) throws(StoreFailure) -> Element
  ) throws(StoreFailure) -> [Element] {
    try connection.rows(sql, values, read: read)
  }

  /// The first row of a query.
  func first<Element>(
    _ sql: String, _ values: SQLiteValue..., read: (SQLiteRow) throws(StoreFailure) -> Element
  ) throws(StoreFailure) -> Element? {
    try connection.first(sql, values, read: read)
  }

  /// The number in the first column of the first row; nil where there is no row, or no number.
  func number(_ sql: String, _ values: SQLiteValue...) throws(StoreFailure) -> Int? {
    try connection.first(sql, values) { $0.optionalInteger(0) } ?? nil
  }
}

extension SQLiteTransaction: LifeStorage {
  public mutating func life() throws(StoreFailure) -> StoreLife? {
    try first("SELECT incarnation, kind, starts FROM facts", read: StoreLife.read) ?? nil
  }

  public mutating func set(_ life: StoreLife) throws(StoreFailure) {
    try run(
      "UPDATE facts SET incarnation = ?, kind = ?, starts = ?", .text(life.incarnation),
      .text(life.kind.rawValue), .number(life.starts))
  }

  public mutating func noteStart() throws(StoreFailure) -> Int {
    guard
      let start = try number(
        "UPDATE facts SET starts = starts + 1 WHERE incarnation IS NOT NULL RETURNING starts")
    else { throw .damaged("nobody has begun to use it") }
    notedStart = start
    return start
  }

  public mutating func missingSince() throws(StoreFailure) -> Timestamp? {
    try number("SELECT missing_since FROM facts").map { Timestamp(milliseconds: Int64($0)) }
  }

  public mutating func setMissingSince(_ time: Timestamp?) throws(StoreFailure) {
    try run("UPDATE facts SET missing_since = ?", .time(time))
  }

  public mutating func sharedTime() -> Timestamp? { nil }
}
#endif
