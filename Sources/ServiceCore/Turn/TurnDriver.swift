import FlowHosting
public import FlowInterpreter
public import FlowModel

/// Takes what waits in a store, a group at a time: inputs in the order of arrival, and timers that are due.
///
/// It is a thin driver of the router and the machine. What a group changes is committed at once; what it had not
/// committed when the process ended, the next process takes again.
public actor TurnDriver<Store: ServiceStore> {
  typealias Turn = DurableTurn<Store.Transaction>

  let store: Store
  let library = ProgramLibrary()
  let clock: @Sendable () -> Timestamp
  let sessionKey: @Sendable () -> SessionKey
  /// What this process has written lately.
  public nonisolated let written = WrittenLately()
  /// The number of this process's start.
  public nonisolated let processStart: Int
  /// The store's incarnation when this process began.
  public nonisolated let incarnation: String
  /// Inputs and timers that failed in this process, to be counted as tried anew.
  private var failed: Set<WorkName> = []
  /// Inputs and timers that only another version of Refrain can take.
  private var left: Set<WorkName> = []

  /// Begins to work on a store, with a start of its own.
  /// - Parameters:
  ///   - store: A store that has a life: see `LifeStorage.set`.
  ///   - clock: What time it is.
  ///   - sessionKey: Draws a key that no session has.
  public init(
    _ store: Store, clock: @escaping @Sendable () -> Timestamp,
    sessionKey: @escaping @Sendable () -> SessionKey
  ) async throws(StoreFailure) {
    self.store = store
    self.clock = clock
    self.sessionKey = sessionKey
    (processStart, incarnation) = try await store.transaction { (store) throws(StoreFailure) in
      let start = try store.noteStart()
      guard let life = try store.life() else { throw .damaged("nobody has begun to use it") }
      return .commit((start, life.incarnation))
    }
  }

  /// Puts a project in force, for all processes that work on the store; one that is in force keeps its number.
  /// - Returns: Its number.
  @discardableResult
  public func put(_ project: ServiceProject) async throws(StoreFailure) -> Int {
    let number = try await store.transaction { [library] (store) throws(StoreFailure) in
      .commit(try library.put(project, in: &store))
    }
    library.remember(project, number: number)
    return number
  }

  /// Whether something waits that only another version of Refrain can take: the process is not ready then.
  public var leavesSomething: Bool { !left.isEmpty }

  /// Takes the next group.
  ///
  /// What an earlier process had begun and not ended is taken alone, after it has been noted whom it concerns: what ends a
  /// process takes nothing else with it.
  /// - Returns: What was done; nil where nothing waits, or only for what another process has in hand.
  /// - Throws: `StoreFailure`; what had been committed stays so, and the rest is taken later.
  public func takeGroup() async throws(StoreFailure) -> TurnReport? {
    var told = TurnReport()
    while true {
      let claim = try await claim()
      told += claim.report
      guard !claim.items.isEmpty else { return told == TurnReport() ? nil : told }
      if claim.isAlone { try await noteTargets(of: claim.items) }
      guard let result = try await run(claim.items) else { continue }
      if result.passedOver == claim.items.count, told == TurnReport() { return nil }
      failed.subtract(claim.items.map(\.name))
      failed.formUnion(result.failed)
      left.formUnion(result.left)
      return told + result.report
    }
  }

  /// Takes groups until nothing waits that can be taken now.
  public func takeAll() async throws(StoreFailure) -> TurnReport {
    var report = TurnReport()
    while let group = try await takeGroup() { report += group }
    return report
  }
}

/// What waits, by its name in the store.
enum WorkName: Hashable, Sendable {
  case input(Int)
  case timer(TimerName)
}

/// Claiming.
extension TurnDriver {
  private struct Claim: Sendable {
    var items: [WorkItem] = []
    var isAlone = false
    var report = TurnReport()
  }

  /// Marks the next group, in a commit of its own, and makes dead letters of what has been tried too often.
  private func claim() async throws(StoreFailure) -> Claim {
    try await store.repeatingConflicts { [processStart, clock, failed, left] (store) throws(StoreFailure) in
      let now = try store.time(by: clock)
      let limit = ServiceLimits.groupSize
      let timers = try store.timers(dueBy: now, limit: limit + left.count)
      let inputs = try store.inputs(limit: limit + left.count)
      var claim = Claim()
      var begun: [WorkItem] = []
      for var item in WorkItem.inOrder(timers: timers, inputs: inputs).prefix(limit + left.count)
      where !left.contains(item.name) {
        let isFound = item.tries.start.map { $0 != processStart } ?? false
        if isFound || failed.contains(item.name) {
          if item.tries.count >= ServiceLimits.tries {
            let problem = "it ended the process \(item.tries.count) times"
            try DeadLetters.add(item, problem, session: item.target, at: now, in: &store, &claim.report)
            continue
          }
          guard claim.items.isEmpty else { break }
          claim.isAlone = true
        }
        if item.tries.start != processStart || failed.contains(item.name) {
          item.countTry(by: processStart)
          begun.append(item)
          // Should the process end before it knows better.
          if claim.isAlone { try item.noteProbableTarget(in: &store) }
        }
        claim.items.append(item)
        if claim.isAlone || claim.items.count == limit { break }
      }
      try WorkItem.mark(begun, by: processStart, in: &store)
      return .commit(claim)
    }
  }

