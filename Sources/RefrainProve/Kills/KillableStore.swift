#if Service
import ServiceCore

/// A store over which the process can be killed before and after each commit.
struct KillableStore<Base: ServiceStore>: ServiceStore {
  typealias Transaction = Base.Transaction

  let base: Base
  let trigger: KillTrigger
  let beforeCommit: KillPoint
  let afterCommit: KillPoint
  /// What the process traps at, if at anything.
  var trap: TrappingMessage?

  func transaction<Result: Sendable>(
    _ body: @escaping @Sendable (inout Base.Transaction) throws(StoreFailure) -> Conclusion<Result>
  ) async throws(StoreFailure) -> Result {
    let result = try await base.transaction { [trigger, beforeCommit, trap] (store) throws(StoreFailure) in
      let messages = try trap?.arrivals(in: &store) ?? []
      let conclusion = try body(&store)
      try trap?.spring(ifTaken: messages, in: &store)
      trigger.reach(beforeCommit)
      return conclusion
    }
    trigger.reach(afterCommit)
    return result
  }

  func accept(_ inputs: [NewInput]) async throws(StoreFailure) -> [Acceptance] {
    try await transaction { (store) throws(StoreFailure) in .commit(try store.accept(inputs)) }
  }
}
#endif
