public import FlowModel

/// What has come too early: events of conversations that no session has yet, and receipts of messages that none waits for yet.
public protocol HeldEventStorage {
  /// Holds an event.
  /// - Returns: Its number: greater than those of all before.
  mutating func hold(_ event: HeldEvent) throws(StoreFailure) -> Int

  /// How many events are held: under one name, and all together.
  mutating func heldEvents(under name: StoreName) throws(StoreFailure) -> (here: Int, all: Int)

  /// Takes what is held under a name, in order.
  mutating func takeHeldEvents(under name: StoreName) throws(StoreFailure) -> [HeldEvent]

  /// Takes the event with a number; nil where it is no longer held.
  mutating func takeHeldEvent(_ number: Int) throws(StoreFailure) -> HeldEvent?
}

/// An event that is held.
public struct HeldEvent: Sendable, Hashable {
  /// Its number among all that have been held; the store gives it.
  public var number: Int
  /// The conversation that it is of, or the message.
  public var name: StoreName
  /// By what a repetition of it is known.
  public var key: InputKey?
  /// When it came.
  public var received: Timestamp
  /// The event, as the driver writes it.
  public var content: [UInt8]

  /// Creates an event that has no number yet.
  public init(name: StoreName, key: InputKey?, received: Timestamp, content: [UInt8]) {
    number = 0
    self.name = name
    self.key = key
    self.received = received
    self.content = content
  }
}
