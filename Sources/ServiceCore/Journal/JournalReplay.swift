public import FlowInterpreter
import FlowModel
import JSONSyntax

/// What came of replaying a session.
public enum ReplayResult: Sendable, Hashable {
  /// Every turn has the digests that were stored: how many turns there are.
  case same(turns: Int)
  /// A turn has not, by its number: what differs.
  case differs(turn: Int, String)
  /// A turn was taken by another version of the machine, by its number, and is not judged, nor is what follows.
  case otherVersion(turn: Int, version: Int)

  /// Why the session is not the same to its end; nil where it is.
  var problem: String? {
    switch self {
    case .same: nil
    case .differs(let turn, let what): "turn \(turn): \(what)"
    case .otherVersion(let turn, let version): "turn \(turn) is of version \(version) of the machine"
    }
  }
}

/// What a replay tells of a session, as far as it was the same.
struct ReplayedTurns {
  let result: ReplayResult
  let row: SessionRow
  /// The session's definition; nil where it is not kept.
  var program: FlowProgram?
  /// What was said and done.
  var entries: [SessionTrace.Entry] = []
  /// What came, and when.
  var inputs: [(time: Timestamp, input: SessionRecording.Input)] = []

  /// What was said, and what the machine did.
  var log: [LogEntry] { entries.compactMap { if case .machine(let entry) = $0 { entry } else { nil } } }
}

/// Feeds journals to the machine again: what it makes of them must be what it made of them before.
public struct JournalReplay<Store: ServiceStore>: Sendable {
  let store: Store
  private let library = ProgramLibrary()

  /// Creates a replay of a store's journals.
  public init(_ store: Store) { self.store = store }

  /// Replays one session.
  /// - Returns: nil where there is no such session.
  public func replay(_ key: SessionKey) async throws(StoreFailure) -> ReplayResult? {
    try await replayTold(key)?.result
  }

  /// Replays one session, and tells what came and what was said and done in it as far as it was the same.
  func replayTold(_ key: SessionKey) async throws(StoreFailure) -> ReplayedTurns? {
    try await store.transaction { [library] (store) throws(StoreFailure) in
      guard let row = try store.sessions(under: [], keys: [key]).first else {
        return Conclusion<ReplayedTurns?>.rollBack(nil)
      }
      guard let program = try library.program(row.definition, in: &store) else {
        return .rollBack(
          ReplayedTurns(
            result: .differs(turn: 1, "the definition \(row.definition.text) is not kept or cannot be run"),
            row: row))
      }
      var session = ReplayedSession(key: key, program: program)
      let result = try session.replay(row, in: &store)
      return .rollBack(
        ReplayedTurns(
          result: result, row: row, program: program, entries: session.entries, inputs: session.inputs))
    }
  }

  /// Replays every session, in the order of their starts.
  /// - Parameter tell: Is told what came of each.
  public func replayAll(_ tell: (SessionKey, ReplayResult) -> Void) async throws(StoreFailure) {
    var number = 0
    while true {
      let after = number
      let rows = try await store.transaction { (store) throws(StoreFailure) in
        .rollBack(try store.sessions(of: nil, after: after, limit: ServiceLimits.groupSize))
      }
      guard let last = rows.last else { return }
      for row in rows {
        if let result = try await replay(row.key) { tell(row.key, result) }
      }
      number = last.number
    }
  }
}

/// A session that is replayed.
struct ReplayedSession {
  let key: SessionKey
  let program: FlowProgram
  /// How many rows have been taken.
  var turn = 0
  var documentDigest: UInt64 = 0
  /// What was said and done.
  private(set) var entries: [SessionTrace.Entry] = []
  /// What came, and when.
  private(set) var inputs: [(time: Timestamp, input: SessionRecording.Input)] = []
  /// The session after the rows that have been taken; nil before the first.
  private(set) var state: SessionState?
  private var recordCount = 0

  init(key: SessionKey, program: FlowProgram) {
    self.key = key
    self.program = program
  }

