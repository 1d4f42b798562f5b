public import FlowModel

/// Events of conversations that no session has yet.
public protocol HeldEventStorage {
  /// Holds an event.
  /// - Returns: Its number: greater than those of all before.
  mutating func hold(_ event: HeldEvent) throws(StoreFailure) -> Int

  /// How many events are held: of one conversation, and of all together.
  mutating func heldEvents(of conversation: ConversationID) throws(StoreFailure) -> (ofIt: Int, all: Int)

  /// Takes what is held for a conversation, in order.
  mutating func takeHeldEvents(of conversation: ConversationID) throws(StoreFailure) -> [HeldEvent]

  /// Takes the event with a number; nil where it is no longer held.
  mutating func takeHeldEvent(_ number: Int) throws(StoreFailure) -> HeldEvent?
}

/// An event that is held.
public struct HeldEvent: Sendable, Hashable {
  /// Its number among all that have been held; the store gives it.
  public var number: Int
  /// The conversation that it is of.
  public var conversation: ConversationID
  /// By what a repetition of it is known.
  public var key: InputKey?
  /// When it came.
  public var received: Timestamp
  /// The event, as the driver writes it.
  public var content: [UInt8]

  /// Creates an event that has no number yet.
  public init(conversation: ConversationID, key: InputKey?, received: Timestamp, content: [UInt8]) {
    number = 0
    self.conversation = conversation
    self.key = key
    self.received = received
    self.content = content
  }
}
