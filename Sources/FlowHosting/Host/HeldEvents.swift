import FlowInterpreter
import FlowModel

/// Events of conversations that no session has yet, in the order in which they came.
struct HeldEvents: Sendable {
  /// An event, and its number among all that have been held.
  struct Event: Sendable {
    let number: Int
    let event: WebhookEvent
  }

  /// The events.
  private(set) var events: [Event] = []
  /// How many events have been held.
  private(set) var count = 0

  /// Whether there is no room for another event.
  var isFull: Bool { events.count == Limits.heldUnknownEvents }

  /// Whether an event is still held.
  func has(_ number: Int) -> Bool { index(of: number) != nil }

  /// Adds an event.
  /// - Returns: Its number.
  mutating func append(_ event: WebhookEvent) -> Int {
    count += 1
    events.append(Event(number: count, event: event))
    return count
  }

  /// Takes the oldest event.
  mutating func removeFirst() -> Event { events.removeFirst() }

  /// Takes the event with a number, if it is still held.
  mutating func remove(_ number: Int) -> WebhookEvent? {
    index(of: number).map { events.remove(at: $0).event }
  }

  /// Takes all events of a conversation, in order.
  mutating func removeAll(of conversation: ConversationID) -> [Event] {
    guard !events.isEmpty else { return [] }
    let isTaken = { (held: Event) in held.event.conversationID == conversation }
    let taken = events.filter(isTaken)
    events.removeAll(where: isTaken)
    return taken
  }

  private func index(of number: Int) -> Int? {
    let index = events.partitioningIndex { $0.number >= number }
    return index < events.count && events[index].number == number ? index : nil
  }

  /// Events as they were held before.
  /// - Parameter count: How many have been held ever; no event has a higher number.
  init(_ events: [Event] = [], count: Int = 0) {
    self.events = events
    self.count = count
  }
}
