#if Service
public import FlowModel
public import ServiceCore

extension PostgreSQLStore {
  /// Opens the store in a database, beside whoever works on it. Its tables are made where there are none, and brought up to
  /// date where they are of an older version.
  /// - Parameters:
  ///   - address: Where the database is, as libpq takes it. It holds a secret: no failure tells it.
  ///   - isServing: Whether it is opened to be served: see `refuseWhileServed`.
  public static func open(
    _ address: String, isServing: Bool = false
  ) async throws(StoreOpeningFailure) -> PostgreSQLStore {
    try await open(address, isServing: isServing, isMade: true)
  }

  /// Opens a store that is there, beside whoever works on it. It is brought up to date where it is of an older version.
  /// - Throws: `.absent` where there is none; nothing is made then.
  public static func toLookAt(_ address: String) async throws(StoreOpeningFailure) -> PostgreSQLStore {
    try await open(address, isServing: false, isMade: false)
  }

  /// - Parameter isMade: Whether a store is made where there is none.
  private static func open(
    _ address: String, isServing: Bool, isMade: Bool
  ) async throws(StoreOpeningFailure) -> PostgreSQLStore {
    let worker = PostgreSQLWorker(address: address, isServing: isServing)
    let migrated: Result<Void, StoreOpeningFailure>
    do {
      migrated = try await worker.withConnection { (connection) throws(StoreOpeningFailure) in
        try PostgreSQLMigrations.run(on: connection, isMade: isMade)
      }
    } catch {
      throw .failed(error)
    }
    try migrated.get()
    return PostgreSQLStore(address: address, isServing: isServing, first: worker)
  }

  /// Sees to it that nobody serves the store now, as far as the server tells of its connections: a CockroachDB tells nothing.
  /// - Throws: `.otherProcess`.
  public func refuseWhileServed() async throws(StoreOpeningFailure) {
    let count: Int?
    do {
      count = try await transaction { (store) throws(StoreFailure) in
        .rollBack(
          try store.first(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = '\(Self.servingName)' || current_schema()
            """
          ) { $0.integer(0) })
      }
    } catch {
      throw .failed(error)
    }
    if count ?? 0 > 0 { throw .otherProcess }
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

  /// Makes a restored backup fit to go on.
  /// - Parameter now: When this is.
  /// - Returns: How many effects the next start judges, since nobody knows what became of them.
  public func acceptRestoration(at now: Timestamp) async throws(StoreOpeningFailure) -> Int {
    do {
      return try await acceptRestoration(as: StoreLife.newIncarnation, starts: 0, at: now)
    } catch {
      throw .failed(error)
    }
  }

  /// What a store's names and texts are hashed with where nobody is to read them out of it: the same for all processes, and so
  /// kept in the database.
  /// - Parameter new: What it is made where there is none; random bytes by default.
  public func hashingKey(orNew new: [UInt8]? = nil) async throws(StoreFailure) -> [UInt8] {
    let new = new ?? Cryptography.randomBytes(Cryptography.hashingKeyLength)
    return try await transaction { (store) throws(StoreFailure) in
      try store.run("UPDATE facts SET hashing_key = $1 WHERE id = 1 AND hashing_key IS NULL", .bytes(new))
      return .commit(try store.first("SELECT hashing_key FROM facts WHERE id = 1") { $0.bytes(0) } ?? new)
    }
  }
}
#endif
