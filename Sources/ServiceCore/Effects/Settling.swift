import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax

/// Ending effects whose results are known.
enum Settling {
  /// Ends an effect.
  /// - Parameter heard: Gets what came of it, an input for its session that is to be taken in in the same transaction.
  static func settle<Transaction: StoreTransaction>(
    _ effect: EffectRow, with answer: EffectAnswer, _ wanted: WantedEffect, at now: Timestamp,
    in store: inout Transaction, _ heard: inout [NewInput]
  ) throws(StoreFailure) {
    try store.removeEffect(effect.key)
    try hear(answer, of: effect, wanted, at: now, in: &store, &heard)
  }

  /// Tells what a session is to hear of an effect, and makes a dead letter of a customer's message that was given up.
  static func hear<Transaction: StoreTransaction>(
    _ answer: EffectAnswer, of effect: EffectRow, _ wanted: WantedEffect, at now: Timestamp,
    in store: inout Transaction, _ heard: inout [NewInput]
  ) throws(StoreFailure) {
    if case .forward(.givenUp(let reason)) = answer {
      let row = try store.sessions(under: [], keys: [effect.key.session]).first
      _ = try store.insert(
        DeadLetter(
          .forward, at: now, session: row?.key, customer: row?.customer, problem: reason,
          content: effect.letter.storedContent))
    }
    guard !effect.key.isOfService else { return }
    let key = IdempotencyKey(session: effect.key.session, effect: EffectID(effect.key.number))
    let input: StoredInput
    if case .conversation(let started) = answer, case .start(let request) = wanted {
      input = .startAnswered(started, to: key, authorization: request.authorization)
    } else {
      input = .outside(.answer(answer, to: key))
    }
    heard.append(
      NewInput(key: nil, received: now, queue: .session(effect.key.session), content: input.content))
  }
}

extension EffectRow {
  /// The effect as a dead letter holds it.
  fileprivate var letter: JSON {
    ["key": .string(key.text), "effect": .string(String(decoding: content, as: UTF8.self))]
  }

  /// What a dead letter holds, to be tried for an hour more; nil where it holds no effect.
  init?(letter: JSON, at now: Timestamp) {
    guard let key = letter["key"]?.string.flatMap(EffectKey.init(text:)),
      let content = letter["effect"]?.string.map({ Array($0.utf8) }),
      let wanted = WantedEffect(content: content)
    else { return nil }
    self.init(
      key: key, content: content, lane: wanted.lane, notAfter: now + ServiceLimits.forwardMilliseconds,
      notBefore: .alwaysPast)
  }
}

/// Ending effects that are not called for any more.
enum Expiry {
  /// Ends an effect whose wait is over, or whose time is past: no call is made.
  static func expire<Transaction: StoreTransaction>(
    _ effect: EffectRow, _ wanted: WantedEffect, at now: Timestamp, in store: inout Transaction,
    _ heard: inout [NewInput], _ report: inout TurnReport
  ) throws(StoreFailure) {
    if wanted.isForward { try tell(of: effect, at: now, in: &store, &report) }
    try giveUp(effect, wanted, "it was not taken in time", at: now, in: &store, &heard, &report)
  }

  /// Ends an effect that has been tried for the last time, and that the world has not begun.
  ///
  /// Its session's own timer ends a wait; only a customer's message has none.
  static func giveUp<Transaction: StoreTransaction>(
    _ effect: EffectRow, _ wanted: WantedEffect, _ reason: String, at now: Timestamp,
    in store: inout Transaction, _ heard: inout [NewInput], _ report: inout TurnReport
  ) throws(StoreFailure) {
    if wanted.isForward {
      try Settling.settle(effect, with: wanted.failure(reason), wanted, at: now, in: &store, &heard)
    } else {
      try tell(of: effect, at: now, in: &store, &report)
      try store.removeEffect(effect.key)
    }
  }

  private static func tell<Transaction: StoreTransaction>(
    of effect: EffectRow, at now: Timestamp, in store: inout Transaction, _ report: inout TurnReport
  ) throws(StoreFailure) {
    try SessionNote.write(.effectExpired(effect.key), of: effect.key.session, at: now, in: &store)
    report.notices.append(.expired(effect.key.text))
  }
}

/// Judging effects of which nothing was heard.
enum Judgement {
  /// Does an effect again where its counterpart knows its key, or where it is to be repeated in doubt; else it fails and stays
  /// in doubt until somebody settles it.
  static func judge<Transaction: StoreTransaction, Performer: EffectPerformer>(
    _ effect: EffectRow, by performer: Performer, at now: Timestamp, in store: inout Transaction,
    _ heard: inout [NewInput], _ report: inout TurnReport
  ) throws(StoreFailure) {
    let wanted = try effect.wanted()
    let terms = performer.terms(of: wanted)
    var effect = effect
    let mayRepeat = effect.isWanted && now <= effect.notAfter && !effect.isLastTry
    if mayRepeat, let window = terms.keyWindow, let first = effect.firstTry, now <= first + window {
      effect.state = .waiting(notBefore: .alwaysPast)
      return try store.update(effect)
    }
    guard mayRepeat, terms.whenInDoubt == .repeat else {
      return try leave(
        effect, wanted.failure("nobody knows whether it was taken"), wanted, at: now, in: &store, &heard,
        &report)
    }
    try tell(of: effect, at: now, in: &store, &report)
    effect.state = .waiting(notBefore: .alwaysPast)
    try store.update(effect)
  }

  /// Leaves an effect in doubt, until somebody settles it: its session hears an answer, and no call is made. Of what changes
  /// nothing there is nothing to settle.
  static func leave<Transaction: StoreTransaction>(
    _ effect: EffectRow, _ answer: EffectAnswer, _ wanted: WantedEffect, at now: Timestamp,
    in store: inout Transaction, _ heard: inout [NewInput], _ report: inout TurnReport
  ) throws(StoreFailure) {
    try tell(of: effect, at: now, in: &store, &report)
    guard !wanted.changesNothing else {
      return try Settling.settle(effect, with: answer, wanted, at: now, in: &store, &heard)
    }
    var effect = effect
    effect.state = .inDoubt(since: now)
    try store.update(effect)
    try Settling.hear(answer, of: effect, wanted, at: now, in: &store, &heard)
  }

  private static func tell<Transaction: StoreTransaction>(
    of effect: EffectRow, at now: Timestamp, in store: inout Transaction, _ report: inout TurnReport
  ) throws(StoreFailure) {
    report.notices.append(.inDoubt(effect.key.text))
    try SessionNote.write(.effectInDoubt(effect.key), of: effect.key.session, at: now, in: &store)
  }
}
