import RefrainKit
import ServiceCore

/// `refrain sessions [CUSTOMER]`: who is parked where since when.
struct SessionsCommand: StoreCommand {
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
    options: [StoreListFormat.option] + StorePlace.options)

  let place: StorePlace
  private let customer: Customer?
  private let format: StoreListFormat

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
    format = StoreListFormat(arguments)
    customer = arguments.operands.first.map(CustomerArgument.customer)
  }

  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer {
    list(
      try await store.list(where: { $0.endedAt == nil }) {
        [customer] store, last, limit throws(StoreFailure) in
        try store.sessions(of: customer, after: last?.number ?? 0, limit: limit)
      })
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
