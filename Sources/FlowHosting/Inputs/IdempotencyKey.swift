public import FlowInterpreter

/// Names an effect for ever: a service that has seen a key does nothing a second time.
///
/// Its text is what goes over the wire: the session's key, a point, and the effect's number; no more than 52 bytes for a
/// session whose key is 128 random bits.
public struct IdempotencyKey: Sendable, Hashable {
  /// The session that wants the effect.
  public let session: SessionKey
  /// The effect's number in the session.
  public let effect: EffectID

  /// Creates the key of a session's effect.
  public init(session: SessionKey, effect: EffectID) {
    self.session = session
    self.effect = effect
  }

  /// Reads a key's text; nil where it is none.
  public init?(text: String) {
    guard let point = text.utf8.lastIndex(of: UInt8(ascii: ".")), point != text.startIndex else { return nil }
    let digits = text[text.utf8.index(after: point)...]
    // Written as this writes it: without a sign, and with no zero before it.
    guard let first = digits.utf8.first, (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(first),
      let number = Int(digits)
    else { return nil }
    self.init(session: SessionKey(String(text[..<point])), effect: EffectID(number))
  }

  /// The key as it is written.
  public var text: String { "\(session.text).\(effect.number)" }
}
