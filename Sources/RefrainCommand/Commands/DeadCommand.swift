import RefrainKit
import ServiceCore
import ServiceOperators

/// `refrain dead list|show|retry|drop [NUMBER]`: what a service has given up.
struct DeadCommand: StoreCommand {
  private enum Action: Sendable {
    case list
    case show(Int)
    case retry(ListedSubjects<Int>)
    case drop(ListedSubjects<Int>)
  }

  private static let actions = ["list", "show", "retry", "drop"]

  static let syntax = CommandSyntax(
    name: "dead", summary: "list, show, retry or drop what a live service has given up",
    discussion: [
      """
      An input or a timer that ended the process three times, or failed three times, is a dead letter, and its session \
      waits until the letter is retried or dropped. A message to an agent that was not taken, a conversation that nobody \
      waited for, and one that ECE did not end, are letters that nothing waits for. 'retry' tries a letter once more, an input \
      in its old place, a message to an agent and the end of a conversation for an hour; 'drop' has its session go on without it.
      """
    ],
    operands: [
      Operand(
        name: "ACTION", kind: .choice(actions), arity: .optional,
        summary: "list (the default), show, retry or drop"),
      Operand(
        name: "NUMBER", kind: .text, arity: .optional, summary: "the letter's number, as list tells it"),
    ],
    forms: ["[list]", "show NUMBER", "retry NUMBER|--all", "drop NUMBER|--all"],
    options: [StoreListFormat.option, ListedSubjects<Int>.allOption] + StorePlace.options)

  let place: StorePlace
  private let action: Action
  private let format: StoreListFormat

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
    format = StoreListFormat(arguments)
    let action = try Self.actionOnListed(arguments, among: Self.actions, "NUMBER", of: "a letter's") {
      Int($0)
    }
    switch action {
    case nil: self.action = .list
    case ("show", .one(let number))?: self.action = .show(number)
    case ("retry", let numbers)?: self.action = .retry(numbers)
    case (_, let numbers)?: self.action = .drop(numbers)
    }
  }

  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer {
    switch action {
    case .list: return list(try await letters(in: store))
    case .show(let number):
      let letter = try await store.transaction { (store) throws(StoreFailure) in
        .rollBack(try store.deadLetter(number))
      }
      guard let letter else { return .unknown("dead letter \(number)") }
      return .json(letter.wholeJSON.object ?? [:])
    case .retry(.one(let number)):
      return try await store.retryDeadLetter(number, at: now)
        ? .done("\(number) is tried once more") : .unknown("dead letter \(number) that can be tried again")
    case .drop(.one(let number)):
      return try await store.dropDeadLetter(number, at: now)
        ? .done("\(number) is dropped") : .unknown("dead letter \(number)")
    case .retry(.all):
      var count = 0
      for letter in try await letters(in: store)
      where try await store.retryDeadLetter(letter.number, at: now) {
        count += 1
      }
      return .done("\(count) tried once more")
    case .drop(.all):
      var count = 0
      for letter in try await letters(in: store) where try await store.dropDeadLetter(letter.number, at: now)
      {
        count += 1
      }
      return .done("\(count) dropped")
    }
  }

  private func letters<Store: ServiceStore>(in store: Store) async throws(StoreFailure) -> [DeadLetter] {
    try await store.list { store, last, limit throws(StoreFailure) in
      try store.deadLetters(after: last?.number ?? 0, limit: limit)
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
}
