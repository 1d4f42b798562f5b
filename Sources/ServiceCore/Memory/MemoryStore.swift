/// A store in memory, for tests and for whoever needs none that lasts.
///
/// It keeps what a store on disk keeps and does all that the conformance suite asks, so that whatever is written against
/// `ServiceStore` can be tested without a disk, and stopped anywhere: `reopened` is what the next process finds.
public actor MemoryStore: ServiceStore {
  private var contents: MemoryTransaction

  /// Creates a store that nobody has begun to use.
  public init() { contents = MemoryTransaction() }

  private init(_ contents: MemoryTransaction) { self.contents = contents }

  /// What the next process finds: another store that holds what this one has committed so far.
  public func reopened() -> MemoryStore { MemoryStore(contents) }

  public func transaction<Result: Sendable>(
    _ body: @escaping @Sendable (inout MemoryTransaction) throws(StoreFailure) -> Conclusion<Result>
  ) async throws(StoreFailure) -> Result {
    do {
      switch try body(&contents) {
      case .commit(let result):
        contents.keepChanges()
        return result
      case .rollBack(let result):
        contents.takeChangesBack()
        return result
      }
    } catch {
      contents.takeChangesBack()
      throw error
    }
  }

  public func accept(_ inputs: [NewInput]) async throws(StoreFailure) -> [Acceptance] {
    try await transaction { (store) throws(StoreFailure) in .commit(store.accept(inputs)) }
  }
}

/// A transaction of a store in memory: all that the store holds, with what the transaction has changed so far.
public struct MemoryTransaction: Sendable {
  var facts = MemoryFacts()
  private var formerFacts = MemoryFacts()
  var inputs = MemoryTable<InputRow>()
  var keys = MemoryTable<KnownKey>()
  var sessions = MemoryTable<SessionRow>()
  var sessionNames = MemoryTable<SessionNames>()
  var namedSessions = MemoryTable<NamedSessions>()
  var timers = MemoryTable<TimerRow>()
  var effects = MemoryTable<EffectRow>()
  var journal = MemoryTable<JournalRow>()
  var records = MemoryTable<StoreRecord>()
  var heldEvents = MemoryTable<HeldRow>()
  var definitions = MemoryTable<DefinitionRow>()
  var deadLetters = MemoryTable<DeadLetter>()
  var suppressed = MemoryTable<SuppressedCustomer>()

  fileprivate mutating func keepChanges() {
    formerFacts = facts
    inputs.keepChanges()
    keys.keepChanges()
    sessions.keepChanges()
    sessionNames.keepChanges()
    namedSessions.keepChanges()
    timers.keepChanges()
    effects.keepChanges()
    journal.keepChanges()
    records.keepChanges()
    heldEvents.keepChanges()
    definitions.keepChanges()
    deadLetters.keepChanges()
    suppressed.keepChanges()
  }

  fileprivate mutating func takeChangesBack() {
    facts = formerFacts
    inputs.takeChangesBack()
    keys.takeChangesBack()
    sessions.takeChangesBack()
    sessionNames.takeChangesBack()
    namedSessions.takeChangesBack()
    timers.takeChangesBack()
    effects.takeChangesBack()
    journal.takeChangesBack()
    records.takeChangesBack()
    heldEvents.takeChangesBack()
    definitions.takeChangesBack()
    deadLetters.takeChangesBack()
    suppressed.takeChangesBack()
  }
}
