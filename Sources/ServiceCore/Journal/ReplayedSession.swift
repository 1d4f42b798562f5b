import FlowInterpreter
import FlowModel
import JSONSyntax

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
    if let difference = Self.difference(of: lines, from: row.records) { return difference }
    documentDigest = SessionDocument(state, of: program).digest
    return documentDigest == row.documentDigest ? nil : "the document differs"
  }

  /// What lines of records differ in from those that are stored; nil for nothing.
  private static func difference(of lines: [UInt8], from records: [UInt8]) -> String? {
    let stored = records.split(separator: UInt8(ascii: "\n"))
    let made = lines.split(separator: UInt8(ascii: "\n"))
    if let index = stored.indices.first(where: { $0 >= made.count || stored[$0] != made[$0] }) {
      let line = String(decoding: stored[index], as: UTF8.self)
      let other = index < made.count ? String(decoding: made[index], as: UTF8.self) : "nothing"
      return "the record was \(line), and is \(other)"
    }
    return stored.count == made.count ? nil : "there are more records than there were"
  }
}
