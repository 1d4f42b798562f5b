#if Service
import CSQLite
import ServiceCore

/// A database file that is open.
///
/// It belongs to one actor, whose thread it blocks, and to the thread that `SQLiteChanges` lends it to meanwhile. All that knows
/// SQLite's C interface is in this file.
final class SQLiteConnection {
  /// How a file is opened.
  enum Access {
    /// Read and written; made where there is none.
    case create
    /// Read and written; it must be there.
    case write
  }

  /// The file.
  let path: String
  private let handle: OpaquePointer
  private var statements: [String: SQLiteStatement] = [:]

  /// How long another process's transaction is waited for at first, in milliseconds: one that serves makes one after the other,
  /// and is asked again ten times a second.
  private static let busyTimeout: Int32 = 30_000
  /// The library is told once, before anything of it is used. Where something of it has been used it counts as ever.
  private static let isToldOfMemory = sqlite_leave_memory_uncounted() == SQLITE_OK

  /// Opens a file.
  init(_ path: String, _ access: Access) throws(StoreFailure) {
    _ = Self.isToldOfMemory
    var opened: OpaquePointer?
    // One thread at a time uses it, so its own locks would only cost; extended codes tell a full disk from a broken one.
    var flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    if case .create = access { flags |= SQLITE_OPEN_CREATE }
    let code = sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let error = StoreFailure(code, of: opened)
      sqlite3_close_v2(opened)
      throw error
    }
    self.path = path
    handle = opened
    sqlite3_busy_timeout(handle, Self.busyTimeout)
  }

  deinit {
    statements.removeAll()
    sqlite3_close_v2(handle)
  }

  /// How many rows the last change concerned.
  var changeCount: Int { Int(sqlite3_changes64(handle)) }

  /// Whether the last statement failed because another process writes, or has written since the transaction began. Within a
  /// transaction that has read, the library waits for nobody.
  var isBusy: Bool { sqlite3_extended_errcode(handle) & 0xFF == SQLITE_BUSY }

  /// Whether a transaction is open: some failures end it.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs statements that take no values and give no rows, one after the other.
  func execute(_ sql: String) throws(StoreFailure) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw StoreFailure(code, of: handle) }
  }

  /// Runs one statement that gives no rows, or none that matter.
  func run(_ sql: String, _ values: [SQLiteValue] = []) throws(StoreFailure) {
    let statement = try statement(sql)
    defer { statement.reset() }
    try statement.bind(values)
    while try statement.step() {}
  }

  /// The rows that a query gives, in order.
  /// - Parameter read: Makes something of a row, which is valid during the call.
  func rows<Element>(
    _ sql: String, _ values: [SQLiteValue] = [], read: (SQLiteRow) throws(StoreFailure) -> Element
  ) throws(StoreFailure) -> [Element] {
    let statement = try statement(sql)
    defer { statement.reset() }
    try statement.bind(values)
    var elements: [Element] = []
    while try statement.step() { elements.append(try read(statement.row)) }
    return elements
  }

  /// What is made of the first row that a query gives; nil where it gives none.
  func first<Element>(
    _ sql: String, _ values: [SQLiteValue] = [], read: (SQLiteRow) throws(StoreFailure) -> Element
  ) throws(StoreFailure) -> Element? {
    let statement = try statement(sql)
    defer { statement.reset() }
    try statement.bind(values)
    return try statement.step() ? try read(statement.row) : nil
  }

  /// The statement of a text, which is prepared once. Its values are bound anew by each use.
  private func statement(_ sql: String) throws(StoreFailure) -> SQLiteStatement {
    if let known = statements[sql], !known.isInUse { return known }
    let statement = try SQLiteStatement(sql, on: handle)
    statements[sql] = statement
    return statement
  }
}

/// A statement that is prepared.
private final class SQLiteStatement {
  private let connection: OpaquePointer
  private let handle: OpaquePointer
  /// Whether its rows are being read: a query within a query is prepared for itself.
  private(set) var isInUse = false

