import RefrainKit
import ServiceCore
import ServiceOperators

/// `refrain sessions [CUSTOMER]`, `refrain sessions show|end SESSION`, `refrain sessions export [SESSION]`: who is parked where since
/// when; what happened in a session; its end; a session as a scenario, or the documents of all that live.
struct SessionsCommand: StoreCommand {
  private enum Action: Sendable {
    case list(Customer?, alsoEnded: Bool)
    case show(SessionKey)
    case end(SessionKey)
    /// The documents of all live sessions.
    case export
    /// A session as a scenario.
    case exportScenario(SessionKey, isPlain: Bool)
  }

  private static let actions = ["show", "end", "export"]
  private static let all = CommandOption(
    name: "--all", summary: "list also the sessions that have ended, as long as the store keeps them")
  private static let plain = CommandOption(
    name: "--plain", summary: "with 'export SESSION', leave numbers, texts and ids as they were")

  static let syntax = CommandSyntax(
    name: "sessions",
    summary: "tell which sessions of a live service wait where since when; show or end one, or export all",
    discussion: [
      """
      Live sessions, or with --all ended ones too, are listed in the order of their starts, of all customers or of one. A customer is named as \
      CHANNEL:ADDRESS, such as sms:+15555550142; a number alone is one of SMS.
      """,
      """
      'sessions show SESSION' tells which session it is and what happened in it, as a transcript with times since its start; with --format json it is the trace, a \
      record a line. 'sessions end SESSION' ends a live one where it stands, and its conversation at ECE.
      """,
      """
      'sessions export SESSION' writes a session as a scenario for the folder of its flow: what came to it and what it did. \
      Numbers, texts and ids are replaced, texts by others of the same length and script, save what the flow compares with. The \
      scenario is played first; where it would take another way than the session did there is none, and the status is 1. An event \
      with attachments is a callback as on the wire. No step says that a text did not reach the agent, or how many attachments a \
      customer's message had: a notice tells how many are left out.
      """,
      """
      'sessions export' without a SESSION writes the documents of the live sessions, one on each line, with all that the sessions know: \
      'graph --diff OLD NEW --sessions FILE' tells by them what a changed flow means for each.
      """,
    ],
    operands: [
      Operand(
        name: "CUSTOMER", kind: .choice(actions), arity: .optional,
        summary: "whose sessions; everybody's where there is none. Or show, end or export"),
      Operand(
        name: "SESSION", kind: .text, arity: .optional, summary: "the session's key, of show, end and export"),
    ],
    forms: ["[CUSTOMER]", "show SESSION", "end SESSION", "export [SESSION]"],
    options: [all, StoreListFormat.option, plain] + StorePlace.options)

  let place: StorePlace
  private let action: Action
  private let format: StoreListFormat

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
    format = StoreListFormat(arguments)
    let operands = arguments.operands
    guard let name = operands.first?.text, Self.actions.contains(name) else {
      guard operands.count < 2 else {
        throw Self.syntax.wrong("unexpected argument '\(operands[1].text)'")
      }
      action = .list(
        try operands.first.map { (name) throws(UsageError) in try Self.customer(name) },
        alsoEnded: arguments.has(Self.all))
      return
    }
    if name == "export", operands.count == 1 {
      action = .export
      return
    }
    guard operands.count == 2 else {
      throw Self.syntax.wrong("'sessions \(name)' needs a SESSION")
    }
    let key = SessionKey(operands[1].text)
    switch name {
    case "show": action = .show(key)
    case "end": action = .end(key)
    default: action = .exportScenario(key, isPlain: arguments.has(Self.plain))
    }
  }

  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer {
    switch action {
    case .list(let customer, let alsoEnded):
      return list(try await sessions(in: store, of: customer, alsoEnded: alsoEnded))
    case .export:
      return StoreAnswer(
        lines: try await sessions(in: store, of: nil, alsoEnded: false).map {
          String(decoding: $0.document, as: UTF8.self)
        })
    case .exportScenario(let key, let isPlain):
      guard let recording = try await JournalReplay(store).recording(of: key) else {
        return .unknown("session \(key.text)")
      }
      return Self.export(recording, of: key, isPlain: isPlain)
    case .show(let key):
      guard let trace = try await JournalReplay(store).trace(of: key) else {
        return .unknown("session \(key.text)")
      }
      return show(trace)
    case .end(let key):
      return try await store.endSession(key, at: now)
        ? .done("session \(key.text) is ended") : .unknown("live session \(key.text)")
    }
  }

  private func sessions<Store: ServiceStore>(
    in store: Store, of customer: Customer?, alsoEnded: Bool
  ) async throws(StoreFailure) -> [SessionRow] {
    let isWanted: (SessionRow) -> Bool = { alsoEnded || $0.endedAt == nil }
    return try await store.list(where: isWanted) { store, last, limit throws(StoreFailure) in
      let after = last?.number ?? 0
      guard customer == nil, !alsoEnded else {
        return try store.sessions(of: customer, after: after, limit: limit)
      }
      return try store.liveSessions(of: nil, at: nil, after: after, limit: limit)
    }
  }

  private static func export(_ recording: SessionRecording, of key: SessionKey, isPlain: Bool) -> StoreAnswer
  {
    do {
      let exported = try ExportedSession(recording, isPlain: isPlain)
      let bytes = Array(exported.scenario.json.compact.utf8)
      let text = String(decoding: (try? FileFormatter.format(bytes)) ?? bytes, as: UTF8.self)
      let lines = [text.hasSuffix("\n") ? String(text.dropLast()) : text]
      guard !exported.omissions.isEmpty else { return StoreAnswer(lines: lines) }
      let omissions = [
        exported.omissions[.forwardGivenUp].map { "\($0.counted("text")) did not reach the agent" },
        exported.omissions[.media].map { "\($0.counted("message")) had attachments" },
      ].compactMap(\.self)
      return StoreAnswer(
        lines: lines,
        notice: "the scenario of session \(key.text) leaves out what no step can show: "
          + omissions.joined(separator: ", "))
    } catch {
      let advice = isPlain ? "" : " (--plain leaves the texts as they were)"
      return StoreAnswer(
        notice: "session \(key.text) is no scenario that passes: \(error.reason)\(advice)", status: .findings)
    }
  }

  private func show(_ trace: SessionTrace) -> StoreAnswer {
    switch format {
    case .json: StoreAnswer(lines: trace.lines)
    case .text:
      StoreAnswer(
        lines: [trace.heading.printable, ""] + trace.transcript,
        notice: trace.problem.map { "the rest is not told: \($0)" })
    }
  }

  private func list(_ sessions: [SessionRow]) -> StoreAnswer {
    switch format {
    case .json: return .json(["sessions": .array(sessions.map(\.json))])
    case .text:
      return StoreAnswer(
        lines: sessions.map { session in
          let place =
            session.parking.map { "\($0.node.text.printable)  \($0.reason.rawValue)  \($0.since.rfc3339)" }
            ?? session.endedAt.map { "-  ended  \($0.rfc3339)" } ?? "-"
          return "\(session.key.text.printable)  \(session.customer.storedText.printable)  "
            + "\(session.flow.printable)  \(place)\(session.isStalled ? "  stalled" : "")"
        })
    }
  }
}
