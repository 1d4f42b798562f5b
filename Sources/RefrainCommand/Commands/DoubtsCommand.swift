import RefrainKit
import ServiceCore
import ServiceOperators

/// `refrain doubts list|show|retry|settle [KEY]`: effects of which nobody knows whether the world has done them.
struct DoubtsCommand: StoreCommand {
  private enum Action: Sendable {
    case list
    case show(EffectKey)
    case retry(ListedSubjects<EffectKey>)
    case settle(ListedSubjects<EffectKey>)
  }

  private static let actions = ["list", "show", "retry", "settle"]

  static let syntax = CommandSyntax(
    name: "doubts", summary: "list, show, retry or settle effects that a live service is in doubt about",
    discussion: [
      """
      Nobody knows whether the world has done such an effect: the process or the network failed during the call. Its \
      session has gone on as if it had failed. 'retry' does it once more, at the risk of a second time; 'settle' says that \
      somebody has looked, and nothing is to be done. Of what only asks, a GET or how an entry point is configured, no doubt is kept.
      """
    ],
    operands: [
      Operand(
        name: "ACTION", kind: .choice(actions), arity: .optional,
        summary: "list (the default), show, retry or settle"),
      Operand(name: "KEY", kind: .text, arity: .optional, summary: "the effect's key, as list tells it"),
    ],
    forms: ["[list]", "show KEY", "retry KEY|--all", "settle KEY|--all"],
    options: [StoreListFormat.option, ListedSubjects<EffectKey>.allOption] + StorePlace.options)

  let place: StorePlace
  private let action: Action
  private let format: StoreListFormat

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
    format = StoreListFormat(arguments)
    let action = try Self.actionOnListed(arguments, among: Self.actions, "KEY", of: "an effect's") {
      EffectKey(text: $0)
    }
    switch action {
    case nil: self.action = .list
    case ("show", .one(let key))?: self.action = .show(key)
    case ("retry", let keys)?: self.action = .retry(keys)
    case (_, let keys)?: self.action = .settle(keys)
    }
  }

  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer {
    switch action {
    case .list: return list(try await doubts(in: store))
    case .show(let key):
      let effect = try await store.transaction { (store) throws(StoreFailure) in
        .rollBack(try store.effect(key))
      }
      guard let effect, case .inDoubt = effect.state else { return unknown(key) }
      return .json(effect.wholeJSON.object ?? [:])
    case .retry(.one(let key)):
      return try await store.retryDoubt(key, at: now) ? .done("\(key.text) is tried once more") : unknown(key)
    case .settle(.one(let key)):
      return try await store.settleDoubt(key) ? .done("\(key.text) is settled") : unknown(key)
    case .retry(.all):
      var count = 0
      for doubt in try await doubts(in: store) where try await store.retryDoubt(doubt.key, at: now) {
        count += 1
      }
      return .done("\(count) tried once more")
    case .settle(.all):
      var count = 0
      for doubt in try await doubts(in: store) where try await store.settleDoubt(doubt.key) { count += 1 }
      return .done("\(count) settled")
    }
  }

  private func doubts<Store: ServiceStore>(in store: Store) async throws(StoreFailure) -> [EffectRow] {
    try await store.list { store, last, limit throws(StoreFailure) in
      try store.effectsInDoubt(after: last?.order ?? 0, limit: limit)
    }
  }

  private func unknown(_ key: EffectKey) -> StoreAnswer { .unknown("effect \(key.text) in doubt") }

  private func list(_ effects: [EffectRow]) -> StoreAnswer {
    switch format {
    case .json: .json(["doubts": .array(effects.map(\.json))])
    case .text:
      StoreAnswer(
        lines: effects.map { effect in
          let tries = effect.tries == 1 ? "once" : "\(effect.tries) times"
          return
            "\(effect.key.text.printable)  \(effect.doubtSince)  \(effect.kind.printable)  tried \(tries)"
        })
    }
  }
}
