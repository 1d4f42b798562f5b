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

  init(_ connection: PostgreSQLConnection, start: Int?) {
    self.connection = connection
    self.start = start
  }

  /// How long an input or a timer is in the hand of the process that marked it, in milliseconds, before that has locked it: one
  /// that is gone is given up after this time, and nothing but the count of tries rests on it.
  static let markMilliseconds = 10_000

  /// The server's clock, in milliseconds since 1970.
  static let clock = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"

  /// Runs a statement that changes rows.
  /// - Returns: How many it changed.
  @discardableResult
  func run(_ sql: String, _ values: PostgreSQLValue...) throws(StoreFailure) -> Int {
    try connection.run(sql, values)
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
    let life = try first("SELECT incarnation, kind, starts FROM facts WHERE id = 1") {
      row throws(StoreFailure) in
      try row.optionalText(0).map { incarnation throws(StoreFailure) in
        guard let kind = StoreLife.Kind(rawValue: row.text(1)) else {
          throw .damaged("it serves nothing known")
        }
        return StoreLife(incarnation: incarnation, kind: kind, starts: row.integer(2))
      }
    }
    return life ?? nil
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

  public mutating func sharedTime() throws(StoreFailure) -> Timestamp? {
    try number("SELECT \(Self.clock)").map { Timestamp(milliseconds: Int64($0)) }
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

extension PostgreSQLRow {
  /// The number in a column; nil where it has no value.
  func optionalInteger(_ column: Int32) -> Int? { isNull(column) ? nil : integer(column) }

  /// The text in a column; nil where it has no value.
  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  /// The bytes in a column; nil where it has none.
  func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

  /// The time in a column.
  func time(_ column: Int32) -> Timestamp { Timestamp(milliseconds: Int64(integer(column))) }

  /// The time in a column; nil where it has none.
  func optionalTime(_ column: Int32) -> Timestamp? { isNull(column) ? nil : time(column) }

  /// The customer in a column; nil where it has none.
  func customer(_ column: Int32) throws(StoreFailure) -> Customer? {
    guard let text = optionalText(column) else { return nil }
    guard let customer = Customer(storedText: text) else { throw .damaged("a customer is none") }
    return customer
  }

  /// The session's key in a column; nil where it has none.
  func session(_ column: Int32) -> SessionKey? { optionalText(column).map(SessionKey.init) }

  /// The digest in a column.
  func digest(_ column: Int32) -> UInt64 { UInt64(bitPattern: Int64(integer(column))) }

  /// The tries in a column, and the start in the one behind it.
  func tries(_ column: Int32) -> Tries { Tries(count: integer(column), start: optionalInteger(column + 1)) }

  /// The name whose kind is in a column, and whose text in the one behind it.
  func name(_ column: Int32) throws(StoreFailure) -> StoreName {
    guard let kind = StoreName.Kind(rawValue: integer(column)) else { throw .damaged("a name is none") }
    return StoreName(kind, text(column + 1))
  }
}
#endif
