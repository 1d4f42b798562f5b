#if Service
public import ServiceCore

extension PostgreSQLStore {
  /// Opens the store in a database, beside whoever works on it. Its tables are made where there are none, and brought up to
  /// date where they are of an older version.
  /// - Parameter address: Where the database is, as libpq takes it. It holds a secret: no failure tells it.
  public static func open(_ address: String) async throws(StoreOpeningFailure) -> PostgreSQLStore {
    let worker = PostgreSQLWorker(address: address)
    let migrated: Result<Void, StoreOpeningFailure>
    do {
      migrated = try await worker.withConnection { (connection) throws(StoreOpeningFailure) in
        try PostgreSQLMigrations.run(on: connection)
      }
    } catch {
      throw .failed(error)
    }
    try migrated.get()
    return PostgreSQLStore(address: address, first: worker)
  }

  /// Sees to it that the store may be served: a new one is made one of this kind.
  /// - Throws: `.otherKind`.
  public func begin(_ kind: StoreLife.Kind) async throws(StoreOpeningFailure) {
    let life: StoreLife?
    do {
      life = try await transaction { (store) throws(StoreFailure) in
        // Of processes that begin at the same time, one makes it what it is.
        try store.run(
          "UPDATE facts SET incarnation = $1, kind = $2 WHERE id = 1 AND incarnation IS NULL",
          .text(StoreLife.newIncarnation), .text(kind.rawValue))
        return .commit(try store.life())
      }
    } catch {
      throw .failed(error)
    }
    if let life, life.kind != kind { throw .otherKind(life.kind) }
  }
}
#endif
