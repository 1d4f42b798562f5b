import FlowModel

/// The ids of the latest events of a session, by which repetitions are known.
///
/// They stand in a list by their hashes, in which an id is found by binary search. Adding one moves the numbers behind it: of
/// the few ids that are remembered that is less work than a set's, which hashes all of them anew whenever it grows.
struct RecentEventIDs: Sendable, Hashable {
  private let limit: Int
  /// The ids in the order in which they came, from `oldest` on, around the end.
  private var ring: [EventID] = []
  private var oldest = 0
  /// Their hashes, each in its id's place.
  private var hashes: [UInt64] = []
  /// These places, in the order of the hashes.
  private var places: [Int] = []

  /// Remembers the latest `limit` ids.
  init(limit: Int) { self.limit = limit }

  /// Remembers ids, in the order in which they came; nil where there are more than `limit`, or one is there twice.
  init?(_ ids: [EventID], limit: Int) {
    guard ids.count <= limit else { return nil }
    self.limit = limit
    ring = ids
    hashes = ids.map(Self.hash)
    // Equal ids, if there are any, stand side by side.
    let sorted = zip(hashes, ids.indices).sorted { left, right in
      left.0 == right.0
        ? ids[left.1].text.utf8.lexicographicallyPrecedes(ids[right.1].text.utf8) : left.0 < right.0
    }
    places = sorted.map(\.1)
    for (place, next) in zip(places, places.dropFirst()) where hashes[place] == hashes[next] {
      if ids[place] == ids[next] { return nil }
    }
  }

  /// Whether an id is among the latest.
  func contains(_ id: EventID) -> Bool { position(of: id, hash: Self.hash(of: id)).isTaken }

  /// Adds an id, unless it is among the latest, and forgets the oldest where there are too many.
  /// - Returns: Whether it is new.
  @discardableResult
  mutating func insert(_ id: EventID) -> Bool {
    let hash = Self.hash(of: id)
    let position = position(of: id, hash: hash)
    if position.isTaken { return false }
    if ring.count < limit {
      places.insert(ring.count, at: position.index)
      ring.append(id)
      hashes.append(hash)
    } else {
      let free = self.position(of: ring[oldest], hash: hashes[oldest]).index
      places.remove(at: free)
      places.insert(oldest, at: free < position.index ? position.index - 1 : position.index)
      ring[oldest] = id
      hashes[oldest] = hash
      oldest = (oldest + 1) % limit
    }
    return true
  }

  /// The ids, in the order in which they came.
  var inOrder: [EventID] { oldest == 0 ? ring : Array(ring[oldest...] + ring[..<oldest]) }

  /// Where an id's place stands, or would stand, among the places.
  private func position(of id: EventID, hash: UInt64) -> (index: Int, isTaken: Bool) {
    var index = places.partitioningIndex { hashes[$0] >= hash }
    while index < places.count, hashes[places[index]] == hash {
      if ring[places[index]] == id { return (index, true) }
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
