#if Service
public import FlowModel
public import ServiceCore

extension SQLiteStore {
  /// Sees to it that what has been opened to be served may be: a new store is made one of this kind.
  ///
  /// The start itself is counted by whoever works on it, and then marked beside the store.
  /// - Throws: `.otherKind`; `.restored` where the mark beside the store tells of a later start.
  public func begin(_ kind: StoreLife.Kind) async throws(StoreOpeningFailure) {
    guard let owner else { preconditionFailure("a store that is only looked at is not served") }
    let marked = owner.markedStart
    let refusal: StoreOpeningFailure?
    do {
      let incarnation = StoreLife.newIncarnation
      refusal = try await transaction { (store) throws(StoreFailure) in
        guard let life = try store.life() else {
          // Behind its mark too where another store was here before, which has used other keys.
          try store.set(StoreLife(incarnation: incarnation, kind: kind, starts: marked))
          return .commit(nil)
        }
        if life.kind != kind { return .rollBack(.otherKind(life.kind)) }
        return .rollBack(life.starts < marked ? .restored : nil)
      }
    } catch {
      throw .failed(error)
    }
    if let refusal { throw refusal }
  }

  /// Makes a restored backup fit to go on, behind all that the mark beside it tells of.
  /// - Parameter now: When this is.
  /// - Returns: How many effects the next start judges, since nobody knows what became of them.
  public func acceptRestoration(at now: Timestamp) async throws(StoreOpeningFailure) -> Int {
    guard let owner else { preconditionFailure("a store that is only looked at is not changed whole") }
    do {
      return try await acceptRestoration(
        as: StoreLife.newIncarnation, starts: owner.markedStart, at: now)
    } catch {
      throw .failed(error)
    }
  }
}
#endif
