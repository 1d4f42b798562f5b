import Synchronization

/// A store whose process ends at a transaction that is chosen, as far as anybody who uses it can see: for tests of what the
/// next process finds.
///
/// Once it has ended it does nothing any more; the store beneath holds what was committed.
public final class CrashingStore<Base: ServiceStore>: ServiceStore {
  public typealias Transaction = Base.Transaction

  /// What becomes of the process at a transaction.
  public enum Fate: Sendable, Hashable {
    /// It goes on.
    case live
    /// It ends before what the transaction changed is committed.
    case endBeforeCommit
    /// It ends when that is committed, and nobody hears of it.
    case endAfterCommit
  }

  private struct Life {
    var transactions = 0
    var hasEnded = false
  }

  private let base: Base
  private let fate: @Sendable (_ number: Int, inout Base.Transaction) -> Fate
  private let life = Mutex(Life())

  /// Creates a store over another one.
  /// - Parameter fate: Decides at the end of each transaction, by its number from 1 and what it has changed.
  public init(
    _ base: Base, fate: @escaping @Sendable (_ number: Int, inout Base.Transaction) -> Fate
  ) {
    self.base = base
    self.fate = fate
  }

  /// Whether the process has ended.
  public var hasEnded: Bool { life.withLock { $0.hasEnded } }

  /// How many transactions have been begun.
  public var transactions: Int { life.withLock { $0.transactions } }

  public func transaction<Result: Sendable>(
    _ body: @escaping @Sendable (inout Base.Transaction) throws(StoreFailure) -> Conclusion<Result>
  ) async throws(StoreFailure) -> Result {
    let ended = StoreFailure.unavailable("the process has ended")
    let number = life.withLock { life in
      life.transactions += 1
      return life.hasEnded ? nil : life.transactions
    }
    guard let number else { throw ended }
    let (result, endsNow) = try await base.transaction { [fate] (store) throws(StoreFailure) in
      let conclusion = try body(&store)
      let fate = fate(number, &store)
      if fate == .endBeforeCommit {
        self.life.withLock { $0.hasEnded = true }
        throw ended
      }
      let endsNow = fate == .endAfterCommit
      return switch conclusion {
      case .commit(let result): Conclusion<(Result, Bool)>.commit((result, endsNow))
      case .rollBack(let result): .rollBack((result, endsNow))
      }
    }
    guard endsNow else { return result }
    life.withLock { $0.hasEnded = true }
    throw ended
  }

  public func accept(_ inputs: [NewInput]) async throws(StoreFailure) -> [Acceptance] {
    try await transaction { (store) throws(StoreFailure) in .commit(try store.accept(inputs)) }
  }
}
