/// Events in the order in which they came. Adding and taking cost constant time, on average.
struct EventQueue: Sendable, Hashable {
  private var events: [WebhookEvent] = []
  private var taken = 0

  /// Whether there is none.
  var isEmpty: Bool { events.isEmpty }

  /// How many there are.
  var count: Int { events.count - taken }

  /// The events that have not been taken, in order.
  var inOrder: ArraySlice<WebhookEvent> { events[taken...] }

  /// Adds an event behind the others.
  mutating func append(_ event: WebhookEvent) { events.append(event) }

  /// Takes the event that came first.
  mutating func popFirst() -> WebhookEvent? {
    guard !events.isEmpty else { return nil }
    let event = events[taken]
    taken += 1
    // Room is given back when half of it is unused, so that each event is moved at most once on average.
    if taken * 2 >= events.count {
      events.removeFirst(taken)
      taken = 0
    }
    return event
  }

  /// Takes all events, in order.
  mutating func takeAll() -> [WebhookEvent] {
    guard !isEmpty else { return [] }
    defer { self = EventQueue() }
    return Array(inOrder)
  }

  static func == (left: EventQueue, right: EventQueue) -> Bool { left.inOrder == right.inOrder }

  func hash(into hasher: inout Hasher) { hasher.combine(inOrder) }
}
