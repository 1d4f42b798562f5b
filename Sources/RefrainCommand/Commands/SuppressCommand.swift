import RefrainKit
import ServiceCore

/// `refrain suppress add|remove|list [CUSTOMER]`: to whom a service sends nothing.
struct SuppressCommand: StoreCommand {
  private enum Action: Sendable {
    case add(Customer)
    case remove(Customer)
    case list
  }

  private static let actions = ["add", "remove", "list"]

  static let syntax = CommandSyntax(
    name: "suppress", summary: "say to whom a live service sends nothing",
    discussion: [
      """
      A message to a customer who has opted out is not sent: its node leaves by onPolicyFail. A customer is named as \
      CHANNEL:ADDRESS, such as sms:+15555550142; a number alone is one of SMS.
      """
    ],
    operands: [
      Operand(name: "ACTION", kind: .choice(actions), arity: .one, summary: "add, remove or list"),
      Operand(name: "CUSTOMER", kind: .text, arity: .optional, summary: "whom, of add and remove"),
    ],
    forms: ["add CUSTOMER", "remove CUSTOMER", "list"], options: StorePlace.options)

  let place: StorePlace
  private let action: Action

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
    switch (arguments.operands[0].text, arguments.operands.dropFirst().first) {
    case ("add", let customer?): action = .add(try Self.customer(customer))
    case ("remove", let customer?): action = .remove(try Self.customer(customer))
    case ("list", nil): action = .list
    case ("add", nil), ("remove", nil):
      throw Self.syntax.wrong("'suppress \(arguments.operands[0].text)' needs a CUSTOMER")
    case ("list", _?): throw Self.syntax.wrong("'suppress list' takes no CUSTOMER")
    case (let name, _):
      throw Self.syntax.unknown("action", name, of: Self.actions)
    }
  }

  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer {
    switch action {
    case .add(let customer):
      let was = try await store.setSuppressed(true, customer)
      return .done("nothing is sent to \(customer.storedText)\(was ? ", as before" : " from now on")")
    case .remove(let customer):
      let was = try await store.setSuppressed(false, customer)
      return .done("\(customer.storedText) \(was ? "is no longer suppressed" : "was not suppressed")")
    case .list:
      let listed = try await store.list { store, last, limit throws(StoreFailure) in
        try store.suppressedCustomers(after: last, limit: limit)
      }
      return StoreAnswer(lines: listed.map(\.storedText.printable))
    }
  }
}
