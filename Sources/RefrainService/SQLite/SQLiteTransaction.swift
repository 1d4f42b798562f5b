#if Service
public import FlowModel
public import ServiceCore

/// A transaction of a store in a file.
public struct SQLiteTransaction {
  private let connection: SQLiteConnection
  private let changes: SQLiteChanges
  /// Sessions that it has read at once.
  var ahead: ReadSessions?
  /// The number that was given last to anything.
  private(set) var latestNumber: Int
  /// The number of the start that it has noted.
  private(set) var notedStart: Int?

  /// - Parameter changes: Where changes of the connection's database are made.
  init(_ connection: SQLiteConnection, _ changes: SQLiteChanges, latestNumber: Int) {
    self.connection = connection
    self.changes = changes
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
  func run(_ sql: String, _ values: SQLiteValue...) throws(StoreFailure) -> Int {
    try changes.finish()
    try connection.run(sql, values)
    return connection.changeCount
  }

  /// Has a statement run that changes rows, and does not wait for it.
  func send(_ sql: String, _ values: SQLiteValue...) { send(sql, values) }

  /// Has a statement run that changes rows, and does not wait for it.
  /// - Parameter failure: What the transaction fails with where it does not change one row; nil where it may change any number.
  func send(_ sql: String, _ values: [SQLiteValue], orFailWith failure: StoreFailure? = nil) {
    changes.add(SQLiteChange(sql: sql, values: values, failureUnlessOne: failure))
  }

  /// The rows of a query.
  func rows<Element>(
    _ sql: String, _ values: SQLiteValue..., read: (SQLiteRow) throws(StoreFailure) -> Element
  ) throws(StoreFailure) -> [Element] {
    try rows(sql, values, read: read)
  }

  /// The rows of a query with a list of values.
  func rows<Element>(
    _ sql: String, _ values: [SQLiteValue], read: (SQLiteRow) throws(StoreFailure) -> Element
  ) throws(StoreFailure) -> [Element] {
    try changes.finish()
    return try connection.rows(sql, values, read: read)
  }

  /// The first row of a query.
  func first<Element>(
    _ sql: String, _ values: SQLiteValue..., read: (SQLiteRow) throws(StoreFailure) -> Element
  ) throws(StoreFailure) -> Element? {
    try first(sql, values, read: read)
  }

  /// The first row of a query with a list of values.
  func first<Element>(
    _ sql: String, _ values: [SQLiteValue], read: (SQLiteRow) throws(StoreFailure) -> Element
  ) throws(StoreFailure) -> Element? {
    try changes.finish()
    return try connection.first(sql, values, read: read)
  }

  /// The number in the first column of the first row; nil where there is no row, or no number.
  func number(_ sql: String, _ values: SQLiteValue...) throws(StoreFailure) -> Int? {
    try first(sql, values) { $0.optionalInteger(0) } ?? nil
  }
}

extension SQLiteTransaction: LifeStorage {
  public mutating func life() throws(StoreFailure) -> StoreLife? {
    try first("SELECT incarnation, kind, starts FROM facts", read: StoreLife.read) ?? nil
  }

  public mutating func set(_ life: StoreLife) throws(StoreFailure) {
    send(
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
    send("UPDATE facts SET missing_since = ?", .time(time))
  }

  public mutating func sharedTime() -> Timestamp? { nil }
}
#endif
