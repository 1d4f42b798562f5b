#if Service
import Foundation
import Testing

@testable import RefrainService

@Suite("A SQLite connection")
struct SQLiteConnectionTests {
  private let folder = TemporaryFolder()

  @Test("gives back values of every kind as they were bound")
  func values() throws {
    let connection = try SQLiteConnection(folder.path("a.sqlite"), .create)
    try connection.execute("CREATE TABLE t (a)")
    let texts = ["", "plain", "with\0a zero", "ünïcödé 🎈"]
    for text in texts { try connection.run("INSERT INTO t VALUES (?)", .text(text)) }
    #expect(try connection.rows("SELECT a FROM t ORDER BY rowid") { $0.text(0) } == texts)
    #expect(try connection.rows("SELECT a FROM t ORDER BY rowid") { $0.isNull(0) }.allSatisfy { !$0 })
    #expect(
      try connection.first("SELECT ?, ?, ?", .null, .integer(.min), .blob([0, 255])) {
        $0.optionalText(0) == nil && $0.integer(1) == .min && $0.bytes(2) == [0, 255]
      } == true)
    #expect(
      try connection.first("SELECT typeof(?), length(?)", .blob([]), .blob([])) { $0.text(0) } == "blob")
  }

  @Test("lets a query be made while the rows of the same are read")
  func nestedQueries() throws {
    let connection = try SQLiteConnection(folder.path("a.sqlite"), .create)
    let query = "SELECT value FROM json_each('[1,2,3]')"
    let pairs = try connection.rows(query) { outer throws(SQLiteError) in
      try connection.rows(query) { $0.integer(0) }.count * outer.integer(0)
    }
    #expect(pairs == [3, 6, 9])
  }

  @Test("tells a file that is none of its own, one that is missing, and one that is busy apart")
  func failures() throws {
    let text = folder.path("text.sqlite")
    try Data(repeating: 65, count: 4096).write(to: URL(fileURLWithPath: text))
    #expect(
      kind { try SQLiteConnection(text, .write).execute("SELECT * FROM sqlite_schema") } == .notADatabase)
    #expect(kind { _ = try SQLiteConnection(folder.path("missing.sqlite"), .write) } == .inaccessible)
    let path = folder.path("b.sqlite")
    let (first, second) = (try SQLiteConnection(path, .create), try SQLiteConnection(path, .create))
    try second.execute("PRAGMA busy_timeout = 0")
    try first.execute("CREATE TABLE t (a PRIMARY KEY); BEGIN IMMEDIATE")
    #expect(kind { try second.execute("BEGIN IMMEDIATE") } == .busy)
    try first.execute("INSERT INTO t VALUES (1)")
    #expect(kind { try first.execute("INSERT INTO t VALUES (1)") } == .constraint)
    #expect(first.isInTransaction)
  }

  private func kind(_ body: () throws -> Void) -> SQLiteError.Kind? {
    do {
      try body()
      return nil
    } catch {
      return (error as? SQLiteError)?.kind
    }
  }
}
#endif
