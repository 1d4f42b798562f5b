#if Service
import FlowInterpreter
import FlowModel
import ServiceCore
import Testing

@testable import RefrainService

@Suite("Changes that a thread makes")
struct SQLiteChangesTests {
  private let folder = TemporaryFolder()

  /// More than are handed to the thread at once, and some that never are.
  private static let count = 150

  private func connection() throws -> SQLiteConnection {
    let connection = try SQLiteConnection(folder.path("a.sqlite"), .create)
    try connection.execute("CREATE TABLE t (a PRIMARY KEY)")
    return connection
  }

  private func insertion(_ number: Int) -> SQLiteChange {
    SQLiteChange(sql: "INSERT INTO t VALUES (?)", values: [.number(number)], failureUnlessOne: nil)
  }

  private func numbers(in connection: SQLiteConnection) throws -> [Int] {
    try connection.rows("SELECT a FROM t ORDER BY rowid") { $0.integer(0) }
  }

  @Test("are made once they have been waited for, in the order in which they were asked for")
  func order() throws {
    let connection = try connection()
    let changes = SQLiteChanges(connection)
    let numbers = (0..<Self.count).map { $0 * 7 % Self.count }
    for number in numbers { changes.add(insertion(number)) }
    try changes.finish()
    #expect(try self.numbers(in: connection) == numbers)
    changes.add(insertion(-1))
    try changes.finish()
    #expect(try self.numbers(in: connection) == numbers + [-1])
  }

  @Test("end with the first that fails, which is told once", arguments: [5, 70, 140])
  func failure(second: Int) throws {
    let connection = try connection()
    let changes = SQLiteChanges(connection)
    for number in 0..<second { changes.add(insertion(number)) }
    changes.add(insertion(0))
    for number in second..<Self.count { changes.add(insertion(number)) }
    #expect(throws: StoreFailure.damaged("UNIQUE constraint failed: t.a")) { try changes.finish() }
    #expect(try numbers(in: connection) == Array(0..<second))
    let untold = changes.drop()
    #expect(untold == nil)
    changes.add(insertion(-1))
    try changes.finish()
    #expect(try numbers(in: connection).last == -1)
  }

  @Test("fail where one changes another number of rows than one, if it must change one")
  func count() throws {
    let changes = SQLiteChanges(try connection())
    let deletion = "DELETE FROM t WHERE a = 9"
    changes.add(SQLiteChange(sql: deletion, values: [], failureUnlessOne: nil))
    try changes.finish()
    changes.add(SQLiteChange(sql: deletion, values: [], failureUnlessOne: .conflict))
    #expect(throws: StoreFailure.conflict) { try changes.finish() }
  }

  @Test("are not begun any more once they have been dropped, by which is told what failed of them")
  func dropped() throws {
    let connection = try connection()
    let changes = SQLiteChanges(connection)
    for number in 0..<5 { changes.add(insertion(number)) }
    var failure = changes.drop()
    #expect(failure == nil)
    try changes.finish()
    #expect(try numbers(in: connection) == [])
    for number in 0..<Self.count { changes.add(insertion(number % 100)) }
    failure = changes.drop()
    #expect(failure == .damaged("UNIQUE constraint failed: t.a"))
    try changes.finish()
    #expect(try numbers(in: connection) == Array(0..<100))
  }

  private static func effect(_ number: Int) -> EffectRow {
    EffectRow(
      key: EffectKey(incarnation: "i", session: SessionKey("s"), number: number), content: [1], lane: nil,
      notAfter: Timestamp(milliseconds: 5), notBefore: Timestamp(milliseconds: 5))
  }

  @Test("take back all of the transaction whose changes they are, and nothing of the next one")
  func transaction() async throws {
    let store = try SQLiteStore.toServe(folder.path("b.sqlite"))
    await #expect(throws: StoreFailure.damaged("two effects have one key")) {
      try await store.transaction { (store) throws(StoreFailure) in
        for number in 0..<Self.count { try store.insert(Self.effect(number % 100)) }
        return .commit(())
      }
    }
    let kept = try await store.transaction { (store) throws(StoreFailure) in
      for number in 1000..<1000 + Self.count { try store.insert(Self.effect(number)) }
      return .commit(try store.effects(of: SessionKey("s")).map(\.key.number))
    }
    #expect(kept == Array(1000..<1000 + Self.count))
  }

  @Test("are taken back where the body ends while the thread makes them", arguments: [true, false])
  func takenBack(fails: Bool) async throws {
    let store = try SQLiteStore.toServe(folder.path("c.sqlite"))
    let ended: StoreFailure?
    do throws(StoreFailure) {
      try await store.transaction { (store) throws(StoreFailure) in
        for number in 0..<Self.count { try store.insert(Self.effect(number)) }
        if fails { throw .conflict }
        return .rollBack(())
      }
      ended = nil
    } catch {
      ended = error
    }
    #expect(ended == (fails ? .conflict : nil))
    let kept = try await store.transaction { (store) throws(StoreFailure) in
      try store.insert(Self.effect(7))
      return .commit(try store.effects(of: SessionKey("s")).map(\.key.number))
    }
    #expect(kept == [7])
  }
}
#endif
