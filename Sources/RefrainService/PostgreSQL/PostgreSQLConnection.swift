#if Service
import CPostgreSQL
import ServiceCore

/// A connection to a PostgreSQL server.
///
/// It belongs to one actor, whose thread it blocks. All that knows libpq's C interface is in this file. Values travel in their
/// binary forms: numbers of 64 bits, flags, bytes, and arrays of these; a text is its bytes, so that it may hold any character
/// and is compared by bytes whatever the database's locale is.
///
/// Statements are pipelined: what only changes something is sent, a few at a time, and the server is at work on it while this
/// process goes on. It is waited for when somebody asks for rows, or to commit. A failure is thrown then; whatever was sent behind
/// it has not been done. Rows that are changed in the same way one after the other are gathered, and changed by one statement: what
/// the server does for a statement costs it more than most rows do. With all that leaves the process goes a point of
/// synchronization: a server that has nothing to do and was not told so would not end the transaction of a process that hangs.
final class PostgreSQLConnection {
  /// Something that was sent and is not answered.
  private enum Sent {
    /// A statement was prepared.
    case preparation(of: String)
    /// A statement was run, and is to have concerned so many rows.
    case statement(count: Int?, otherwise: StoreFailure)
    /// A point of synchronization.
    case point
  }

  private let handle: OpaquePointer
  /// The names of statements that are prepared, by their texts.
  private var statements: [String: String] = [:]
  private var statementCount = 0
  /// What is not answered, in order.
  private var sent: [Sent] = []
  /// How many bytes the library holds back, about.
  private var heldBytes = 0
  private var isInTransaction = false
  /// What rows are gathered for, in the order of their first ones.
  private var sets: [PostgreSQLSet] = []
  /// The values of the statement that is being sent, and their lengths; -1 of one that is none.
  private var bytes: [UInt8] = []
  private var lengths: [Int32] = []

