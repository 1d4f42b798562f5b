import FlowModel

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

/// The latest of a stream of identifiers. Adding one costs constant time on average.
///
/// A table of its own instead of a `Set` beside the queue: each identifier is kept and hashed once.
struct RecentIdentifiers: Sendable, Hashable {
  private struct Entry: Sendable {
    let identifier: EventID
    let hash: UInt32
  }

  private let limit: Int
  /// The identifiers in the order in which they came, from `oldest` on, around the end.
  private var ring: [Entry] = []
  private var oldest = 0
  /// Where in the ring an identifier stands.
  private var places = SlotTable<UInt16>()

  /// Remembers the latest `limit` identifiers.
  init(limit: Int) {
    precondition(limit < UInt16.max, "the table's numbers hold every place in the ring")
    self.limit = limit
  }

  /// Makes room for so many more, at once.
  mutating func reserveRoom(for count: Int) {
    let all = min(ring.count + count, limit)
    ring.reserveCapacity(all)
    places.reserveRoom(for: all) { [ring] in Int(ring[$0].hash) }
  }

  /// Whether there is none.
  var isEmpty: Bool { ring.isEmpty }

  /// Whether an identifier is among the latest.
  func contains(_ id: EventID) -> Bool { place(of: Self.entry(id)) != nil }

  /// Adds an identifier, unless it is among the latest, and forgets the oldest where there are too many.
  /// - Returns: Whether it was added.
  @discardableResult
  mutating func insert(_ id: EventID) -> Bool {
    let entry = Self.entry(id)
    guard place(of: entry) == nil else { return false }
    if ring.count < limit {
      let count = ring.count + 1
      if !places.hasRoom(for: count) { places.reserveRoom(for: count) { [ring] in Int(ring[$0].hash) } }
      places.insert(ring.count, hash: Int(entry.hash))
      ring.append(entry)
    } else {
      places.remove(oldest) { [ring] in Int(ring[$0].hash) }
      ring[oldest] = entry
      places.insert(oldest, hash: Int(entry.hash))
      oldest = (oldest + 1) % limit
    }
    return true
  }

  /// The identifiers, in the order in which they came.
  var inOrder: [EventID] {
    (oldest == 0 ? ring : Array(ring[oldest...] + ring[..<oldest])).map(\.identifier)
  }

  static func == (left: RecentIdentifiers, right: RecentIdentifiers) -> Bool {
    left.ring.count == right.ring.count && left.inOrder.elementsEqual(right.inOrder)
  }

  func hash(into hasher: inout Hasher) { for identifier in inOrder { hasher.combine(identifier) } }

  /// Who makes up identifiers that collide gains nothing: there are at most `limit`, in this one session.
  private static func entry(_ id: EventID) -> Entry {
    var bytes = id.text
    let hash = bytes.withUTF8 { bytes in
      bytes.reduce(0 as UInt64) { ($0 ^ UInt64($1)) &* 0x9E37_79B9_7F4A_7C15 }
    }
    return Entry(identifier: id, hash: UInt32(truncatingIfNeeded: hash >> 32))
  }

  /// Where in the ring an identifier stands, if it is there.
  private func place(of entry: Entry) -> Int? {
    places.number(hash: Int(entry.hash)) {
      ring[$0].hash == entry.hash && ring[$0].identifier == entry.identifier
    }
  }
}

/// What a session knows of its events.
///
/// One word, and no memory of its own before there is something to know: all sessions that have had no event refer to
/// the same nothing, and the first change of one gives it what it needs. Queue and identifiers would be 48 bytes of each.
struct SessionEvents: Sendable, Hashable {
  private struct Contents: Sendable, Hashable {
    var held = EventQueue()
    var remembered = RecentIdentifiers(limit: Limits.rememberedEvents)
  }

  private static let none = Boxed(Contents())
  private var contents = Self.none

  /// Events that have come and wait to be processed.
  var held: EventQueue {
    get { contents.value.held }
    _modify { yield &contents.value.held }
  }

  /// The ids of events that have been processed or held.
  var remembered: RecentIdentifiers {
    get { contents.value.remembered }
    _modify { yield &contents.value.remembered }
  }
}
