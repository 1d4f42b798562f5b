#if Service
public import ServiceCore
import Synchronization

/// A store in a PostgreSQL database, for any number of processes.
///
/// A transaction is one of level READ COMMITTED on a connection of its own; beside `ServiceStore` stands by which locks it is
/// as if they followed one another. Inputs that come at the same time are taken in together, on a connection that no turn
/// waits for.
public final class PostgreSQLStore: ServiceStore {
  /// Where the database is. It may hold a secret.
  let address: String
  private let pool: PostgreSQLPool
  private let intake: PostgreSQLIntake
  /// The number of the process's start, once it has noted one.
  private let start = Mutex<Int?>(nil)

  /// How many transactions go on at the same time at most, beside the taking in.
  public static let connectionLimit = 4

  /// What the connections of processes that serve a store are named by, before the schema that it is in.
  static let servingName = "refrain serve "

  init(address: String, isServing: Bool, first: PostgreSQLWorker) {
    self.address = address
    pool = PostgreSQLPool(address: address, isServing: isServing, limit: Self.connectionLimit, first: first)
    intake = PostgreSQLIntake(PostgreSQLWorker(address: address, isServing: isServing))
  }

  public func transaction<Result: Sendable>(
    _ body: @escaping @Sendable (inout PostgreSQLTransaction) throws(StoreFailure) -> Conclusion<Result>
  ) async throws(StoreFailure) -> Result {
    let worker = await pool.take()
    do throws(StoreFailure) {
      let done = try await worker.transaction(start: start.withLock { $0 }, body)
      await pool.give(worker)
      if let noted = done.notedStart { start.withLock { $0 = noted } }
      return done.result
    } catch {
      await pool.give(worker)
      throw error
    }
  }

  public func accept(_ inputs: [NewInput]) async throws(StoreFailure) -> [Acceptance] {
    try await intake.accept(inputs)
  }

  /// The database keeps what was deleted where nobody asks for it, and writes over it in its own time.
  public func eraseDeleted() async -> String? {
    "the database's own files, until it has written over what it vacuums, and its log and standbys"
  }
}

/// Connections, each of which is used by one transaction at a time. They are made when they are needed.
actor PostgreSQLPool {
  private let address: String
  private let isServing: Bool
  private let limit: Int
  private var idle: [PostgreSQLWorker]
  private var count = 1
  private var waiting: [CheckedContinuation<PostgreSQLWorker, Never>] = []

  init(address: String, isServing: Bool, limit: Int, first: PostgreSQLWorker) {
    self.address = address
    self.isServing = isServing
    self.limit = limit
    idle = [first]
  }

  /// A connection for one transaction; whoever comes first gets it first.
  func take() async -> PostgreSQLWorker {
    if let worker = idle.popLast() { return worker }
    if count < limit {
      count += 1
      return PostgreSQLWorker(address: address, isServing: isServing)
    }
    return await withCheckedContinuation { waiting.append($0) }
  }

  /// Gives a connection back.
  func give(_ worker: PostgreSQLWorker) {
    if waiting.isEmpty {
      idle.append(worker)
    } else {
      waiting.removeFirst().resume(returning: worker)
    }
  }
}

/// What takes inputs in: all that have come while the ones before were written, in one transaction.
actor PostgreSQLIntake {
  private typealias Waiting = (
    inputs: [NewInput], continuation: CheckedContinuation<Result<[Acceptance], StoreFailure>, Never>
  )

  private let worker: PostgreSQLWorker
  private var waiting: [Waiting] = []
  private var isTaking = false

  /// Inputs that one transaction takes in, unless a single request brings more.
  private static let groupLimit = 1_000

  init(_ worker: PostgreSQLWorker) { self.worker = worker }

  func accept(_ inputs: [NewInput]) async throws(StoreFailure) -> [Acceptance] {
    let result = await withCheckedContinuation { continuation in
      waiting.append((inputs, continuation))
      guard !isTaking else { return }
      isTaking = true
      Task { await takeAll() }
    }
    return try result.get()
  }

  private func takeAll() async {
    while !waiting.isEmpty {
      var count = 0
      let group = waiting.prefix { request in
        defer { count += request.inputs.count }
        return count == 0 || count + request.inputs.count <= Self.groupLimit
      }
      waiting.removeFirst(group.count)
      let inputs = group.flatMap(\.inputs)
      do throws(StoreFailure) {
        let done = try await worker.transaction(start: nil) { (store) throws(StoreFailure) in
          .commit(try store.accept(inputs))
        }
        var acceptances = done.result[...]
        for request in group {
          request.continuation.resume(returning: .success(Array(acceptances.prefix(request.inputs.count))))
          acceptances.removeFirst(request.inputs.count)
        }
      } catch {
        for request in group { request.continuation.resume(returning: .failure(error)) }
      }
    }
    isTaking = false
  }
}
#endif
