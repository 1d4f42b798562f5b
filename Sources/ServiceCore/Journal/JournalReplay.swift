public import FlowInterpreter
import FlowModel

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
