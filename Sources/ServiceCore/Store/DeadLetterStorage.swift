public import FlowInterpreter
public import FlowModel

/// What the service has given up, and somebody is to look at.
public protocol DeadLetterStorage {
  /// Adds a dead letter.
  /// - Returns: Its number: greater than those of all before.
  mutating func insert(_ letter: DeadLetter) throws(StoreFailure) -> Int

  /// The dead letter with a number; nil where there is none, or no longer.
  mutating func deadLetter(_ number: Int) throws(StoreFailure) -> DeadLetter?

  /// Dead letters in their order.
  /// - Parameter number: The number after which the list goes on.
  mutating func deadLetters(after number: Int, limit: Int) throws(StoreFailure) -> [DeadLetter]

  /// How many there are.
  mutating func deadLetterCount() throws(StoreFailure) -> Int

  /// Forgets a dead letter, if it is there: it has been retried or dropped.
  mutating func removeDeadLetter(_ number: Int) throws(StoreFailure)
}

extension DeadLetterStorage {
  /// The first dead letter that is as somebody looks for; nil where none is.
  mutating func firstDeadLetter(where isWanted: (DeadLetter) -> Bool) throws(StoreFailure) -> DeadLetter? {
    var number = 0
    while true {
      let letters = try deadLetters(after: number, limit: ServiceLimits.groupSize)
      guard let last = letters.last else { return nil }
      if let letter = letters.first(where: isWanted) { return letter }
      number = last.number
    }
  }
}

/// What the service has given up.
public struct DeadLetter: Sendable, Hashable {
  /// What was given up. A name is never given to another kind: stores write it.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// An input that ended a process, or failed, three times.
    case input
    /// A timer that did.
    case timer
    /// A customer's message that did not reach the agent.
    case forward
    /// A conversation that nobody waits for, and that the service has ended.
    case orphan
    /// A conversation that the service was to end, and that ECE has not ended in an hour.
    case ending
  }

  /// Its number among all; the store gives it.
  public var number: Int
  /// What was given up.
  public var kind: Kind
  /// When.
  public var at: Timestamp
  /// The session that it is of, where it is known.
  public var session: SessionKey?
  /// Whom it concerns, where that is known.
  public var customer: Customer?
  /// Why, in a sentence without a full stop.
  public var problem: String
  /// What is needed to try it again, as the driver writes it.
  public var content: [UInt8]

  /// Creates a dead letter that has no number yet.
  public init(
    _ kind: Kind, at: Timestamp, session: SessionKey?, customer: Customer?, problem: String, content: [UInt8]
  ) {
    number = 0
    self.kind = kind
    self.at = at
    self.session = session
    self.customer = customer
    self.problem = problem
    self.content = content
  }
}
