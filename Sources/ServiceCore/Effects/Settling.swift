import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax

/// Ending effects whose results are known.
enum Settling {
  /// Ends an effect.
  /// - Parameters:
  ///   - heard: Gets what came of it, an input for its session that is to be taken in in the same transaction.
  ///   - written: Remembers that input.
  static func settle<Transaction: StoreTransaction>(
    _ effect: EffectRow, with answer: EffectAnswer, _ wanted: WantedEffect, at now: Timestamp,
    in store: inout Transaction, _ heard: inout [NewInput], _ written: WrittenLately? = nil
  ) throws(StoreFailure) {
    try store.removeEffect(effect.key)
    if case .forward(.givenUp(let reason)) = answer {
      let row = try store.sessions(under: [], keys: [effect.key.session]).first
      _ = try store.insert(
        DeadLetter(
          .forward, at: now, session: row?.key, customer: row?.customer, problem: reason,
          content: effect.letter.storedContent))
    }
    tellSession(answer, of: effect.key, wanted, at: now, &heard, written)
  }

  /// Has an effect's session hear what came of it, unless no session is to.
  static func tellSession(
    _ answer: EffectAnswer, of effect: EffectKey, _ wanted: WantedEffect, at now: Timestamp,
    _ heard: inout [NewInput], _ written: WrittenLately? = nil
  ) {
    if case .owedEnding = EffectKind(wanted, key: effect) { return }
    let key = IdempotencyKey(session: effect.session, effect: EffectID(effect.number))
    let input: StoredInput
    if case .conversation(let started) = answer, case .startConversation(let request) = wanted {
      input = .startAnswered(started, to: key, authorization: request.authorization)
    } else {
      input = .outside(.answer(answer, to: key))
    }
    let content = input.content
    written?.note(input, as: content, for: effect.session)
    heard.append(NewInput(key: nil, received: now, queue: .session(effect.session), content: content))
  }

  /// Ends an effect that has been forgotten or judged before its call brought a conversation: who waits for that no more has it
  /// ended, and who has it already hears nothing new.
  static func settleLate<Transaction: StoreTransaction>(
    _ result: CallResult, of call: EffectCall, at now: Timestamp, in store: inout Transaction,
    _ heard: inout [NewInput]
  ) throws(StoreFailure) {
    guard case .answered(.conversation(.started(let status, let conversation))) = result else { return }
    switch try store.effect(call.key)?.state {
    // Another call is under way, and has an answer of its own.
    case .attempted, nil: break
    case .waiting, .inDoubt: try store.removeEffect(call.key)
    }
    tellSession(
      .conversation(.started(status: status, conversation)), of: call.key, call.effect, at: now, &heard)
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
    try note(effect, at: now, in: &store, &report)
    try giveUp(effect, wanted, "it was not taken in time", at: now, in: &store, &heard, &report)
  }

  /// Ends an effect that is not tried any more, and that the world has not begun. What somebody has had done once more stays in
  /// doubt, since nobody knows of the former call; a conversation that was not ended is a dead letter.
  ///
  /// Its session's own timer ends a wait; only a customer's message has none.
  static func giveUp<Transaction: StoreTransaction>(
    _ effect: EffectRow, _ wanted: WantedEffect, _ reason: String, at now: Timestamp,
    in store: inout Transaction, _ heard: inout [NewInput], _ report: inout TurnReport
  ) throws(StoreFailure) {
    if effect.wasInDoubt(wanted) {
      var effect = effect
      effect.state = .inDoubt(since: now)
      return try store.update(effect)
    }
    switch EffectKind(wanted, key: effect.key) {
    case .forwarded:
      try Settling.settle(effect, with: wanted.failure(reason), wanted, at: now, in: &store, &heard)
    case .owedEnding(let conversation):
      let problem = "conversation \(conversation.text) is not ended: \(reason)"
      try store.removeEffect(effect.key)
      let number = try store.insert(
        DeadLetter(
          .ending, at: now, session: nil, customer: nil, problem: problem,
          content: effect.letter.storedContent))
      report.notices.append(.deadLetter(number, problem))
    case .awaited: try store.removeEffect(effect.key)
    }
  }

  /// Notes that no call is made any more for an effect that the world has not begun.
  static func note<Transaction: StoreTransaction>(
    _ effect: EffectRow, at now: Timestamp, in store: inout Transaction, _ report: inout TurnReport
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
    // The end of a conversation that ECE says nothing of is left as one that it refuses: somebody is to look.
    if !mayRepeat, case .owedEnding = EffectKind(wanted, key: effect.key), !effect.wasInDoubt(wanted) {
      try noteDoubt(of: effect, at: now, in: &store, &report)
      return try Expiry.giveUp(
        effect, wanted, "nobody knows whether it was taken", at: now, in: &store, &heard, &report)
    }
    guard mayRepeat, terms.whenInDoubt == .repeat else {
      return try leave(
        effect, wanted.failure("nobody knows whether it was taken"), wanted, at: now, in: &store, &heard,
        &report)
    }
    try noteDoubt(of: effect, at: now, in: &store, &report)
    effect.state = .waiting(notBefore: .alwaysPast)
    try store.update(effect)
  }

  /// Leaves an effect in doubt, until somebody settles it: its session hears an answer, and no call is made. Of what changes
  /// nothing there is nothing to settle.
  static func leave<Transaction: StoreTransaction>(
    _ effect: EffectRow, _ answer: EffectAnswer, _ wanted: WantedEffect, at now: Timestamp,
    in store: inout Transaction, _ heard: inout [NewInput], _ report: inout TurnReport
  ) throws(StoreFailure) {
    try noteDoubt(of: effect, at: now, in: &store, &report)
    guard !wanted.changesNothing else {
      return try Settling.settle(effect, with: answer, wanted, at: now, in: &store, &heard)
    }
    var effect = effect
    effect.state = .inDoubt(since: now)
    try store.update(effect)
    Settling.tellSession(answer, of: effect.key, wanted, at: now, &heard)
  }

  private static func noteDoubt<Transaction: StoreTransaction>(
    of effect: EffectRow, at now: Timestamp, in store: inout Transaction, _ report: inout TurnReport
  ) throws(StoreFailure) {
    if case .startConversation(let request)? = WantedEffect(content: effect.content) {
      try OpenStarts.note(effect.key, authorization: request.authorization, at: now, in: &store)
    }
    report.notices.append(.inDoubt(effect.key.text))
    try SessionNote.write(.effectInDoubt(effect.key), of: effect.key.session, at: now, in: &store)
  }
}