  /// The C library's name for "copy the bytes before the call returns", a macro that Swift does not see.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  init(_ sql: String, on connection: OpaquePointer) throws(StoreFailure) {
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v3(
      connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard code == SQLITE_OK, let prepared else { throw StoreFailure(code, of: connection) }
    self.connection = connection
    handle = prepared
  }

  deinit { sqlite3_finalize(handle) }

  var row: SQLiteRow { SQLiteRow(handle) }

  func bind(_ values: [SQLiteValue]) throws(StoreFailure) {
    precondition(Int(sqlite3_bind_parameter_count(handle)) == values.count, "each place has its value")
    isInUse = true
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      let code =
        switch value {
        case .null: sqlite3_bind_null(handle, place)
        case .integer(let number): sqlite3_bind_int64(handle, place, number)
        case .text(var text):
          text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
              // An empty text may have no address, and without one the library would bind null.
              bytes.isEmpty
                ? sqlite3_bind_text(handle, place, "", 0, Self.copied)
                : sqlite3_bind_text64(
                  handle, place, bytes.baseAddress, UInt64(bytes.count), Self.copied, UInt8(SQLITE_UTF8))
            }
          }
        case .blob(let bytes):
          bytes.withUnsafeBytes { bytes in
            bytes.isEmpty
              ? sqlite3_bind_zeroblob(handle, place, 0)
              : sqlite3_bind_blob64(handle, place, bytes.baseAddress, UInt64(bytes.count), Self.copied)
          }
        }
      guard code == SQLITE_OK else { throw StoreFailure(code, of: connection) }
    }
  }

  /// Goes on to the next row.
  /// - Returns: Whether there is one.
  func step() throws(StoreFailure) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw StoreFailure(code, of: connection)
    }
  }

  func reset() {
    sqlite3_reset(handle)
    isInUse = false
  }
}

/// A row of a query, valid until the query goes on.
struct SQLiteRow: StoredRow {
  private let statement: OpaquePointer

  fileprivate init(_ statement: OpaquePointer) { self.statement = statement }

  /// Whether a column, from 0, has no value.
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

  /// The number in a column; 0 where it has no value.
  func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

  /// Whether the number in a column is another than 0.
  func flag(_ column: Int32) -> Bool { integer(column) != 0 }

  /// The bytes in a column, of a text too; none where it has no value.
  func bytes(_ column: Int32) -> [UInt8] {
    // The address before the count: asking for it may change how the value is held.
    guard let address = sqlite3_column_blob(statement, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: address, count: Int(sqlite3_column_bytes(statement, column))))
  }

  /// The text in a column; empty where it has no value.
  func text(_ column: Int32) -> String {
    guard let address = sqlite3_column_blob(statement, column) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeRawBufferPointer(start: address, count: count), as: UTF8.self)
  }
}

/// A value that a statement is given.
enum SQLiteValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])

  /// A number.
  static func number(_ number: Int?) -> SQLiteValue { number.map { .integer(Int64($0)) } ?? .null }

  /// A text, or none.
  static func optional(_ text: String?) -> SQLiteValue { text.map { .text($0) } ?? .null }

  /// 1 or 0.
  static func flag(_ flag: Bool) -> SQLiteValue { .integer(flag ? 1 : 0) }
}

extension StoreFailure {
  /// Why the library did not do what it was asked.
  ///
  /// Its words may name tables and columns, and hold no value of any.
  fileprivate init(_ code: Int32, of connection: OpaquePointer?) {
    let words =
      connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
      ?? String(cString: sqlite3_errstr(code))
    // The low byte is the primary code.
    switch code & 0xFF {
    case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CONSTRAINT, SQLITE_MISMATCH: self = .damaged(words)
    case SQLITE_BUSY, SQLITE_LOCKED: self = .unavailable("another process writes to it")
    case SQLITE_FULL: self = .unavailable("the disk is full")
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH, SQLITE_NOMEM,
      SQLITE_PROTOCOL:
      self = .unavailable(words)
    default: self = .damaged("it has other tables than it should: \(words)")
    }
  }
}
#endif
