public import FlowInterpreter
public import FlowModel

/// What operators say.
public protocol OperatorStorage {
  /// Whether effects are held.
  mutating func isPaused() throws(StoreFailure) -> Bool

  /// Has effects be held, or no longer.
  mutating func setPaused(_ isPaused: Bool) throws(StoreFailure)

  /// Whether nothing may be sent to a customer.
  mutating func isSuppressed(_ customer: Customer) throws(StoreFailure) -> Bool

  /// Has nothing be sent to a customer, or lets it be sent.
  mutating func setSuppressed(_ isSuppressed: Bool, _ customer: Customer) throws(StoreFailure)

  /// The customers to whom nothing may be sent, in the order of `Customer.storedText`'s bytes.
  /// - Parameter customer: The one after whom the list goes on.
  mutating func suppressedCustomers(
    after customer: Customer?, limit: Int
  ) throws(StoreFailure) -> [Customer]

  /// Deletes all of a customer: sessions, live ones too, with their journals, timers, names and effects, what waits in the
  /// customer's queue and in those of these sessions and of some conversations, events held for these, dead letters and
  /// records that name the customer. Keys of inputs stay, and whether anything may be sent.
  /// - Returns: How much was deleted.
  mutating func forget(
    _ customer: Customer, conversations: [ConversationID]
  ) throws(StoreFailure) -> Forgotten
}

/// How much of a customer was deleted.
public struct Forgotten: Sendable, Hashable {
  /// Sessions, with all that is theirs.
  public var sessions: Int
  /// Inputs that waited.
  public var inputs: Int
  /// Events that were held.
  public var heldEvents: Int
  /// Dead letters.
  public var deadLetters: Int

  /// Creates the amount.
  public init(sessions: Int, inputs: Int, heldEvents: Int, deadLetters: Int) {
    self.sessions = sessions
    self.inputs = inputs
    self.heldEvents = heldEvents
    self.deadLetters = deadLetters
  }
}
