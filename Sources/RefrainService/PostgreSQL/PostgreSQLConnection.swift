#if Service
import CPostgreSQL
import ServiceCore

/// A connection to a PostgreSQL server.
///
/// It belongs to one actor, whose thread it blocks. All that knows libpq's C interface is in this file. Values travel in their
/// binary forms: numbers of 64 bits, flags, bytes, and arrays of these; a text is its bytes, so that it may hold any character
/// and is compared by bytes whatever the database's locale is.
final class PostgreSQLConnection {
  private let handle: OpaquePointer
  /// The names of statements that are prepared, by their texts.
  private var statements: [String: String] = [:]
  /// Why the latest statement failed, if one has since the transaction began.
  private(set) var failure: PostgreSQLFailure?

  /// Connects.
  /// - Parameter address: Where to, as libpq takes it: `postgresql://USER:PASSWORD@HOST/DATABASE`, or names and values.
  init(_ address: String) throws(StoreFailure) {
    guard let handle = pg_connect(address) else { throw .unavailable("there is no memory for a connection") }
    guard PQstatus(handle) == CONNECTION_OK else {
      let reason = Self.line(PQerrorMessage(handle))
      PQfinish(handle)
      throw .unavailable(reason)
    }
    self.handle = handle
  }

  deinit { PQfinish(handle) }

  /// Whether the connection is gone.
  var isLost: Bool { PQstatus(handle) != CONNECTION_OK }

  /// What becomes readable once the server has something to say.
  var socket: Int32 { PQsocket(handle) }

  /// Takes the notices that have come.
  /// - Returns: Whether one of them is of another connection.
  func hasNotice() throws(StoreFailure) -> Bool {
    guard PQconsumeInput(handle) == 1 else { throw .unavailable(Self.line(PQerrorMessage(handle))) }
    var isAny = false
    while let notice = PQnotifies(handle) {
      isAny = isAny || notice.pointee.be_pid != PQbackendPID(handle)
      PQfreemem(notice)
    }
    return isAny
  }

  /// Begins a transaction.
  func begin() throws(StoreFailure) {
    failure = nil
    try execute("BEGIN")
  }

  /// Ends a transaction, and keeps what it changed.
  func commit() throws(StoreFailure) {
    // The server takes back what a failed statement was part of, and would answer all the same.
    if let failure { throw failure.storeFailure }
    try execute("COMMIT")
  }

  /// Runs statements that take no values, one after the other.
  func execute(_ sql: String) throws(StoreFailure) {
    _ = try checked(PQexec(handle, sql))
  }

  /// Runs one statement.
  /// - Returns: How many rows it concerned.
  @discardableResult
  func run(_ sql: String, _ values: [PostgreSQLValue]) throws(StoreFailure) -> Int {
    try result(of: sql, values).changeCount
  }

  /// The rows that a statement gives, in order.
  func rows<Element>(
    _ sql: String, _ values: [PostgreSQLValue], read: (PostgreSQLRow) throws(StoreFailure) -> Element
  ) throws(StoreFailure) -> [Element] {
    let result = try result(of: sql, values)
    var elements: [Element] = []
    elements.reserveCapacity(Int(result.rowCount))
    for index in 0..<result.rowCount { elements.append(try read(PostgreSQLRow(result, index))) }
    return elements
  }

  private func result(
    of sql: String, _ values: [PostgreSQLValue]
  ) throws(StoreFailure) -> PostgreSQLResult {
    let name = try statement(sql)
    var bytes: [UInt8] = []
    var places: [Range<Int>?] = []
    for value in values {
      let start = bytes.count
      places.append(value.append(to: &bytes) ? start..<bytes.count : nil)
    }
    // An array without elements may have no address, and without one the library would take a value for none.
    bytes.append(0)
    let lengths = places.map { Int32($0?.count ?? 0) }
    let formats = [Int32](repeating: 1, count: values.count)
    let result = bytes.withUnsafeBytes { bytes in
      let addresses = places.map { place in
        place.flatMap { bytes.baseAddress?.advanced(by: $0.lowerBound).assumingMemoryBound(to: CChar.self) }
      }
      return PQexecPrepared(handle, name, Int32(values.count), addresses, lengths, formats, 1)
    }
    return try checked(result)
  }

  /// The name of a statement, which is prepared once in a connection.
  private func statement(_ sql: String) throws(StoreFailure) -> String {
    if let known = statements[sql] { return known }
    let name = "s\(statements.count)"
    _ = try checked(PQprepare(handle, name, sql, 0, nil))
    statements[sql] = name
    return name
  }

  private func checked(_ result: OpaquePointer?) throws(StoreFailure) -> PostgreSQLResult {
    let owned = PostgreSQLResult(result)
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return owned
    default:
      let words = pg_message(result).map { String(cString: $0) } ?? Self.line(PQerrorMessage(handle))
      let failure = PostgreSQLFailure(
        state: isLost ? nil : pg_state(result).map { String(cString: $0) }, words: words)
      self.failure = failure
      throw failure.storeFailure
    }
  }

  /// The first line of what the library says.
  private static func line(_ message: UnsafeMutablePointer<CChar>?) -> String {
    let text = message.map { String(cString: $0) } ?? ""
    return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "the server does not answer"
  }
}

/// What a statement gave.
final class PostgreSQLResult {
  fileprivate let handle: OpaquePointer?

  fileprivate init(_ handle: OpaquePointer?) { self.handle = handle }

  deinit { PQclear(handle) }

  fileprivate var rowCount: Int32 { PQntuples(handle) }

  fileprivate var changeCount: Int { PQcmdTuples(handle).flatMap { Int(String(cString: $0)) } ?? 0 }
}

/// A row that a statement gave.
struct PostgreSQLRow: StoredRow {
  private let result: PostgreSQLResult
  private let index: Int32

  fileprivate init(_ result: PostgreSQLResult, _ index: Int32) {
    self.result = result
    self.index = index
  }

  /// Whether a column, from 0, has no value.
  func isNull(_ column: Int32) -> Bool { PQgetisnull(result.handle, index, column) == 1 }

  /// The bytes in a column; none where it has no value.
  func bytes(_ column: Int32) -> [UInt8] { Array(raw(column)) }

  /// The text whose bytes are in a column; empty where it has no value.
  func text(_ column: Int32) -> String { String(decoding: raw(column), as: UTF8.self) }

  /// The number in a column; 0 where it has no value.
  func integer(_ column: Int32) -> Int {
    raw(column).reduce(raw(column).first.map { $0 >= 0x80 ? -1 : 0 } ?? 0) { $0 << 8 | Int($1) }
  }

  /// The flag in a column; false where it has no value.
  func flag(_ column: Int32) -> Bool { raw(column).first == 1 }

  private func raw(_ column: Int32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: PQgetvalue(result.handle, index, column), count: Int(PQgetlength(result.handle, index, column)))
  }
}
#endif
