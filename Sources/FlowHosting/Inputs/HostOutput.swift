public import FlowInterpreter

/// What came of an input.
public struct HostOutput: Sendable {
  /// What the world is to do, with the key by which it is known for ever.
  public struct KeyedEffect: Sendable, Hashable {
    /// The key. What comes of the effect is given back with it.
    public let key: IdempotencyKey
    /// What is to be done; never a timer, which the host keeps itself.
    public let effect: Effect
  }

  /// What the world is to do, in order.
  public internal(set) var effects: [KeyedEffect] = []
  /// What there is to tell, in order.
  public internal(set) var records: [TraceRecord] = []
  /// What is wrong with the input, in order.
  public internal(set) var problems: [InputProblem] = []
  /// What is left of an input that is taken in several turns: the next input, once the effects have been answered that are
  /// answered at once.
  public internal(set) var rest: HostInput?
}

/// Something that is wrong with an input. The rest of it has been taken.
public enum InputProblem: Error, Sendable, Hashable {
  /// A message of a callback body is skipped, by its index from 0.
  case messageSkipped(index: Int, MalformedCallback)
  /// There is no such session, or no longer.
  case unknownSession(SessionKey)
}
