#if Service
import FlowHosting
import FlowInterpreter
import FlowModel
import ServiceCore

// What the service keeps, of a row of the columns that both databases' stores name in the same order.

extension StoreLife {
  /// Reads what a store was made as; nil where nobody has begun to use it.
  static func read(_ row: some StoredRow) throws(StoreFailure) -> StoreLife? {
    guard let incarnation = row.optionalText(0) else { return nil }
    guard let kind = Kind(rawValue: row.text(1)) else { throw .damaged("it serves nothing known") }
    return StoreLife(incarnation: incarnation, kind: kind, starts: row.integer(2))
  }
}

extension SessionRow {
  init(_ row: some StoredRow) throws(StoreFailure) {
    guard let customer = try row.customer(3) else { throw .damaged("a session is nobody's") }
    var parking: Parking?
    if let node = row.optionalText(9) {
      guard let reason = WaitReason(rawValue: row.text(10)) else {
        throw .damaged("a session waits for nothing known")
      }
      parking = Parking(node: NodeName(node), reason: reason, since: row.time(11))
    }
    self.init(
      key: SessionKey(row.text(0)), number: row.integer(14), flow: row.text(1),
      definition: DefinitionHash(text: row.text(2)), customer: customer, turn: row.integer(4),
      recordCount: row.integer(5), startedAt: row.time(6), latestTurnAt: row.time(7),
      endedAt: row.optionalTime(8), parking: parking, isStalled: row.flag(12), document: row.bytes(13))
  }
}

extension InputRow {
  init(_ row: some StoredRow) throws(StoreFailure) {
    let input = NewInput(
      key: row.optionalBytes(1).map { InputKey($0) }, bodyDigest: row.bytes(2), received: row.time(3),
      queue: row.isNull(4) ? nil : try row.name(4), content: row.bytes(6))
    self.init(arrival: row.integer(0), input: input, tries: row.tries(7), parkedBehind: row.session(9))
    target = row.session(10)
  }
}

extension TimerRow {
  init(_ row: some StoredRow) {
    let (session, number) = (row.text(0), row.integer(1))
    self.init(
      name: session.isEmpty ? .heldEvent(number) : .session(SessionKey(session), TimerID(number)),
      time: row.time(2), order: row.integer(3), tries: row.tries(4))
  }
}

extension TimerName {
  /// The session's key; empty, which no session's is, for a held event.
  var storedSession: String {
    switch self {
    case .session(let key, _): key.text
    case .heldEvent: ""
    }
  }

  /// The timer's number among the session's, or the held event's.
  var storedNumber: Int {
    switch self {
    case .session(_, let timer): timer.number
    case .heldEvent(let number): number
    }
  }
}

/// The numbers of effects' states, which are written, and stand in indexes, and are never given to another.
enum StateNumber {
  static let waiting = 0
  static let attempted = 1
  static let inDoubt = 2
}

extension EffectRow {
  init(_ row: some StoredRow) throws(StoreFailure) {
    let key = EffectKey(
      incarnation: row.text(2), session: SessionKey(row.text(0)), number: row.integer(1))
    let time = row.time(11)
    self.init(
      key: key, content: row.bytes(3), lane: row.optionalText(4), notAfter: row.time(5), notBefore: time)
    order = row.integer(13)
    isWanted = row.flag(6)
    isLastTry = row.flag(7)
    tries = row.integer(8)
    firstTry = row.optionalTime(9)
    switch row.integer(10) {
    case StateNumber.waiting: state = .waiting(notBefore: time)
    case StateNumber.attempted: state = .attempted(until: time, by: row.integer(12))
    case StateNumber.inDoubt: state = .inDoubt(since: time)
    default: throw .damaged("an effect's state is none")
    }
  }
}

extension JournalRow {
  init(_ row: some StoredRow) {
    self.init(
      session: SessionKey(row.text(0)), number: row.integer(1), now: row.time(2),
      machineVersion: row.integer(3),
      input: row.bytes(4), records: row.bytes(5), recordsDigest: row.digest(6), documentDigest: row.digest(7))
  }
}

extension StoreRecord {
  init(_ row: some StoredRow) throws(StoreFailure) {
    self.init(at: row.time(1), customer: try row.customer(2), content: row.bytes(3))
    number = row.integer(0)
  }
}

extension HeldEvent {
  init(_ row: some StoredRow) throws(StoreFailure) {
    self.init(
      name: try row.name(1), key: row.optionalBytes(3).map { InputKey($0) }, received: row.time(4),
      content: row.bytes(5))
    number = row.integer(0)
  }
}

extension DeadLetter {
  init(_ row: some StoredRow) throws(StoreFailure) {
    guard let kind = Kind(rawValue: row.text(1)) else { throw .damaged("a dead letter is of no known kind") }
    self.init(
      kind, at: row.time(2), session: row.session(3), customer: try row.customer(4), problem: row.text(5),
      content: row.bytes(6))
    number = row.integer(0)
  }
}
#endif
