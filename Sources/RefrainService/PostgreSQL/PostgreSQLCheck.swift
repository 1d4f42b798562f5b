#if Service
public import ServiceCore

extension PostgreSQLStore {
  /// What a service that starts now finds in a database.
  public enum Prospect: Sendable, Hashable {
    /// A store of the version that this program writes.
    case ready
    /// A store of an older version, which the start brings to its own.
    case older
    /// No store: the start makes its tables.
    case empty
  }

  /// Looks whether the store in a database could be served now. Nothing is made, and nothing changed.
  /// - Throws: What is in the way.
  public static func prospect(
    at address: String, for kind: StoreLife.Kind
  ) async throws(StoreOpeningFailure) -> Prospect {
    let worker = PostgreSQLWorker(address: address, isServing: false)
    let found: Result<Prospect, StoreOpeningFailure>
    do {
      found = try await worker.withConnection { (connection) throws(StoreOpeningFailure) in
        try prospect(on: connection, for: kind)
      }
    } catch {
      throw .failed(error)
    }
    return try found.get()
  }

  private static func prospect(
    on connection: PostgreSQLConnection, for kind: StoreLife.Kind
  ) throws(StoreOpeningFailure) -> Prospect {
    let version: Int
    let life: StoreLife?
    do throws(StoreFailure) {
      version = try PostgreSQLMigrations.foundVersion(of: connection) ?? 0
      guard version > 0 else {
        let mayCreate = try connection.rows("SELECT has_schema_privilege(current_schema(), 'CREATE')", []) {
          $0.flag(0)
        }
        guard mayCreate == [true] else { throw .unavailable("tables may not be made in it") }
        return .empty
      }
      var transaction = PostgreSQLTransaction(connection, start: nil)
      life = try transaction.life()
    } catch {
      throw .failed(error)
    }
    if version > PostgreSQLMigrations.steps.count { throw .newer(version) }
    if let life, life.kind != kind { throw .otherKind(life.kind) }
    return version < PostgreSQLMigrations.steps.count ? .older : .ready
  }
}
#endif
