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
    let identifier: ExactText
    let hash: UInt32
  }

  private let limit: Int
  /// The identifiers in the order in which they came, from `oldest` on, around the end.
  private var ring: [Entry] = []
  private var oldest = 0
  /// Where in the ring an identifier stands, one more than its index, at the place that its hash says or, where that is
  /// taken, at the next free one; 0 where there is none. As long as a power of two, and half empty at least.
  private var table: [UInt16] = []

  /// Remembers the latest `limit` identifiers.
  init(limit: Int) {
    precondition(limit < UInt16.max, "the table's numbers hold every place in the ring")
    self.limit = limit
  }

  /// Makes room for so many more, at once.
  mutating func reserveRoom(for count: Int) {
    let all = min(ring.count + count, limit)
    ring.reserveCapacity(all)
    while 2 * all > table.count { grow() }
  }

  /// Whether there is none.
  var isEmpty: Bool { ring.isEmpty }

  /// Whether an identifier is among the latest.
  func contains(_ text: String) -> Bool {
    let entry = Self.entry(text)
    return !table.isEmpty && table[place(of: entry)] != 0
  }

  /// Adds an identifier, unless it is among the latest, and forgets the oldest where there are too many.
  /// - Returns: Whether it was added.
  @discardableResult
  mutating func insert(_ text: String) -> Bool {
    let entry = Self.entry(text)
    if 2 * (ring.count + 1) > table.count, ring.count < limit { grow() }
    guard table[place(of: entry)] == 0 else { return false }
    if ring.count < limit {
      ring.append(entry)
      table[place(of: entry)] = UInt16(ring.count)
    } else {
      remove(at: place(of: ring[oldest]))
      ring[oldest] = entry
      table[place(of: entry)] = UInt16(oldest + 1)
      oldest = (oldest + 1) % limit
    }
    return true
  }

  /// The identifiers, in the order in which they came.
  var inOrder: [ExactText] {
    (oldest == 0 ? ring : Array(ring[oldest...] + ring[..<oldest])).map(\.identifier)
  }

  static func == (left: RecentIdentifiers, right: RecentIdentifiers) -> Bool {
    left.ring.count == right.ring.count && left.inOrder.elementsEqual(right.inOrder)
  }

  func hash(into hasher: inout Hasher) { for identifier in inOrder { hasher.combine(identifier) } }

  /// Who makes up identifiers that collide gains nothing: there are at most `limit`, in this one session.
  private static func entry(_ text: String) -> Entry {
    var bytes = text
    let hash = bytes.withUTF8 { bytes in
      bytes.reduce(0 as UInt64) { ($0 ^ UInt64($1)) &* 0x9E37_79B9_7F4A_7C15 }
    }
    return Entry(identifier: ExactText(text), hash: UInt32(truncatingIfNeeded: hash >> 32))
  }

  /// The place in the table of an identifier, or the free one that it would take.
  private func place(of entry: Entry) -> Int {
    var place = Int(entry.hash) & (table.count - 1)
    while table[place] != 0 {
      let other = ring[Int(table[place]) - 1]
      if other.hash == entry.hash, other.identifier == entry.identifier { break }
      place = (place + 1) & (table.count - 1)
    }
    return place
  }

  private mutating func grow() {
    table = Array(repeating: 0, count: max(8, 2 * table.count))
    for index in ring.indices { table[place(of: ring[index])] = UInt16(index + 1) }
  }

  /// Frees a place, and moves those that follow to where they are looked for.
  private mutating func remove(at removed: Int) {
    var hole = removed
    var next = hole
    while true {
      next = (next + 1) & (table.count - 1)
      guard table[next] != 0 else { break }
      let wanted = Int(ring[Int(table[next]) - 1].hash) & (table.count - 1)
      // It may go back into the hole unless it is wanted between the hole and where it stands.
      let distance = (next - wanted) & (table.count - 1)
      if distance >= (next - hole) & (table.count - 1) {
        table[hole] = table[next]
        hole = next
      }
    }
    table[hole] = 0
  }
}
