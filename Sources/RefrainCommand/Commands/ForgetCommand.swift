import RefrainKit
import ServiceCore

/// `refrain forget CUSTOMER`: deletes all that a service keeps of a customer.
struct ForgetCommand: StoreCommand {
  static let syntax = CommandSyntax(
    name: "forget", summary: "delete all that a live service keeps of a customer",
    discussion: [
      """
      Sessions, live ones too, whose conversations are ended; journals and traces, what waits, events that are held, dead \
      letters. Whether anything may be sent to the customer stays as it is. A customer is named as CHANNEL:ADDRESS, such as \
      sms:+15555550142; a number alone is one of SMS.
      """
    ],
    operands: [Operand(name: "CUSTOMER", kind: .text, arity: .one, summary: "whom")],
    options: StorePlace.options)

  let place: StorePlace
  private let customer: Customer

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
    customer = try Self.customer(arguments.operands[0])
  }

  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer {
    let (forgotten, endings) = try await store.forget(customer, at: now)
    let remnants = await store.eraseDeleted().map { ["not reached yet: \($0)"] } ?? []
    let told = [
      "deleted: \(forgotten.sessions.counted("session")), \(forgotten.inputs.counted("input")), "
        + "\(forgotten.heldEvents.counted("held event")), \(forgotten.deadLetters.counted("dead letter")); "
        + "\(endings.counted("conversation")) to be ended",
      "not reached: backups of the store, what ECE keeps, what the gateway keeps",
    ]
    return StoreAnswer(lines: told + remnants)
  }
}
