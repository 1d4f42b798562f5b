import FlowHosting
import FlowInterpreter
import FlowModel
import JSONSyntax

/// Starts of which a conversation may be open at ECE that nobody knows: what came of the call was not heard.
///
/// They are remembered beside the session, the effect and the doubt: all of these may be gone before an agent is heard of. Each
/// is kept as an effect that nobody wants, so that no call is made for it, and leaves when it would be tried.
enum OpenStarts {
  /// The lane of what is remembered: no call has it.
  static let lane = "starts"

  /// For how many milliseconds a start is remembered: events of its conversation that came within the hour may be looked at
  /// much later, when nobody ran meanwhile.
  private static let keptMilliseconds: Int64 = 86_400_000

  /// Remembers a start, with nothing of its customer.
  static func note<Transaction: StoreTransaction>(
    _ start: EffectKey, authorization: String, at now: Timestamp, in store: inout Transaction
  ) throws(StoreFailure) {
    let key = EffectKey(
      incarnation: start.incarnation, session: SessionKey("start \(start.session.text)"), number: start.number
    )
    let ending = WantedEffect.ask(
      ServiceRequest(.endConversation("unknown"), authorization: authorization, deadline: now))
    var row = EffectRow(
      key: key, content: ending.content, lane: lane, notAfter: now + ServiceLimits.orphanMilliseconds,
      notBefore: now + keptMilliseconds)
    row.isWanted = false
    try store.removeEffect(key)
    try store.insert(row)
  }

  /// With which authorization a conversation that nobody knows may have been started; nil where no start can have begun it.
  /// - Parameter received: When the first of its events came.
  static func authorization<Transaction: StoreTransaction>(
    ofConversationHeardOfAt received: Timestamp, in store: inout Transaction
  ) throws(StoreFailure) -> String? {
    for row in try store.effects(inLane: lane).reversed() where received <= row.notAfter {
      if case .ask(let request)? = WantedEffect(content: row.content) { return request.authorization }
    }
    return nil
  }
}

extension EffectRow {
  /// Whether it remembers a start, and is no effect.
  var isOpenStart: Bool { lane?.hasSameUTF8(as: OpenStarts.lane) ?? false }
}
