#if Service
public import ServiceCore

/// A store that a live service can stand on.
public protocol LiveStore: ServiceStore {
  /// Whether this process alone works on it.
  var isOnlyProcess: Bool { get }

  /// What names of what came in, and texts, are hashed with: the same for all processes of the store and for ever.
  /// - Parameter new: What it is made where there is none; random bytes where that is nil.
  func hashingKey(orNew new: [UInt8]?) async throws(StoreFailure) -> [UInt8]

  /// Puts all that was committed where a copy of the store would find it, as the service ends.
  func checkpoint() async

  /// What processes tell one another by that work has been committed; nil where there is no other one to be told.
  func bell() -> PostgreSQLBell?
}

extension SQLiteStore: LiveStore {
  public nonisolated var isOnlyProcess: Bool { true }
  public nonisolated func bell() -> PostgreSQLBell? { nil }
}

extension PostgreSQLStore: LiveStore {
  /// The database sees to it.
  public func checkpoint() async {}
  public var isOnlyProcess: Bool { false }
  public func bell() -> PostgreSQLBell? { PostgreSQLBell(address: address) }
}
#endif
