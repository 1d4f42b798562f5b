#if Service
import ServiceCore

/// A connection with the thread that it blocks. It is made when it is needed, and anew when it was lost.
actor PostgreSQLWorker {
  /// What came of a transaction.
  struct Done<Result: Sendable>: Sendable {
    /// What its body gave.
    let result: Result
    /// The number of the start that it noted, if it was kept.
    let notedStart: Int?
  }

  private let address: String
  private let isServing: Bool
  private let executor = ThreadExecutor()
  private var connection: PostgreSQLConnection?

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// - Parameter isServing: Whether whoever looks at the server's connections is to see that the store is served.
  init(address: String, isServing: Bool) {
    self.address = address
    self.isServing = isServing
  }

  deinit { executor.stop() }

  /// Does something with the connection outside of a transaction.
  func withConnection<Result: Sendable, Failure: Error>(
    _ body: @Sendable (PostgreSQLConnection) throws(Failure) -> Result
  ) throws(StoreFailure) -> Swift.Result<Result, Failure> {
    let connection = try connected()
    do throws(Failure) {
      return .success(try body(connection))
    } catch {
      self.connection = nil
      return .failure(error)
    }
  }

  /// Runs a transaction, and again where the server could not put several in a row.
  /// - Parameter start: The number of the process's start, where it has noted one.
  func transaction<Result: Sendable>(
    start: Int?,
    _ body: @Sendable (inout PostgreSQLTransaction) throws(StoreFailure) -> Conclusion<Result>
  ) throws(StoreFailure) -> Done<Result> {
    while true {
      let connection = try begun()
      do throws(StoreFailure) {
        var transaction = PostgreSQLTransaction(connection, start: start)
        switch try body(&transaction) {
        case .commit(let result):
          try transaction.deleteMadeNames()
          try connection.commit()
          return Done(result: result, notedStart: transaction.notedStart)
        case .rollBack(let result):
          try connection.rollBack()
          return Done(result: result, notedStart: nil)
        }
      } catch {
        let failure = connection.failure
        if failure?.isConflict ?? true {
          do throws(StoreFailure) { try connection.rollBack() } catch { self.connection = nil }
        } else {
          // Whatever is wrong with it, another one has no part in it.
          self.connection = nil
        }
        guard let failure, failure.isConflict else { throw error }
      }
    }
  }

  /// The connection with a transaction that has begun. One that was lost since it was used last is made anew.
  private func begun() throws(StoreFailure) -> PostgreSQLConnection {
    if let connection {
      do throws(StoreFailure) {
        try connection.begin()
        return connection
      } catch {
        self.connection = nil
      }
    }
    let connection = try connected()
    try connection.begin()
    return connection
  }

  private func connected() throws(StoreFailure) -> PostgreSQLConnection {
    if let connection { return connection }
    let connection = try PostgreSQLConnection(address)
    // What a server does not know is left alone. A process that hangs loses its locks, and one whose machine is gone.
    try connection.execute(
      """
      SELECT set_config(known.name, wanted.value, FALSE) FROM pg_settings AS known JOIN (VALUES
        ('default_transaction_isolation', 'read committed'), ('idle_in_transaction_session_timeout', '10000'),
        ('tcp_keepalives_idle', '5'), ('tcp_keepalives_interval', '3'), ('tcp_keepalives_count', '3'),
        ('tcp_user_timeout', '15000')
      ) AS wanted (name, value) ON known.name = wanted.name;
      SELECT set_config(name, 'on', FALSE) FROM pg_settings
      WHERE name = 'synchronous_commit' AND setting IN ('off', 'local');
      """)
    if isServing {
      try connection.execute(
        "SELECT set_config('application_name', '\(PostgreSQLStore.servingName)' || current_schema(), FALSE)")
    }
    self.connection = connection
    return connection
  }
}
#endif
