#if Service
import ServiceCore

/// A statement that changes a set of rows at once: each of its values is an array, with an element for each row.
struct PostgreSQLSetStatement: Sendable {
  /// What it says.
  let sql: String
  /// What its values are arrays of.
  let types: [PostgreSQLArray.ElementType]
  /// What is wrong where it concerns another number of rows than it is given; nil where that does not matter.
  let otherwise: StoreFailure?
  /// Whether it can be given a row once only, which its first value names.
  let isOncePerRow: Bool

  init(
    _ sql: String, _ types: [PostgreSQLArray.ElementType], otherwise: StoreFailure? = nil,
    isOncePerRow: Bool = false
  ) {
    self.sql = sql
    self.types = types
    self.otherwise = otherwise
    self.isOncePerRow = isOncePerRow
  }
}

/// Rows that a statement is to be given at once.
struct PostgreSQLSet {
  /// Rows that a set has at most: the server has nothing to do while they are gathered.
  static let rowLimit = 25
  /// Bytes of rows, behind which no other row goes into a set.
  private static let byteLimit = 65_536

  let statement: PostgreSQLSetStatement
  private var columns: [PostgreSQLArray]
  /// What names the rows, where each may be given once only.
  private var names: Set<PostgreSQLValue> = []

  /// A set of one row.
  init(_ row: [PostgreSQLValue], of statement: PostgreSQLSetStatement) {
    self.statement = statement
    columns = statement.types.map { PostgreSQLArray(of: $0) }
    append(row)
  }

  /// How many rows there are.
  var count: Int { columns[0].count }

  /// How many bytes they take.
  var byteCount: Int { columns.reduce(0) { $0 + $1.byteCount } }

  /// What the statement is given.
  var values: [PostgreSQLValue] { columns.map(PostgreSQLValue.array) }

  /// Adds a row.
  mutating func append(_ row: [PostgreSQLValue]) {
    for (index, value) in row.enumerated() { columns[index].append(value) }
    if statement.isOncePerRow { names.insert(row[0]) }
  }

  /// Whether there is room for a row, and it may be changed beside the others.
  func takes(_ row: [PostgreSQLValue]) -> Bool {
    count < Self.rowLimit && byteCount < Self.byteLimit && !(statement.isOncePerRow && names.contains(row[0]))
  }
}
#endif
