import FlowModel

/// The ids of the latest events of a session, by which repetitions are known.
///
/// They stand in a list by their hashes, in which an id is found by binary search. Adding one moves the numbers behind it: of
/// the few ids that are remembered that is less work than a set's, which hashes all of them anew whenever it grows.
struct RecentEventIDs: Sendable, Hashable {
  /// An id with its hash.
  private struct Remembered: Sendable {
    let id: EventID
    let hash: UInt64

    init(_ id: EventID) {
      self.id = id
      var hash = StableHash()
      hash.combine(id.text)
      self.hash = hash.value
    }
  }

  /// The ids in the order in which they came, from `oldest` on, around the end.
  private var ring: [Remembered] = []
  private var oldest = 0
  /// Their places, in the order of the hashes.
  private var places: [Int] = []

  /// Remembers nothing yet.
  init() {}

  /// Remembers ids, in the order in which they came; nil where there are more than `limit`, or one is there twice.
  init?(_ ids: [String], limit: Int = Limits.rememberedEvents) {
    guard ids.count <= limit else { return nil }
    ring = ids.map { Remembered(EventID($0)) }
    // Equal ids, if there are any, stand side by side.
    let sorted = ring.indices.map { (hash: ring[$0].hash, place: $0) }.sorted { left, right in
      left.hash == right.hash
        ? ids[left.place].utf8.lexicographicallyPrecedes(ids[right.place].utf8) : left.hash < right.hash
    }
    places = sorted.map { $0.place }
    for (left, right) in zip(sorted, sorted.dropFirst()) where left.hash == right.hash {
      if ring[left.place].id == ring[right.place].id { return nil }
    }
  }

  /// Whether an id is among the latest.
  func contains(_ id: EventID) -> Bool { position(of: Remembered(id)).isTaken }

  /// Adds an id, unless it is among the latest, and forgets the oldest where there are more than `limit`.
  /// - Returns: Whether it is new.
  @discardableResult
  mutating func insert(_ id: EventID, limit: Int = Limits.rememberedEvents) -> Bool {
    let added = Remembered(id)
    let position = position(of: added)
    if position.isTaken { return false }
    if ring.count < limit {
      places.insert(ring.count, at: position.index)
      ring.append(added)
    } else {
      let free = self.position(of: ring[oldest]).index
      places.remove(at: free)
      places.insert(oldest, at: free < position.index ? position.index - 1 : position.index)
      ring[oldest] = added
      oldest = (oldest + 1) % limit
    }
    return true
  }

  /// Gives the ids in the order in which they came.
  func visitInOrder(_ body: (EventID) -> Void) {
    for remembered in ring[oldest...] { body(remembered.id) }
    for remembered in ring[..<oldest] { body(remembered.id) }
  }

  /// The ids, in the order in which they came.
  var inOrder: [EventID] {
    var ids: [EventID] = []
    ids.reserveCapacity(ring.count)
    visitInOrder { ids.append($0) }
    return ids
  }

  /// Where an id's place stands, or would stand, among the places.
  private func position(of sought: Remembered) -> (index: Int, isTaken: Bool) {
    var index = places.partitioningIndex { ring[$0].hash >= sought.hash }
    while index < places.count, ring[places[index]].hash == sought.hash {
      if ring[places[index]].id == sought.id { return (index, true) }
      index += 1
    }
    return (index, false)
  }

  static func == (left: RecentEventIDs, right: RecentEventIDs) -> Bool { left.inOrder == right.inOrder }

  func hash(into hasher: inout Hasher) { hasher.combine(inOrder) }
}
