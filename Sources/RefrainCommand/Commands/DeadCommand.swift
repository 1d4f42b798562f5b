import RefrainKit
import ServiceCore

/// `refrain dead list|show [NUMBER]`: what a service has given up.
struct DeadCommand: StoreCommand {
  private enum Action: Sendable {
    case list
    case show(Int)
  }

  private static let actions = ["list", "show"]

  static let syntax = CommandSyntax(
    name: "dead", summary: "list or show what a live service has given up",
    discussion: [
      """
      An input or a timer that ended the process three times, or failed three times, is a dead letter, and its session \
      waits until the letter is retried or dropped. A message to an agent that was not taken, and a conversation that \
      nobody waited for, are letters that nothing waits for.
      """
    ],
    operands: [
      Operand(
        name: "ACTION", kind: .choice(actions), arity: .optional,
        summary: "list (the default) or show"),
      Operand(
        name: "NUMBER", kind: .text, arity: .optional, summary: "the letter's number, as list tells it"),
    ],
    options: [StoreListFormat.option] + StorePlace.options)

  let place: StorePlace
  private let action: Action
  private let format: StoreListFormat

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
    format = StoreListFormat(arguments)
    let one = try Self.actionOnOne(arguments, among: Self.actions, "NUMBER", of: "a letter's") { Int($0) }
    action = one.map { .show($0.subject) } ?? .list
  }

  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer {
    switch action {
    case .list:
      return list(
        try await store.list { store, last, limit throws(StoreFailure) in
          try store.deadLetters(after: last?.number ?? 0, limit: limit)
        })
    case .show(let number):
      let letter = try await store.transaction { (store) throws(StoreFailure) in
        .rollBack(try store.deadLetter(number))
      }
      guard let letter else { return .unknown("dead letter \(number)") }
      return show(letter)
    }
  }

  private func list(_ letters: [DeadLetter]) -> StoreAnswer {
    switch format {
    case .json: .json(["deadLetters": .array(letters.map(\.json))])
    case .text:
      StoreAnswer(
        lines: letters.map { letter in
          let whose = letter.session?.text ?? letter.customer?.storedText ?? "nobody's"
          return "\(letter.number)  \(letter.at.rfc3339)  \(letter.kind.rawValue)  \(whose.printable)  "
            + letter.problem.printable
        })
    }
  }

  private func show(_ letter: DeadLetter) -> StoreAnswer {
    let content = try? JSON(parsing: letter.content)
    var members = letter.json.object ?? [:]
    members["content"] = content ?? .string(String(decoding: letter.content, as: UTF8.self))
    return .json(members)
  }
}

extension DeadLetter {
  /// The letter for programs, without what it holds.
  fileprivate var json: JSON {
    var members: JSONObject = [
      "number": .number(number), "kind": .string(kind.rawValue), "at": .string(at.rfc3339),
      "problem": .string(problem),
    ]
    members["session"] = session.map { .string($0.text) }
    members["customer"] = customer.map { .string($0.storedText) }
    return .object(members)
  }
}