  /// Bytes that are sent together: a few turns. The library itself holds back some times as many.
  private static let bytesTogether = 8_192
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
    isInTransaction = false
    try execute("BEGIN")
    isInTransaction = true
  }

  /// Ends a transaction, and keeps what it changed.
  func commit() throws(StoreFailure) {
    try endPipeline()
    // The server takes back what a failed statement was part of, and would answer all the same.
    if let failure { throw failure.storeFailure }
    isInTransaction = false
    try execute("COMMIT")
  }

  /// Ends a transaction, and takes back what it changed.
  func rollBack() throws(StoreFailure) {
    isInTransaction = false
    sets = []
    try execute("ROLLBACK")
  }

  /// Runs statements that take no values, one after the other.
  func execute(_ sql: String) throws(StoreFailure) {
    try endPipeline()
    _ = try checked(PQexec(handle, sql))
  }

  /// Sends one statement, and does not wait for it.
  /// - Parameters:
  ///   - count: How many rows it is to concern; nil where that does not matter.
  ///   - otherwise: What is wrong where it concerns another number of rows.
  func send(
    _ sql: String, _ values: [PostgreSQLValue], count: Int? = nil, otherwise: StoreFailure = .conflict
  ) throws(StoreFailure) {
    try enqueue(sql, values, count, otherwise)
    if !isInTransaction {
      // Each statement is a transaction of its own.
      _ = try synchronize()
    } else if heldBytes > Self.bytesTogether {
      try sendPoint()
    }
  }

  /// Sends one statement in a transaction that concerns no table which rows are gathered for, and does not wait for it.
  func sendApart(_ sql: String, _ values: [PostgreSQLValue]) throws(StoreFailure) {
    try enqueueApart(sql, values, nil, .conflict)
    if heldBytes > Self.bytesTogether { try sendPoint() }
  }

  /// Has a row changed in a transaction, together with others that are changed in the same way, before anything else is sent.
  func gather(_ row: [PostgreSQLValue], for statement: PostgreSQLSetStatement) throws(StoreFailure) {
    guard let index = sets.firstIndex(where: { $0.statement.sql == statement.sql }) else {
      return sets.append(PostgreSQLSet(row, of: statement))
    }
    if sets[index].takes(row) { return sets[index].append(row) }
    try sendSets()
    try sendPoint()
    sets.append(PostgreSQLSet(row, of: statement))
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
    try enqueue(sql, values, nil, .conflict)
    return try synchronize()
  }

  /// Sends all that has been gathered. What is gathered for one statement rests on nothing that is gathered for another.
  private func sendSets() throws(StoreFailure) {
    let sets = sets
    self.sets = []
    for set in sets {
      let failure = set.statement.otherwise
      try enqueueApart(set.statement.sql, set.values, failure == nil ? nil : set.count, failure ?? .conflict)
    }
  }

  private func enqueue(
    _ sql: String, _ values: [PostgreSQLValue], _ count: Int?, _ otherwise: StoreFailure
  ) throws(StoreFailure) {
    if !sets.isEmpty { try sendSets() }
    try enqueueApart(sql, values, count, otherwise)
  }

  private func enqueueApart(
    _ sql: String, _ values: [PostgreSQLValue], _ count: Int?, _ otherwise: StoreFailure
  ) throws(StoreFailure) {
    guard let size = send(try prepared(sql), values) else { throw lost() }
    sent.append(.statement(count: count, otherwise: otherwise))
    heldBytes += size
  }

  /// - Returns: How many bytes that are, about; nil where it could not be done.
  private func send(_ name: String, _ values: [PostgreSQLValue]) -> Int? {
    bytes.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    for value in values {
      let start = bytes.count
      lengths.append(value.append(to: &bytes) ? Int32(bytes.count - start) : -1)
    }
    // An array without elements may have no address, and without one the library would take a value for none.
    bytes.append(0)
    let isSent = bytes.withUnsafeBytes { bytes in
      var place = 0
      let addresses = lengths.map { length -> UnsafePointer<CChar>? in
        defer { place += Int(max(0, length)) }
        return length < 0
          ? nil : bytes.baseAddress?.advanced(by: place).assumingMemoryBound(to: CChar.self)
      }
      let formats = [Int32](repeating: 1, count: values.count)
      return PQsendQueryPrepared(handle, name, Int32(values.count), addresses, lengths, formats, 1) == 1
    }
    return isSent ? bytes.count + 16 * values.count + 64 : nil
  }

  /// Sees to it that a statement is prepared, which is done once in a connection.
  /// - Returns: Its name.
  private func prepared(_ sql: String) throws(StoreFailure) -> String {
    if PQpipelineStatus(handle) == PQ_PIPELINE_OFF, PQenterPipelineMode(handle) != 1 { throw lost() }
    if let known = statements[sql] { return known }
    let name = "s\(statementCount)"
    guard PQsendPrepare(handle, name, sql, 0, nil) == 1 else { throw lost() }
    statementCount += 1
    statements[sql] = name
    sent.append(.preparation(of: sql))
    heldBytes += sql.utf8.count
    return name
  }

  /// Has all that was enqueued leave the process.
  private func sendPoint() throws(StoreFailure) {
    guard PQpipelineSync(handle) == 1 else { throw lost() }
    sent.append(.point)
    heldBytes = 0
  }

  /// Waits for the answers to all that was sent.
  /// - Returns: The last one.
  private func synchronize() throws(StoreFailure) -> PostgreSQLResult {
    try sendPoint()
    var last = PostgreSQLResult(nil)
    for (index, question) in sent.enumerated() {
      let result = PQgetResult(handle)
      if case .point = question {
        PQclear(result)
        continue
      }
      // Nothing more comes of a statement.
      PQclear(PQgetResult(handle))
      do throws(StoreFailure) {
        last = try checked(result)
        if case .statement(let count?, let otherwise) = question, last.changeCount != count {
          throw otherwise
        }
      } catch {
        abandon(sent[index...])
        throw error
      }
    }
    sent.removeAll(keepingCapacity: true)
    return last
  }

  /// Reads what is answered to a failed statement and all that was sent behind it, up to the last point of synchronization.
  private func abandon(_ unanswered: ArraySlice<Sent>) {
    var points = 0
    for question in unanswered {
      switch question {
      case .preparation(let sql): statements[sql] = nil
      case .statement: break
      case .point: points += 1
      }
    }
    sent.removeAll(keepingCapacity: true)
    var pauses = 0
    while !isLost, points > 0, pauses < 2 {
      let result = PQgetResult(handle)
      defer { PQclear(result) }
      if PQresultStatus(result) == PGRES_PIPELINE_SYNC { points -= 1 }
      pauses = result == nil ? pauses + 1 : 0
    }
  }

  /// Waits for the answers to all that was sent, and goes on without a pipeline.
  private func endPipeline() throws(StoreFailure) {
    try sendSets()
    guard PQpipelineStatus(handle) != PQ_PIPELINE_OFF else { return }
    if !sent.isEmpty { _ = try synchronize() }
    guard PQexitPipelineMode(handle) == 1 else { throw lost() }
  }

  /// The connection is gone, or cannot be used any more.
  private func lost() -> StoreFailure {
    let failure = PostgreSQLFailure(state: nil, words: Self.line(PQerrorMessage(handle)))
    self.failure = failure
    return failure.storeFailure
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
    let bytes = raw(column)
    if bytes.count == 8 { return Int(bytes.loadUnaligned(as: Int64.self).bigEndian) }
    return bytes.reduce(bytes.first.map { $0 >= 0x80 ? -1 : 0 } ?? 0) { $0 << 8 | Int($1) }
  }

  /// The flag in a column; false where it has no value.
  func flag(_ column: Int32) -> Bool { raw(column).first == 1 }

  private func raw(_ column: Int32) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: PQgetvalue(result.handle, index, column), count: Int(PQgetlength(result.handle, index, column)))
  }
}
#endif
