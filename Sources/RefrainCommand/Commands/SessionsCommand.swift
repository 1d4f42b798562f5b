import RefrainKit
import ServiceCore

/// `refrain sessions [CUSTOMER]`: who is parked where since when.
struct SessionsCommand: StoreCommand {
  private enum Format: String, CaseIterable {
    case text, json
  }

  private static let format = CommandOption(
    name: "--format", value: .init(name: "FORMAT", kind: .choice(Format.allCases.map(\.rawValue))),
    summary: "how the list is written: text (the default), or json for programs")

  static let syntax = CommandSyntax(
    name: "sessions", summary: "tell which sessions of a live service wait where since when",
    discussion: [
      """
      Live sessions are listed in the order of their starts, of all customers or of one. A customer is named as \
      CHANNEL:ADDRESS, such as sms:+15555550142; a number alone is one of SMS.
      """
    ],
    operands: [
      Operand(
        name: "CUSTOMER", kind: .text, arity: .optional, summary: "whose; everybody's where there is none")
    ],
    options: [format] + StorePlace.options)

  let place: StorePlace
  private let customer: Customer?
  private let format: Format

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
    format = arguments.value(of: Self.format).flatMap { Format(rawValue: $0.text) } ?? .text
    customer = arguments.operands.first.map(CustomerArgument.customer)
  }

  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer {
    list(try await liveSessions(in: store))
  }

  private func liveSessions<Store: ServiceStore>(
    in store: Store
  ) async throws(StoreFailure) -> [SessionRow] {
    var sessions: [SessionRow] = []
    var latest = 0
    while true {
      let after = latest
      let page = try await store.transaction { [customer] (store) throws(StoreFailure) in
        .rollBack(try store.sessions(of: customer, after: after, limit: StorePage.limit))
      }
      guard let last = page.last else { return sessions }
      sessions += page.filter { $0.endedAt == nil }
      latest = last.number
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
            ?? "-"
          return "\(session.key.text.printable)  \(session.customer.storedText.printable)  "
            + "\(session.flow.printable)  \(place)\(session.isStalled ? "  stalled" : "")"
        })
    }
  }
}

extension SessionRow {
  /// The session for programs.
  fileprivate var json: JSON {
    var members: JSONObject = [
      "session": .string(key.text), "customer": .string(customer.storedText), "flow": .string(flow),
      "definition": .string(definition.text), "startedAt": .string(startedAt.rfc3339), "turns": .number(turn),
      "stalled": .boolean(isStalled),
    ]
    if let parking {
      members["node"] = .string(parking.node.text)
      members["waitsFor"] = .string(parking.reason.rawValue)
      members["since"] = .string(parking.since.rfc3339)
    }
    return .object(members)
  }
}
