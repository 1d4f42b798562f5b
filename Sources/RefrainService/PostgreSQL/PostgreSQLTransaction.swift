#if Service
import FlowInterpreter
public import FlowModel
public import ServiceCore

/// A transaction of a store in a PostgreSQL database.
public struct PostgreSQLTransaction {
  let connection: PostgreSQLConnection
  /// The number of the process's start, where it has noted one.
  let start: Int?
  /// The number of the start that this transaction has noted.
  private(set) var notedStart: Int?
  /// The names that it has made to lock them.
  var madeNames: Set<StoreName> = []
  /// The names that it has locked.
  var heldNames: Set<StoreName> = []
  /// What it has read at once of what it has locked.
  var ahead: PostgreSQLReadAhead?
  /// What time the server said it was, and when; nil where something was waited for since.
  var clockReading: (time: Timestamp, at: ContinuousClock.Instant)?

  init(_ connection: PostgreSQLConnection, start: Int?) {
    self.connection = connection
    self.start = start
  }

  /// How long an input or a timer is in the hand of the process that marked it, in milliseconds, before that has locked it: one
  /// that is gone is given up after this time, and nothing but the count of tries rests on it.
  static let markMilliseconds = 10_000

  /// The server's clock, in milliseconds since 1970.
  static let clock = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"

  static let clockReadingStatement = "SELECT \(clock)"

  /// Runs a statement that changes rows.
  /// - Returns: How many it changed.
  @discardableResult
  func run(_ sql: String, _ values: PostgreSQLValue...) throws(StoreFailure) -> Int {
    try connection.run(sql, values)
  }

  /// Sends a statement that changes rows, and does not wait for it.
  func send(_ sql: String, _ values: PostgreSQLValue...) throws(StoreFailure) {
    try connection.send(sql, values)
  }

  /// The rows of a query.
  func rows<Element>(
    _ sql: String, _ values: PostgreSQLValue..., read: (PostgreSQLRow) throws(StoreFailure) -> Element
  ) throws(StoreFailure) -> [Element] {
    try connection.rows(sql, values, read: read)
  }

  /// The first row of a query.
  func first<Element>(
    _ sql: String, _ values: PostgreSQLValue..., read: (PostgreSQLRow) throws(StoreFailure) -> Element
  ) throws(StoreFailure) -> Element? {
    try connection.rows(sql, values, read: read).first
  }

  /// The number in the first column of the first row; nil where there is no row, or no number.
  func number(_ sql: String, _ values: PostgreSQLValue...) throws(StoreFailure) -> Int? {
    try connection.rows(sql, values) { $0.optionalInteger(0) }.first ?? nil
  }

  /// Numbers greater than all that were given before, ascending.
  func nextNumbers(_ count: Int) throws(StoreFailure) -> [Int] {
    try rows("SELECT nextval('numbers') FROM generate_series(1, $1::bigint)", .number(count)) {
      $0.integer(0)
    }.sorted()
  }
}

extension PostgreSQLTransaction: LifeStorage {
  public mutating func life() throws(StoreFailure) -> StoreLife? {
    try first("SELECT incarnation, kind, starts FROM facts WHERE id = 1", read: StoreLife.read) ?? nil
  }

  public mutating func set(_ life: StoreLife) throws(StoreFailure) {
    try run(
      "UPDATE facts SET incarnation = $1, kind = $2, starts = $3 WHERE id = 1", .text(life.incarnation),
      .text(life.kind.rawValue), .number(life.starts))
  }

  public mutating func noteStart() throws(StoreFailure) -> Int {
    guard
      let start = try number(
        "UPDATE facts SET starts = starts + 1 WHERE id = 1 AND incarnation IS NOT NULL RETURNING starts")
    else { throw .damaged("nobody has begun to use it") }
    notedStart = start
    return start
  }

  public mutating func missingSince() throws(StoreFailure) -> Timestamp? {
    try number("SELECT missing_since FROM facts WHERE id = 1").map { Timestamp(milliseconds: Int64($0)) }
  }

  public mutating func setMissingSince(_ time: Timestamp?) throws(StoreFailure) {
    try run("UPDATE facts SET missing_since = $1 WHERE id = 1", .time(time))
  }

  public mutating func sharedTime() throws(StoreFailure) -> Timestamp? {
    if let reading = clockReading {
      return reading.time + Int64((ContinuousClock.now - reading.at) / .milliseconds(1))
    }
    let time = try number(Self.clockReadingStatement).map { Timestamp(milliseconds: Int64($0)) }
    clockReading = time.map { ($0, .now) }
    return time
  }
}

// How values of the service stand in columns.

extension PostgreSQLValue {
  /// A time, or none.
  static func time(_ time: Timestamp?) -> PostgreSQLValue { time.map { .integer($0.milliseconds) } ?? .null }

  /// A customer, or none.
  static func customer(_ customer: Customer?) -> PostgreSQLValue { .text(customer?.storedText) }

  /// A digest: its bits.
  static func digest(_ digest: UInt64) -> PostgreSQLValue { .integer(Int64(bitPattern: digest)) }

  /// The kinds of names.
  static func kinds(_ names: some Collection<StoreName>) -> PostgreSQLValue {
    .numbers(names.map(\.kind.rawValue))
  }

  /// The texts of names.
  static func texts(_ names: some Collection<StoreName>) -> PostgreSQLValue { .texts(names.map(\.text)) }
}
#endif
