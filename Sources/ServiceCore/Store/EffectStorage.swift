public import FlowInterpreter
public import FlowModel

/// What the world is yet to do, or has been asked to do and has not answered.
public protocol EffectStorage {
  /// Adds an effect whose key no other has. Its order is given by the store: greater than those of all before.
  mutating func insert(_ effect: EffectRow) throws(StoreFailure)

  /// The effects of a session, in their order.
  mutating func effects(of session: SessionKey) throws(StoreFailure) -> [EffectRow]

  /// The effect with a key; nil where there is none, or no longer.
  mutating func effect(_ key: EffectKey) throws(StoreFailure) -> EffectRow?

  /// Writes an effect anew that is there, under its key and order. What is to be done, and its lane, stay as they are.
  mutating func update(_ effect: EffectRow) throws(StoreFailure)

  /// Forgets an effect, if it is there.
  mutating func removeEffect(_ key: EffectKey) throws(StoreFailure)

  /// The effects that can be looked at now, in their order: those that wait, are to be tried by now, and have no effect before them in
  /// their lane that is attempted, or waits and may still be tried. None that another process has in hand.
  mutating func effectsReady(at now: Timestamp, limit: Int) throws(StoreFailure) -> [EffectRow]

  /// When the next of the effects that wait is to be tried, whatever their lanes hold; nil where none waits.
  mutating func nextEffect() throws(StoreFailure) -> Timestamp?

  /// The effects in a lane, in their order, that are not in doubt.
  mutating func effects(inLane lane: String) throws(StoreFailure) -> [EffectRow]

  /// The effects whose calls have begun and may take no longer than until a time, in their order.
  mutating func effectsAttempted(until time: Timestamp, limit: Int) throws(StoreFailure) -> [EffectRow]

  /// All effects that have not been done with, in their order.
  /// - Parameter order: The order after which the list goes on.
  mutating func effects(after order: Int, limit: Int) throws(StoreFailure) -> [EffectRow]

  /// The effects in doubt, in their order.
  /// - Parameter order: The order after which the list goes on.
  mutating func effectsInDoubt(after order: Int, limit: Int) throws(StoreFailure) -> [EffectRow]

  /// How many effects are in doubt.
  mutating func effectsInDoubtCount() throws(StoreFailure) -> Int
}

/// What an effect is known by for ever, in the store and beyond: no more than 64 characters.
public struct EffectKey: Sendable, Hashable {
  /// The longest incarnation of a store.
  public static let incarnationLength = 16

  /// The store's incarnation when the effect was asked for.
  public let incarnation: String
  /// The session that wants it; the service itself has a key of its own.
  public let session: SessionKey
  /// Its number in the session.
  public let number: Int

  /// Creates a key.
  public init(incarnation: String, session: SessionKey, number: Int) {
    self.incarnation = incarnation
    self.session = session
    self.number = number
  }

  /// Reads a key's text; nil where it is none.
  public init?(text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty, let number = Int(parts[2]), number > 0,
      String(number) == parts[2]
    else { return nil }
    self.init(incarnation: String(parts[0]), session: SessionKey(String(parts[1])), number: number)
  }

  /// The key as it goes over the wire.
  public var text: String { "\(incarnation).\(session.text).\(number)" }
}

/// An effect that has not been done with.
public struct EffectRow: Sendable, Hashable {
  /// How far it has come.
  public enum State: Sendable, Hashable {
    /// It is to be tried, not before a time.
    case waiting(notBefore: Timestamp)
    /// A call has begun that ends by a time, by the process of a start.
    case attempted(until: Timestamp, by: Int)
    /// Nobody knows whether the world has done it; since when.
    case inDoubt(since: Timestamp)
  }

  /// The key.
  public var key: EffectKey
  /// Its number among all effects, in the order in which they were asked for; the store gives it.
  public var order: Int
  /// What is to be done, as the driver writes it.
  public var content: [UInt8]
  /// Calls in one lane are made one after the other; nil for none.
  public var lane: String?
  /// The last time at which a call may begin.
  public var notAfter: Timestamp
  /// Whether its session waits for what comes of it, or what it does is wanted all the same.
  public var isWanted: Bool
  /// Whether it is done no second time: a customer's message whose conversation is about to be ended, or what was in doubt and
  /// somebody has had done once more. The former is given up when its next try fails, the latter in doubt again where nobody
  /// knows what came of that.
  public var isLastTry: Bool
  /// How many calls have begun.
  public var tries: Int
  /// When the first of them did.
  public var firstTry: Timestamp?
  /// How far it has come.
  public var state: State

  /// Creates an effect that has not been tried.
  public init(
    key: EffectKey, content: [UInt8], lane: String?, notAfter: Timestamp, notBefore: Timestamp
  ) {
    self.key = key
    order = 0
    self.content = content
    self.lane = lane
    self.notAfter = notAfter
    isWanted = true
    isLastTry = false
    tries = 0
    firstTry = nil
    state = .waiting(notBefore: notBefore)
  }
}