  /// Takes all rows of the journal, and compares what came of them with the session as it is stored.
  mutating func replay<Transaction: StoreTransaction>(
    _ row: SessionRow, in store: inout Transaction
  ) throws(StoreFailure) -> ReplayResult {
    if let result = try takeJournal(in: &store) { return result }
    guard turn == row.turn else {
      return .differs(turn: turn + 1, "the journal has \(turn) of \(row.turn) rows")
    }
    guard documentDigest == row.document.digest else {
      return .differs(turn: row.turn, "the stored document is another one")
    }
    return .same(turns: turn)
  }

  /// Takes all rows of the journal.
  /// - Returns: Why the replay ends before the last; nil where it does not.
  mutating func takeJournal<Transaction: StoreTransaction>(
    in store: inout Transaction
  ) throws(StoreFailure) -> ReplayResult? {
    while true {
      let rows = try store.journal(of: key, after: turn, limit: ServiceLimits.groupSize)
      guard !rows.isEmpty else { return nil }
      for row in rows {
        if let result = take(row) { return result }
      }
    }
  }

  /// Takes a row of the journal.
  /// - Returns: Why the replay ends here; nil where it goes on.
  mutating func take(_ row: JournalRow) -> ReplayResult? {
    turn += 1
    guard row.number == turn else { return .differs(turn: turn, "the row is missing") }
    guard row.records.digest == row.recordsDigest else {
      return .differs(turn: turn, "the stored records are not those that were written")
    }
    guard let input = JSON(storedContent: row.input).flatMap(RoutedInput.init(json:)) else {
      return .differs(turn: turn, "the stored input cannot be read")
    }
    if case .note = input {
      recordCount += 1
      if let record = ServiceRecord(line: row.records) { entries.append(.service(record, at: row.now)) }
      return row.documentDigest == documentDigest ? nil : .differs(turn: turn, "the document differs")
    }
    guard row.machineVersion == FlowMachine.version else {
      return .otherVersion(turn: turn, version: row.machineVersion)
    }
    return run(input, of: row).map { .differs(turn: turn, $0) }
  }

  /// - Returns: What differs; nil for nothing.
  private mutating func run(_ input: RoutedInput, of row: JournalRow) -> String? {
    let machine = FlowMachine(program)
    var turn = FlowMachine.Turn()
    switch (input, state) {
    case (.begin(let trigger), nil):
      guard let beginning = machine.beginning(with: trigger) else {
        return "nothing begins with the stored input"
      }
      state = beginning.begin(key, at: row.now, in: &turn)
      inputs.append((row.now, .begun(trigger)))
    case (.resume(let input), var resumed?):
      machine.resume(&resumed, with: input, at: row.now, in: &turn)
      state = resumed
      inputs.append((row.now, .resumed(input)))
    case (.begin, _?), (.resume, nil), (.note, _): return "the row is out of its order"
    }
    guard let state else { return "the session has not begun" }
    let lines = turn.lines(of: key, after: recordCount, startedAt: state.startedAt, at: row.now)
    entries += input.said(at: row.now).map { .machine($0) }
    for (index, happening) in turn.happenings.enumerated() {
      let record = TraceRecord(
        sequence: recordCount + index + 1, milliseconds: row.now - state.startedAt, session: key.text,
        happening: happening)
      entries.append(.machine(.record(record)))
    }
    recordCount += turn.happenings.count
    let stored = row.records.split(separator: UInt8(ascii: "\n"))
    let made = lines.split(separator: UInt8(ascii: "\n"))
    if let index = stored.indices.first(where: { $0 >= made.count || stored[$0] != made[$0] }) {
      let line = String(decoding: stored[index], as: UTF8.self)
      let other = index < made.count ? String(decoding: made[index], as: UTF8.self) : "nothing"
      return "the record was \(line), and is \(other)"
    }
    guard stored.count == made.count else { return "there are more records than there were" }
    documentDigest = SessionDocument(state, of: program).digest
    return documentDigest == row.documentDigest ? nil : "the document differs"
  }
}
