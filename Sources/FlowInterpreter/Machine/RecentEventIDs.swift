import FlowModel

/// The ids of the latest events of a session, by which repetitions are known.
///
/// A list of their hashes in ascending order, in which an id is found by binary search. Adding one moves the numbers behind
/// it: of the few ids that are remembered that is less work than a set's, which hashes all of them anew whenever it grows.
struct RecentEventIDs: Sendable, Hashable {
  /// The hash of an id, and where the id stands in the ring.
  private struct Known: Sendable {
    let hash: UInt64
    let slot: Int
  }

  private let limit: Int
  /// The ids in the order in which they came, from `oldest` on, around the end.
  private var ring: [EventID] = []
  private var oldest = 0
  /// The same ids in the order of their hashes.
  private var known: [Known] = []

  /// Remembers the latest `limit` ids.
  init(limit: Int) { self.limit = limit }

  /// Remembers ids, in the order in which they came; nil where there are more than `limit`, or one is there twice.
  init?(_ ids: [EventID], limit: Int) {
    guard ids.count <= limit else { return nil }
    self.limit = limit
    ring = ids
    known = ids.indices.map { Known(hash: Self.hash(of: ids[$0]), slot: $0) }.sorted { $0.hash < $1.hash }
    let isEachOnce = known.indices.allSatisfy { index in
      let alike = known[..<index].reversed().prefix { $0.hash == known[index].hash }
      return !alike.contains { ids[$0.slot] == ids[known[index].slot] }
    }
    guard isEachOnce else { return nil }
  }

  /// Whether an id is among the latest.
  func contains(_ id: EventID) -> Bool { place(of: id, hash: Self.hash(of: id)).isTaken }

  /// Adds an id, unless it is among the latest, and forgets the oldest where there are too many.
  /// - Returns: Whether it is new.
  @discardableResult
  mutating func insert(_ id: EventID) -> Bool {
    let hash = Self.hash(of: id)
    let place = place(of: id, hash: hash)
    if place.isTaken { return false }
    if ring.count < limit {
      known.insert(Known(hash: hash, slot: ring.count), at: place.index)
      ring.append(id)
    } else {
      var free = self.place(of: ring[oldest], hash: Self.hash(of: ring[oldest])).index
      // What stands between the two moves by one place, and no more: all of it would be moved twice.
      while free + 1 < place.index {
        known[free] = known[free + 1]
        free += 1
      }
      while free > place.index {
        known[free] = known[free - 1]
        free -= 1
      }
      known[free] = Known(hash: hash, slot: oldest)
      ring[oldest] = id
      oldest = (oldest + 1) % limit
    }
    return true
  }

  /// The ids, in the order in which they came.
  var inOrder: [EventID] { oldest == 0 ? ring : Array(ring[oldest...] + ring[..<oldest]) }

  /// Where an id stands, or would stand, among the known.
  private func place(of id: EventID, hash: UInt64) -> (index: Int, isTaken: Bool) {
    var index = known.partitioningIndex { $0.hash >= hash }
    while index < known.count, known[index].hash == hash {
      if ring[known[index].slot] == id { return (index, true) }
      index += 1
    }
    return (index, false)
  }

  private static func hash(of id: EventID) -> UInt64 {
    var hash = StableHash()
    hash.combine(id.text)
    return hash.value
  }

  static func == (left: RecentEventIDs, right: RecentEventIDs) -> Bool { left.inOrder == right.inOrder }

  func hash(into hasher: inout Hasher) { hasher.combine(inOrder) }
}