  /// Notes by whom the items are about to be taken, in a commit of its own.
  private func noteTargets(of items: [WorkItem]) async throws(StoreFailure) {
    try await store.repeatingConflicts { [self] (store) throws(StoreFailure) in
      let project = try library.project(in: &store)
      for case .input(let row) in items {
        var turn = makeTurn(for: .input(row), of: project)
        try store.noteTarget(try turn.target(in: &store), ofInput: row.arrival)
      }
      return .commit(())
    }
  }
}

/// Running.
extension TurnDriver {
  private struct Run: Sendable {
    var report = TurnReport()
    var failed: Set<WorkName> = []
    var left: Set<WorkName> = []
    /// Items that another process has taken, or that come after what another one has in hand.
    var passedOver = 0
  }

  /// Takes items, all in one transaction.
  /// - Returns: What was done; nil where nothing was, since what goes before one of them has been put back meanwhile.
  private func run(_ items: [WorkItem]) async throws(StoreFailure) -> Run? {
    try await store.repeatingConflicts { [self, left] (store) throws(StoreFailure) in
      var run = Run()
      let project = try library.project(in: &store)
      var waiting: [InputRow]?
      let isAlone = try store.lock([]) == .nothingChanged
      if isAlone {
        waiting = try Self.waiting(items, besides: left, in: &store)
        guard waiting != nil else { return .rollBack(nil) }
      }
      let read = try readAhead(items, of: project, isAlone: isAlone, in: &store)
      for item in items {
        guard let item = try item.refreshed(among: waiting, in: &store) else {
          run.passedOver += 1
          continue
        }
        var turn = makeTurn(for: item, of: project, item.arrival.flatMap { read[$0] })
        switch try turn.take(in: &store) {
        case .taken: break
        case .after, .gone:
          run.passedOver += 1
          continue
        case .beginAnew: throw .conflict
        case .leftToOthers(let reason):
          // It is no try, and whoever can take it is not to find it begun.
          try item.unmark(in: &store)
          run.left.insert(item.name)
          run.report.notices.append(.leftToOthers(reason))
        case .failed(let problem, let session):
          if item.tries.count >= ServiceLimits.tries {
            try DeadLetters.add(
              item, problem, session: session, at: try store.time(by: clock), in: &store, &run.report)
          } else {
            run.failed.insert(item.name)
            run.report.notices.append(.failed(problem))
          }
        }
        run.report += turn.report
      }
      return .commit(run)
    }
  }

  /// The inputs of a group as they stand now, where nobody else can change them until the transaction ends; nil where one goes
  /// before them that was not there when they were claimed: somebody has put back what had been a dead letter.
  private static func waiting(
    _ items: [WorkItem], besides left: Set<WorkName>, in store: inout Store.Transaction
  ) throws(StoreFailure) -> [InputRow]? {
    let claimed = Set(items.compactMap(\.arrival))
    guard let last = claimed.max() else { return [] }
    let rows = try store.inputs(limit: claimed.count + left.count)
    let isOvertaken = rows.contains {
      $0.arrival < last && !claimed.contains($0.arrival) && !left.contains(.input($0.arrival))
    }
    return isOvertaken ? nil : rows
  }

  /// Locks what all items of a group concern, in one order: no two groups wait in a circle for one another; and has the store
  /// read it.
  /// - Parameter isAlone: Whether nobody else can change anything, so that nothing need be locked.
  /// - Returns: The inputs as they were read for that, by their arrival numbers.
  private nonisolated func readAhead(
    _ items: [WorkItem], of project: ServiceProject, isAlone: Bool, in store: inout Store.Transaction
  ) throws(StoreFailure) -> [Int: ReadInput] {
    guard items.count > 1 else { return [:] }
    var read: [Int: ReadInput] = [:]
    var names: Set<StoreName> = []
    var sessions: [SessionKey] = []
    let router = Router(project.routed)
    for item in items {
      if case .input(let row) = item { read[row.arrival] = ReadInput(row.input, written: written) }
      let keys = item.keys(by: router, item.arrival.flatMap { read[$0] })
      names.formUnion(keys.names)
      sessions += keys.sessions
    }
    guard !isAlone else {
      try store.readAhead(inputs: [], under: Array(names), keys: sessions, queues: [])
      return read
    }
    let found = try store.owners(under: Array(names), keys: sessions)
    let locks = names.union(found.map { .customer($0.customer) })
    _ = try store.lock(locks.sorted())
    try store.readAhead(
      inputs: items.compactMap(\.arrival), under: Array(names), keys: sessions,
      queues: Array(locks.union(found.map { .session($0.session) })))
    return read
  }

  private nonisolated func makeTurn(
    for item: WorkItem, of project: ServiceProject, _ read: ReadInput? = nil
  ) -> Turn {
    Turn(
      library: library, written: written, project: project, incarnation: incarnation, clock: clock,
      sessionKey: sessionKey, item: item, read: read)
  }
}

extension TurnReport {
  static func + (left: TurnReport, right: TurnReport) -> TurnReport {
    var sum = left
    sum += right
    return sum
  }
}

extension SessionKey {
  /// A key that no session has: 128 random bits.
  @Sendable package static func drawn() -> SessionKey {
    SessionKey(bits: (high: .random(in: .min ... .max), low: .random(in: .min ... .max)))
  }
}
