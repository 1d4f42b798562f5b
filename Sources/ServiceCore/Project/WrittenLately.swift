import FlowInterpreter
import Synchronization

/// What one process has written into its store for itself to read: it need not read that.
///
/// The drivers of turns and of effects share it: effects that sessions ask for, and what became of them. All that counts is what the
/// store holds; what is remembered is taken for it where the bytes are the same.
public final class WrittenLately: Sendable {
  private struct Contents {
    var effects: [EffectKey: (content: [UInt8], effect: WantedEffect)] = [:]
    var answers: [SessionKey: (content: [UInt8], input: StoredInput)] = [:]
  }

  /// How many of each are kept, far more than are asked for before they are read. Then all are forgotten.
  private static let limit = 1_024

  private let contents = Mutex(Contents())

  /// Creates a memory of nothing.
  public init() {}

  /// Remembers what is written of an effect.
  func note(_ effect: WantedEffect, as content: [UInt8], of key: EffectKey) {
    contents.withLock { contents in
      if contents.effects.count >= Self.limit { contents.effects = [:] }
      contents.effects[key] = (content, effect)
    }
  }

  /// Remembers what is written for a session to hear.
  func note(_ input: StoredInput, as content: [UInt8], for session: SessionKey) {
    contents.withLock { contents in
      if contents.answers.count >= Self.limit { contents.answers = [:] }
      contents.answers[session] = (content, input)
    }
  }

  /// What the content of an effect says, which is forgotten by that; nil where it was not written lately.
  func takeEffect(_ key: EffectKey, in content: [UInt8]) -> WantedEffect? {
    guard let known = contents.withLock({ $0.effects.removeValue(forKey: key) }),
      known.content.isSame(as: content)
    else { return nil }
    assert(WantedEffect(content: content) == known.effect, "An effect is read as it was written.")
    return known.effect
  }

  /// What the content of an input for a session says, which is forgotten by that; nil where it was not written lately.
  func takeAnswer(for session: SessionKey, in content: [UInt8]) -> StoredInput? {
    guard let known = contents.withLock({ $0.answers.removeValue(forKey: session) }),
      known.content.isSame(as: content)
    else { return nil }
    assert(StoredInput(content: content) == known.input, "An answer is read as it was written.")
    return known.input
  }
}
