/// A key that an object has had before; both as indices of elements.
struct JSONDuplicateKey {
  let key: Int
  let first: Int
}

/// The search for keys that one object has twice. Keys are compared by the bytes that they stand for.
enum DuplicateKeys {
  /// Up to this many members every pair is compared, which is faster than to hash them.
  private static let pairwiseLimit = 16

  /// Appends the second and later keys of the object at `object` that equal an earlier one, in source order.
  ///
  /// Linear in the object's bytes: a hash table with a seeded hash function, so that no choice of keys makes it slow.
  /// - Parameter mayHaveEscapes: Whether any of the keys may have an escape.
  static func find(
    in object: Int, of elements: [JSONElement], source: [UInt8], mayHaveEscapes: Bool,
    into found: inout [JSONDuplicateKey]
  ) {
    let keys = ObjectKeys(object: object, elements: elements)
    // Keys with escapes are decoded once, to be hashed, rather than for each pair.
    if keys.count <= pairwiseLimit, !mayHaveEscapes || !keys.contains(where: { elements[$0].hasEscapes }) {
      findPairwise(among: keys, of: elements, source: source, into: &found)
    } else {
      findByHash(among: keys, of: elements, source: source, into: &found)
    }
  }

  private static func findPairwise(
    among keys: ObjectKeys, of elements: [JSONElement], source: [UInt8], into found: inout [JSONDuplicateKey]
  ) {
    // A bit for each length and first byte of the keys so far: most keys share theirs with none, and are compared with none.
    var kinds: UInt64 = 0
    for key in keys {
      let kind = Self.kind(of: elements[key], source: source)
      defer { kinds |= kind }
      guard kinds & kind != 0 else { continue }
      for first in keys {
        guard first < key else { break }
        guard haveSameText(elements[first], elements[key], source: source) else { continue }
        found.append(JSONDuplicateKey(key: key, first: first))
        break
      }
    }
  }

  /// A bit that keys of the same text share.
  private static func kind(of key: JSONElement, source: [UInt8]) -> UInt64 {
    let content = key.contentRange
    // The byte after the quote is there: the closing quote of an empty key.
    return 1 << UInt64((content.count &* 7 &+ Int(source[content.lowerBound])) % 64)
  }

  private static func findByHash(
    among keys: ObjectKeys, of elements: [JSONElement], source: [UInt8], into found: inout [JSONDuplicateKey]
  ) {
    // Open addressing, at most half full. No key is element 0, so 0 is a free slot.
    let slotCount = 1 << (Int.bitWidth - (keys.count * 2 - 1).leadingZeroBitCount)
    var slots = [(hash: UInt32, key: UInt32)](repeating: (0, 0), count: slotCount)
    for key in keys {
      let hash = hash(of: elements[key], source: source)
      var slot = Int(hash) & (slotCount - 1)
      while slots[slot].key != 0,
        slots[slot].hash != hash
          || !haveSameText(elements[Int(slots[slot].key)], elements[key], source: source)
      {
        slot = (slot + 1) & (slotCount - 1)
      }
      if slots[slot].key == 0 {
        slots[slot] = (hash, UInt32(key))
      } else {
        found.append(JSONDuplicateKey(key: key, first: Int(slots[slot].key)))
      }
    }
  }

  private static func hash(of key: JSONElement, source: [UInt8]) -> UInt32 {
    var hasher = Hasher()
    if key.hasEscapes {
      JSONScalars.decodedString(in: source, content: key.contentRange)
        .withUnsafeBytes { hasher.combine(bytes: $0) }
    } else {
      source[key.contentRange].withUnsafeBytes { hasher.combine(bytes: $0) }
    }
    return UInt32(truncatingIfNeeded: hasher.finalize())
  }

  private static func haveSameText(_ left: JSONElement, _ right: JSONElement, source: [UInt8]) -> Bool {
    if !left.hasEscapes, !right.hasEscapes {
      guard left.end - left.start == right.end - right.start else { return false }
      return source.withUnsafeBytes { source in
        source.holds(
          UnsafeRawBufferPointer(rebasing: source[left.contentRange]), at: right.contentRange.lowerBound)
      }
    }
    return JSONScalars.decodedString(in: source, content: left.contentRange)
      == JSONScalars.decodedString(in: source, content: right.contentRange)
  }
}

/// The indices of an object's keys, in source order.
private struct ObjectKeys: Sequence, IteratorProtocol {
  private let elements: [JSONElement]
  private var index: Int
  private let end: Int
  /// How many keys there are.
  let count: Int

  init(object: Int, elements: [JSONElement]) {
    self.elements = elements
    index = object + 1
    end = Int(elements[object].subtreeEnd)
    count = Int(elements[object].count)
  }

  mutating func next() -> Int? {
    guard index < end else { return nil }
    defer { index = Int(elements[index + 1].subtreeEnd) }
    return index
  }
}
