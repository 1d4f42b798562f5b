import FlowHosting
import FlowInterpreter
import FlowModel

// The rows of a store in memory: what no two rows have alike, and in what order they are listed.

extension InputRow: MemoryRow {
  var key: Int { arrival }
  var place: Int { arrival }
}

/// What is known of an input for as long as its key is.
struct KnownKey: MemoryRow {
  let key: InputKey
  let bodyDigest: [UInt8]
  let received: Timestamp
  /// A number greater than those of the keys that came before.
  let place: Int
}

extension SessionRow: MemoryRow {
  var place: Int { number }
}

/// What a session is found by.
struct SessionNames: MemoryRow {
  let key: SessionKey
  let names: [StoreName]
  var place: SessionKey { key }
}

/// The sessions that stand under a name.
struct NamedSessions: MemoryRow {
  let key: StoreName
  let sessions: [SessionKey]
  var place: StoreName { key }
}

extension TimerRow: MemoryRow {
  var key: TimerName { name }
  var place: TimerPlace { TimerPlace(time: time, order: order) }
}

/// When a timer fires.
struct TimerPlace: Comparable, Sendable {
  let time: Timestamp
  let order: Int

  static func < (left: TimerPlace, right: TimerPlace) -> Bool {
    (left.time, left.order) < (right.time, right.order)
  }
}

extension EffectRow: MemoryRow {
  var place: Int { order }
}

extension JournalRow: MemoryRow {
  var key: JournalPlace { place }
  var place: JournalPlace { JournalPlace(session: session, number: number) }
}

/// Where a turn stands.
struct JournalPlace: Hashable, Comparable, Sendable {
  let session: SessionKey
  let number: Int

  static func < (left: JournalPlace, right: JournalPlace) -> Bool {
    (left.session, left.number) < (right.session, right.number)
  }
}

extension StoreRecord: MemoryRow {
  var key: Int { number }
  var place: Int { number }
}

/// An event that is held, by its number.
struct HeldRow: MemoryRow {
  let event: HeldEvent
  var key: Int { event.number }
  var place: Int { event.number }
}

extension DefinitionRow: MemoryRow {
  var key: String { hash.text }
  var place: String { hash.text }
}

extension DeadLetter: MemoryRow {
  var key: Int { number }
  var place: Int { number }
}

/// A customer to whom nothing may be sent.
struct SuppressedCustomer: MemoryRow {
  let customer: Customer
  var key: Customer { customer }
  var place: StoreName { .customer(customer) }
}

/// What there is but one of.
struct MemoryFacts: Sendable {
  var life: StoreLife?
  var isPaused = false
  var missingSince: Timestamp?
  var project: ProjectRow?
  /// The hashes of the definitions of the project in force.
  var definitionsInForce: Set<DefinitionHash> = []
  /// The last number that was given to anything: each number is greater than all before.
  var latestNumber = 0

  /// A number greater than all that were given before.
  mutating func nextNumber() -> Int {
    latestNumber += 1
    return latestNumber
  }
}
