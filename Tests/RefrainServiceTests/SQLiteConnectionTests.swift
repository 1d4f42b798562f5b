#if Service
import Foundation
import ServiceCore
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
    for text in texts { try connection.run("INSERT INTO t VALUES (?)", [.text(text)]) }
    #expect(try connection.rows("SELECT a FROM t ORDER BY rowid") { $0.text(0) } == texts)
    #expect(try connection.rows("SELECT a FROM t ORDER BY rowid") { $0.isNull(0) }.allSatisfy { !$0 })
    #expect(
      try connection.first("SELECT ?, ?, ?", [.null, .integer(.min), .blob([0, 255])]) {
        $0.optionalText(0) == nil && $0.integer(1) == .min && $0.bytes(2) == [0, 255]
      } == true)
    #expect(
      try connection.first("SELECT typeof(?), length(?)", [.blob([]), .blob([])]) { $0.text(0) } == "blob")
  }

  @Test("of a store takes each later step once")
  func steps() throws {
    let connection = try SQLiteConnection(folder.path("a.sqlite"), .create)
    let later = ["ALTER TABLE facts ADD COLUMN added INTEGER;", "UPDATE facts SET starts = starts + 1;"]
    let steps = StoreMigrations.steps + later
    for version in 0..<steps.count {
      let known = Array(steps.prefix(version + 1))
      try StoreMigrations.run(on: connection, from: version, steps: known)
      let found = try connection.first("PRAGMA user_version", []) { $0.integer(0) }
      #expect(found == version + 1)
    }
    #expect(try connection.first("SELECT starts FROM facts", []) { $0.integer(0) } == 1)
  }

  @Test("lets a query be made while the rows of the same are read")
  func nestedQueries() throws {
    let connection = try SQLiteConnection(folder.path("a.sqlite"), .create)
    let query = "SELECT value FROM json_each('[1,2,3]')"
    let pairs = try connection.rows(query) { outer throws(StoreFailure) in
      try connection.rows(query) { $0.integer(0) }.count * outer.integer(0)
    }
    #expect(pairs == [3, 6, 9])
  }

  @Test("tells what may pass from what is damaged")
  func failures() throws {
    let text = folder.path("text.sqlite")
    try Data(repeating: 65, count: 4096).write(to: URL(fileURLWithPath: text))
    #expect(throws: StoreFailure.damaged("file is not a database")) {
      try SQLiteConnection(text, .write).execute("SELECT * FROM sqlite_schema")
    }
    #expect(throws: StoreFailure.unavailable("unable to open database file")) {
      try SQLiteConnection(folder.path("missing.sqlite"), .write)
    }
    let path = folder.path("b.sqlite")
    let (first, second) = (try SQLiteConnection(path, .create), try SQLiteConnection(path, .create))
    try second.execute("PRAGMA busy_timeout = 0")
    try first.execute("CREATE TABLE t (a PRIMARY KEY); BEGIN IMMEDIATE")
    #expect(throws: StoreFailure.unavailable("another process writes to it")) {
      try second.execute("BEGIN IMMEDIATE")
    }
    try first.execute("INSERT INTO t VALUES (1)")
    #expect(throws: StoreFailure.damaged("UNIQUE constraint failed: t.a")) {
      try first.execute("INSERT INTO t VALUES (1)")
    }
    #expect(first.isInTransaction)
  }
}
#endif
