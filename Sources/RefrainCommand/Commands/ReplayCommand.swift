import RefrainKit
import ServiceCore

/// `refrain replay SESSION|--all`: feeds journals to the machine again.
struct ReplayCommand: StoreCommand {
  private static let all = CommandOption(name: "--all", summary: "replay every session")

  static let syntax = CommandSyntax(
    name: "replay",
    summary: "feed a live service's journal to the machine again, and compare what comes of it",
    discussion: [
      """
      The records and the document of each turn must be those that were stored. The first difference is told, and the exit \
      status is 1. A turn of another version of the machine is told apart and not judged, nor is what follows it.
      """
    ],
    operands: [Operand(name: "SESSION", kind: .text, arity: .optional, summary: "the session's key")],
    options: [all] + StorePlace.options)

  let place: StorePlace
  /// The session; nil for all of them.
  private let session: SessionKey?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
    session = arguments.operands.first.map { SessionKey($0.text) }
    guard (session == nil) == arguments.has(Self.all) else {
      throw Self.syntax.wrong("'replay' needs either a SESSION or '--all'")
    }
  }

  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer {
    var summary = Summary()
    if let session {
      guard let result = try await JournalReplay(store).replay(session) else {
        return .unknown("session \(session.text)")
      }
      summary.take(session, result)
    } else {
      try await JournalReplay(store).replayAll { summary.take($0, $1) }
    }
    return summary.answer
  }

  private struct Summary {
    private var sessions = 0
    private var turns = 0
    private var others = 0
    private var difference: String?

    mutating func take(_ session: SessionKey, _ result: ReplayResult) {
      sessions += 1
      switch result {
      case .same(let count): turns += count
      case .otherVersion(let turn, _):
        turns += turn - 1
        others += 1
      case .differs(let turn, let what):
        difference = difference ?? "session \(session.text), turn \(turn): \(what)"
      }
    }

    var answer: StoreAnswer {
      if let difference { return StoreAnswer(lines: [difference.printable], status: .findings) }
      let told = others == 0 ? "" : "; \(others) from a turn of another version of the machine on not judged"
      return StoreAnswer(lines: [
        "\(sessions.counted("session")), \(turns.counted("turn")): the same\(told)"
      ])
    }
  }
}
