import FlowModel

/// The ids of the latest events of a session, by which repetitions are known. Adding one and asking for one cost constant
/// time on average.
struct RecentEventIDs: Sendable, Hashable {
  private let limit: Int
  /// The ids in the order in which they came, from `oldest` on, around the end.
  private var ring: [EventID] = []
  private var oldest = 0
  private var known: Set<EventID> = []

  /// Remembers the latest `limit` ids.
  init(limit: Int) { self.limit = limit }

  /// Whether an id is among the latest.
  func contains(_ id: EventID) -> Bool { known.contains(id) }

  /// Adds an id that is not among the latest, and forgets the oldest where there are too many.
  mutating func insert(_ id: EventID) {
    known.insert(id)
    if ring.count < limit { return ring.append(id) }
    known.remove(ring[oldest])
    ring[oldest] = id
    oldest = (oldest + 1) % limit
  }

  /// The ids, in the order in which they came.
  var inOrder: [EventID] { Array(ring[oldest...] + ring[..<oldest]) }

  static func == (left: RecentEventIDs, right: RecentEventIDs) -> Bool {
    left.known == right.known && left.inOrder == right.inOrder
  }

  func hash(into hasher: inout Hasher) { hasher.combine(inOrder) }
}
