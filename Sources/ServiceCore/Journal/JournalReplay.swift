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
}

/// Feeds journals to the machine again: what it makes of them must be what it made of them before.
public struct JournalReplay<Store: ServiceStore>: Sendable {
  private let store: Store
  private let library = ProgramLibrary()

  /// Creates a replay of a store's journals.
  public init(_ store: Store) { self.store = store }

  /// Replays one session.
  /// - Returns: nil where there is no such session.
  public func replay(_ key: SessionKey) async throws(StoreFailure) -> ReplayResult? {
    try await store.transaction { [library] (store) throws(StoreFailure) -> Conclusion<ReplayResult?> in
      guard let row = try store.sessions(under: [], keys: [key]).first else { return .rollBack(nil) }
      guard let program = try library.program(row.definition, in: &store) else {
        return .rollBack(
          .differs(turn: 1, "the definition \(row.definition.text) is not kept or cannot be run"))
      }
      var session = ReplayedSession(key: key, program: program)
      while true {
        let rows = try store.journal(of: key, after: session.turn, limit: ServiceLimits.groupSize)
        guard !rows.isEmpty else { break }
        for row in rows {
          if let result = session.take(row) { return .rollBack(result) }
        }
      }
      guard session.turn == row.turn else {
        return .rollBack(
          .differs(turn: session.turn + 1, "the journal has \(session.turn) of \(row.turn) rows"))
      }
      guard session.documentDigest == row.document.digest else {
        return .rollBack(.differs(turn: row.turn, "the stored document is another one"))
      }
      return .rollBack(.same(turns: session.turn))
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
private struct ReplayedSession {
  let key: SessionKey
  let program: FlowProgram
  /// How many rows have been taken.
  var turn = 0
  var documentDigest: UInt64 = 0
  private var state: SessionState?
  private var recordCount = 0

  init(key: SessionKey, program: FlowProgram) {
    self.key = key
    self.program = program
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
      guard machine.customer(of: trigger) != nil else { return "nothing begins with the stored input" }
      state = machine.start(with: trigger, key: key, at: row.now, in: &turn)
    case (.resume(let input), var resumed?):
      machine.resume(&resumed, with: input, at: row.now, in: &turn)
      state = resumed
    case (.begin, _?), (.resume, nil), (.note, _): return "the row is out of its order"
    }
    guard let state else { return "the session has not begun" }
    let lines = turn.lines(of: key, after: recordCount, startedAt: state.startedAt, at: row.now)
    recordCount += turn.happenings.count
    let stored = row.records.split(separator: UInt8(ascii: "\n"))
    let made = lines.split(separator: UInt8(ascii: "\n"))
    if let index = stored.indices.first(where: { $0 >= made.count || stored[$0] != made[$0] }) {
      let line = String(decoding: stored[index], as: UTF8.self)
      let other = index < made.count ? String(decoding: made[index], as: UTF8.self) : "nothing"
      return "the record was \(line), and is \(other)"
    }
    guard stored.count == made.count else { return "there are more records than there were" }
    documentDigest = SessionDocument(state, of: program).bytes.digest
    return documentDigest == row.documentDigest ? nil : "the document differs"
  }
}
