#if Service
import ServiceCore
import Testing

@testable import RefrainService

@Suite(
  "A PostgreSQL connection",
  .enabled(if: PostgreSQLServer.shared != nil, "\(PostgreSQLServer.absence)"))
struct PostgreSQLConnectionTests {
  private static let insertion = "INSERT INTO t (a) VALUES ($1) ON CONFLICT DO NOTHING"
  private static let count = "SELECT count(*) FROM t"

  private let address: String
  private let connection: PostgreSQLConnection

  init() throws {
    address = try newPostgreSQLAddress()
    connection = try PostgreSQLConnection(address)
    try connection.execute("CREATE TABLE t (a BIGINT PRIMARY KEY)")
  }

  private func rowCount() throws -> Int? { try connection.rows(Self.count, []) { $0.integer(0) }.first }

  @Test("does what was sent before what it is asked, and before it commits")
  func order() throws {
    try connection.begin()
    for number in 1...300 { try connection.send(Self.insertion, [.number(number)]) }
    #expect(try rowCount() == 300)
    #expect(try connection.run("DELETE FROM t WHERE a > $1", [.number(100)]) == 200)
    try connection.send(Self.insertion, [.number(301)])
    try connection.commit()
    #expect(try rowCount() == 101)
    // Outside of a transaction each statement is one.
    try connection.send(Self.insertion, [.number(302)])
    #expect(try rowCount() == 102)
  }

  @Test("tells a failure of what was sent at the next wait, has done nothing behind it, and goes on")
  func failures() throws {
    let faulty = "INSERT INTO t (a) SELECT 1 / $1::bigint"
    let later = "INSERT INTO t (a) SELECT 7 + $1::bigint"
    for endsBySelect in [true, false] {
      try connection.begin()
      try connection.send(Self.insertion, [.number(1)])
      try connection.send(faulty, [.number(0)])
      // It is prepared behind the failure, and so it is not.
      try connection.send(later, [.number(1)])
      #expect(throws: StoreFailure.damaged("division by zero")) {
        if endsBySelect { _ = try rowCount() } else { try connection.commit() }
      }
      #expect(throws: StoreFailure.damaged("division by zero")) { try connection.commit() }
      try connection.rollBack()
      #expect(try rowCount() == 0)
    }
    try connection.begin()
    try connection.send(later, [.number(1)])
    try connection.commit()
    #expect(try rowCount() == 1)
  }

  @Test("goes on behind a failure that many statements followed, some of them prepared behind it")
  func failureFarBack() throws {
    try connection.begin()
    try connection.send("INSERT INTO t (a) SELECT 1 / $1::bigint", [.number(0)])
    for number in 1...1_000 {
      try connection.send("INSERT INTO t (a) VALUES ($1::bigint + \(number / 100))", [.number(number)])
    }
    #expect(throws: StoreFailure.damaged("division by zero")) { try connection.commit() }
    try connection.rollBack()
    try connection.begin()
    for number in 1...1_000 {
      try connection.send(
        "INSERT INTO t (a) VALUES ($1::bigint + \(number / 100))", [.number(number * 100)], count: 1)
    }
    try connection.commit()
    #expect(try rowCount() == 1_000)
  }

  @Test("whose process stands still behind what it has sent keeps nobody waiting for ever")
  func standingStill() throws {
    try connection.execute("SET idle_in_transaction_session_timeout = 200")
    try connection.begin()
    for number in 1...500 { try connection.send(Self.insertion, [.number(number)]) }
    let other = try PostgreSQLConnection(address)
    try other.execute("SET lock_timeout = 30000")
    try other.begin()
    #expect(try other.run(Self.insertion, [.number(1)]) == 1)
    try other.commit()
  }

  @Test("tells where what was sent concerned other rows than it should have")
  func counts() throws {
    try connection.begin()
    try connection.send(Self.insertion, [.number(1)], count: 1, otherwise: .conflict)
    try connection.send(Self.insertion, [.number(1)], count: 1, otherwise: .conflict)
    try connection.send(Self.insertion, [.number(2)])
    #expect(throws: StoreFailure.conflict) { try connection.commit() }
    try connection.rollBack()
    #expect(try rowCount() == 0)
  }

  private static let change = PostgreSQLSetStatement(
    """
    UPDATE counted SET turn = new.turn FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS new (id, turn, former)
    WHERE counted.id = new.id AND counted.turn = new.former
    """,
    [.integer, .integer, .integer], otherwise: .conflict, isOncePerRow: true)

  private func count(_ id: Int, to turn: Int) throws {
    try connection.gather([.number(id), .number(turn), .number(turn - 1)], for: Self.change)
  }

  private func turns() throws -> [Int] {
    try connection.rows("SELECT turn FROM counted ORDER BY id", []) { $0.integer(0) }
  }

  @Test("changes rows that were gathered before anything else is sent, and before it commits")
  func gathering() throws {
    try connection.execute("CREATE TABLE counted (id BIGINT PRIMARY KEY, turn BIGINT)")
    try connection.execute("INSERT INTO counted SELECT n, 0 FROM generate_series(1, 60) AS n")
    try connection.begin()
    // More than go into one set, and a row that is changed again while others are gathered.
    for id in 1...60 { try count(id, to: 1) }
    try count(60, to: 2)
    try count(60, to: 3)
    #expect(try turns() == [Int](repeating: 1, count: 59) + [3])
    try count(1, to: 2)
    try connection.commit()
    #expect(try turns() == [2] + [Int](repeating: 1, count: 58) + [3])
  }

  @Test("tells where gathered rows are others than are there, and forgets those of what is taken back")
  func gatheringInVain() throws {
    try connection.execute("CREATE TABLE counted (id BIGINT PRIMARY KEY, turn BIGINT)")
    try connection.execute("INSERT INTO counted VALUES (1, 0)")
    try connection.begin()
    for id in 1...2 { try count(id, to: 1) }
    #expect(throws: StoreFailure.conflict) { try connection.commit() }
    try connection.rollBack()
    try connection.begin()
    try count(1, to: 1)
    try connection.rollBack()
    try connection.begin()
    try connection.commit()
    #expect(try turns() == [0])
  }

  @Test("that was cut says so, whatever it was asked")
  func cut() throws {
    try connection.begin()
    try connection.send(Self.insertion, [.number(1)])
    let process = try #require(
      try connection.rows("SELECT pg_backend_pid()::bigint", []) { $0.integer(0) }.first)
    try PostgreSQLConnection(try newPostgreSQLAddress()).execute("SELECT pg_terminate_backend(\(process))")
    #expect(throws: StoreFailure.self) {
      try connection.send(Self.insertion, [.number(2)])
      try connection.commit()
    }
    #expect(connection.isLost)
    #expect(throws: StoreFailure.self) { try connection.rollBack() }
  }
}
#endif
