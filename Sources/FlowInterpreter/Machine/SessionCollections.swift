/// Events in the order in which they came. Adding and taking cost constant time, on average.
struct EventQueue: Sendable, Hashable {
  private var events: [WebhookEvent] = []
  private var taken = 0

  /// Whether there is none.
  var isEmpty: Bool { events.isEmpty }

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
    defer { self = EventQueue() }
    return Array(inOrder)
  }

  static func == (left: EventQueue, right: EventQueue) -> Bool {
    left.inOrder == right.inOrder
  }

  func hash(into hasher: inout Hasher) { hasher.combine(inOrder) }
}

/// The latest of a stream of identifiers. Adding one and asking for one cost constant time.
struct RecentIdentifiers: Sendable, Hashable {
  private let limit: Int
  private var identifiers: Set<ExactText> = []
  /// The identifiers in the order in which they came, from `oldest` on, around the end.
  private var ring: [ExactText] = []
  private var oldest = 0

  /// Remembers the latest `limit` identifiers.
  init(limit: Int) {
    self.limit = limit
  }

  /// Whether there is none.
  var isEmpty: Bool { ring.isEmpty }

  /// Whether an identifier is among the latest.
  func contains(_ identifier: String) -> Bool { identifiers.contains(ExactText(identifier)) }

  /// Adds an identifier that is not among the latest, and forgets the oldest where there are too many.
  mutating func insert(_ text: String) {
    let identifier = ExactText(text)
    identifiers.insert(identifier)
    if ring.count < limit {
      ring.append(identifier)
    } else {
      identifiers.remove(ring[oldest])
      ring[oldest] = identifier
      oldest = (oldest + 1) % limit
    }
  }

  static func == (left: RecentIdentifiers, right: RecentIdentifiers) -> Bool {
    left.identifiers == right.identifiers && left.inOrder.elementsEqual(right.inOrder)
  }

  func hash(into hasher: inout Hasher) { for identifier in inOrder { hasher.combine(identifier) } }

  /// The identifiers, in the order in which they came.
  var inOrder: some Sequence<ExactText> { [ring[oldest...], ring[..<oldest]].lazy.joined() }
}
