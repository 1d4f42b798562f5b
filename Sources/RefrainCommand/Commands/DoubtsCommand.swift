import RefrainKit
import ServiceCore

/// `refrain doubts list|show|retry|settle [KEY]`: effects of which nobody knows whether the world has done them.
struct DoubtsCommand: StoreCommand {
  private enum Action: Sendable {
    case list
    case show(EffectKey)
    case retry(EffectKey)
    case settle(EffectKey)
  }

  private enum Format: String, CaseIterable {
    case text, json
  }

  private static let actions = ["list", "show", "retry", "settle"]
  private static let format = CommandOption(
    name: "--format", value: .init(name: "FORMAT", kind: .choice(Format.allCases.map(\.rawValue))),
    summary: "how the list is written: text (the default), or json for programs")

  static let syntax = CommandSyntax(
    name: "doubts", summary: "list, show, retry or settle effects that a live service is in doubt about",
    discussion: [
      """
      Nobody knows whether the world has done such an effect: the process or the network failed during the call. Its \
      session has gone on as if it had failed. 'retry' does it once more, at the risk of a second time; 'settle' says that \
      somebody has looked, and nothing is to be done.
      """
    ],
    operands: [
      Operand(
        name: "ACTION", kind: .choice(actions), arity: .optional,
        summary: "list (the default), show, retry or settle"),
      Operand(name: "KEY", kind: .text, arity: .optional, summary: "the effect's key, as list tells it"),
    ],
    options: [format] + StorePlace.options)

  let place: StorePlace
  private let action: Action
  private let format: Format

  init(_ arguments: ParsedArguments) throws(UsageError) {
    place = try StorePlace(arguments, of: Self.syntax)
    format = arguments.value(of: Self.format).flatMap { Format(rawValue: $0.text) } ?? .text
    let name = arguments.operands.first?.text ?? "list"
    guard Self.actions.contains(name) else {
      throw .unknown("action", name, of: Self.actions, helpTopic: Self.syntax.name)
    }
    guard name != "list" else {
      guard arguments.operands.count < 2 else {
        throw UsageError("'doubts list' takes no KEY", helpTopic: Self.syntax.name)
      }
      action = .list
      return
    }
    guard let key = arguments.operands.dropFirst().first.flatMap({ EffectKey(text: $0.text) }) else {
      throw UsageError("'doubts \(name)' needs an effect's KEY", helpTopic: Self.syntax.name)
    }
    switch name {
    case "show": action = .show(key)
    case "retry": action = .retry(key)
    default: action = .settle(key)
    }
  }

  func answer<Store: ServiceStore>(
    from store: Store, at now: Timestamp
  ) async throws(StoreFailure) -> StoreAnswer {
    switch action {
    case .list: return list(try await doubts(of: store))
    case .show(let key):
      guard let effect = try await doubt(key, of: store, { _, _ in .rollBack(()) }) else {
        return .unknown("effect \(key.text) in doubt")
      }
      return show(effect)
    case .retry(let key):
      let effect = try await doubt(key, of: store) { store, effect throws(StoreFailure) in
        var effect = effect
        effect.state = .waiting(notBefore: now)
        effect.notAfter = now + Self.retryMilliseconds
        effect.isWanted = true
        effect.isLastTry = true
        return .commit(try store.update(effect))
      }
      return effect == nil ? .unknown("effect \(key.text) in doubt") : StoreAnswer()
    case .settle(let key):
      let effect = try await doubt(key, of: store) { store, effect throws(StoreFailure) in
        .commit(try store.removeEffect(effect.key))
      }
      return effect == nil ? .unknown("effect \(key.text) in doubt") : StoreAnswer()
    }
  }

  /// For how long an effect may be tried that somebody has asked for once more.
  private static let retryMilliseconds: Int64 = 3_600_000

  /// Does something about an effect, if it is in doubt.
  /// - Returns: The effect as it was; nil where there is none in doubt.
  private func doubt<Store: ServiceStore>(
    _ key: EffectKey, of store: Store,
    _ body: @escaping @Sendable (inout Store.Transaction, EffectRow) throws(StoreFailure) -> Conclusion<Void>
  ) async throws(StoreFailure) -> EffectRow? {
    try await store.transaction { (store) throws(StoreFailure) in
      guard let effect = try store.effect(key), case .inDoubt = effect.state else { return .rollBack(nil) }
      switch try body(&store, effect) {
      case .commit: return .commit(effect)
      case .rollBack: return .rollBack(effect)
      }
    }
  }

  private func doubts<Store: ServiceStore>(of store: Store) async throws(StoreFailure) -> [EffectRow] {
    var doubts: [EffectRow] = []
    while true {
      let latest = doubts.last?.order ?? 0
      let more = try await store.transaction { (store) throws(StoreFailure) in
        .rollBack(try store.effectsInDoubt(after: latest, limit: StorePage.limit))
      }
      guard !more.isEmpty else { return doubts }
      doubts += more
    }
  }

  private func list(_ effects: [EffectRow]) -> StoreAnswer {
    switch format {
    case .json: .json(["doubts": .array(effects.map { .object($0.members) })])
    case .text:
      StoreAnswer(
        lines: effects.map { effect in
          let tries = effect.tries == 1 ? "once" : "\(effect.tries) times"
          return
            "\(effect.key.text.printable)  \(effect.doubtSince)  \(effect.kind.printable)  tried \(tries)"
        })
    }
  }

  private func show(_ effect: EffectRow) -> StoreAnswer {
    var members = effect.members
    members["content"] = effect.json ?? .null
    return .json(members)
  }
}

extension EffectRow {
  fileprivate var json: JSON? { try? JSON(parsing: content) }

  /// What is to be done, in a word.
  fileprivate var kind: String { json?.object?.first?.key ?? "unknown" }

  fileprivate var doubtSince: String {
    if case .inDoubt(let since) = state { since.rfc3339 } else { "" }
  }

  /// The effect for programs, without what it holds.
  fileprivate var members: JSONObject {
    [
      "key": .string(key.text), "session": .string(key.session.text), "effect": .string(kind),
      "since": .string(doubtSince), "tries": .number(tries),
    ]
  }
}
