import FlowModel

/// What every `ServiceStore` must do, as checks that run against any of them.
///
/// It needs no testing library: a check throws what is wrong. Each opens a store of its own, and runs twice, the second time
/// with the store reopened after every transaction, so that what it holds has been written and read again.
public struct StoreConformance<Store: ServiceStore>: Sendable {
  /// One thing that a store must do.
  public struct Check: Sendable, CustomStringConvertible {
    /// What it must do.
    public let name: String
    private let body: @Sendable () async throws -> Void

    fileprivate init(_ name: String, _ body: @escaping @Sendable () async throws -> Void) {
      self.name = name
      self.body = body
    }

    /// What it must do.
    public var description: String { name }

    /// Runs the check.
    /// - Throws: `ConformanceFailure` where the store does something else; whatever the store throws.
    public func run() async throws { try await body() }
  }

  /// The checks.
  public let checks: [Check]

  /// Creates the checks of a kind of store.
  /// - Parameters:
  ///   - open: Opens a new store that nobody has begun to use.
  ///   - reopen: Opens what a store holds anew, as the next process would find it. The former store is not used any more.
  public init(
    open: @escaping @Sendable () async throws -> Store,
    reopen: @escaping @Sendable (Store) async throws -> Store
  ) {
    let all =
      StoreProbe<Store>.lifeChecks + StoreProbe<Store>.inputChecks + StoreProbe<Store>.sessionChecks
      + StoreProbe<Store>.readingAheadChecks
      + StoreProbe<Store>.timerChecks + StoreProbe<Store>.effectChecks + StoreProbe<Store>.journalChecks
      + StoreProbe<Store>.operatorChecks + StoreProbe<Store>.forgettingChecks
    checks = all.flatMap { name, body in
      [
        Check(name) { try await body(StoreProbe(try await open(), reopen: nil)) },
        Check("\(name), reopened each time") { try await body(StoreProbe(try await open(), reopen: reopen)) },
      ]
    }
  }
}

/// What is wrong with a store.
public struct ConformanceFailure: Error, Sendable, CustomStringConvertible {
  /// What was expected and what was there instead.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// A store under test.
actor StoreProbe<Store: ServiceStore> {
  /// A check's name, and what it does.
  typealias NamedCheck = (name: String, body: @Sendable (StoreProbe<Store>) async throws -> Void)

  private var store: Store
  private let reopen: (@Sendable (Store) async throws -> Store)?

  init(_ store: Store, reopen: (@Sendable (Store) async throws -> Store)?) {
    self.store = store
    self.reopen = reopen
  }

  /// Runs a transaction that is kept.
  @discardableResult
  func commit<Result: Sendable>(
    _ body: @escaping @Sendable (inout Store.Transaction) throws -> Result
  ) async throws -> Result {
    let result = try await Self.attempt(in: store, body).get()
    try await reopenIfAsked()
    return result
  }

  /// Runs a transaction that is taken back.
  func rollBack(_ body: @escaping @Sendable (inout Store.Transaction) throws -> Void) async throws {
    try await store.transaction { (transaction) throws(StoreFailure) in
      .rollBack(try Self.run(body, &transaction))
    }
    try await reopenIfAsked()
  }

  /// Runs a transaction that is kept, if it does not fail.
  static func attempt<Value: Sendable>(
    in store: Store, _ body: @escaping @Sendable (inout Store.Transaction) throws -> Value
  ) async -> Result<Value, StoreFailure> {
    do {
      return .success(
        try await store.transaction { (transaction) throws(StoreFailure) in
          .commit(try Self.run(body, &transaction))
        })
    } catch {
      return .failure(error)
    }
  }

  /// Runs a body that throws nothing but a store's failures; a closure's type does not say so.
  private static func run<Value>(
    _ body: (inout Store.Transaction) throws -> Value, _ transaction: inout Store.Transaction
  ) throws(StoreFailure) -> Value {
    do {
      return try body(&transaction)
    } catch {
      throw error as? StoreFailure ?? .damaged("\(error)")
    }
  }

  /// Takes inputs in.
  @discardableResult
  func accept(_ inputs: [NewInput]) async throws -> [Acceptance] {
    let acceptances = try await store.accept(inputs)
    try await reopenIfAsked()
    return acceptances
  }

  /// Makes the store fit to go on as a restored backup.
  /// - Returns: How many effects are to be judged.
  func acceptRestoration(as incarnation: String, starts: Int, at now: Timestamp) async throws -> Int {
    let count = try await store.acceptRestoration(as: incarnation, starts: starts, at: now)
    try await reopenIfAsked()
    return count
  }

  /// Takes inputs in that are all new.
  /// - Returns: Their numbers.
  func acceptNew(_ inputs: [NewInput]) async throws -> [Int] {
    try await accept(inputs).map { acceptance in
      guard case .accepted(let arrival) = acceptance else {
        throw ConformanceFailure("a new input was \(acceptance)")
      }
      return arrival
    }
  }

  /// Runs a transaction that must fail in a way.
  func expectFailure(
    _ failure: StoreFailure, _ what: String,
    _ body: @escaping @Sendable (inout Store.Transaction) throws -> Void
  ) async throws {
    guard case .failure(failure) = await Self.attempt(in: store, body) else {
      throw ConformanceFailure("\(what) did not fail with \(failure)")
    }
    try await reopenIfAsked()
  }

  /// The store itself, for what goes on at the same time.
  var current: Store { store }

  private func reopenIfAsked() async throws {
    if let reopen { store = try await reopen(store) }
  }
}

/// Sees to it that something is what was expected.
func expect<Value: Equatable>(_ value: Value?, _ expected: Value?, _ what: String) throws {
  func told(_ value: Value?) -> String { value.map { "\($0)" } ?? "nothing" }
  guard value == expected else {
    throw ConformanceFailure("\(what): expected \(told(expected)), but it is \(told(value))")
  }
}
