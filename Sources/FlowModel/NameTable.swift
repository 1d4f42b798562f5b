/// The numbers of names. Names are compared by their bytes: `String` would take canonically equivalent ones for one.
///
/// Neither a dictionary of strings nor one of arrays of bytes: the one hashes a string's canonical form, the other takes
/// an allocation for each name and each look-up.
package struct NameTable: Sendable {
  /// A place in the table; the hash is there to be compared first.
  private struct Slot {
    var hash: UInt32 = 0
    /// The name's number, or -1.
    var number: Int32 = -1
  }

  private let names: [String]
  /// Open addressing, at most half full.
  private var slots: [Slot]

  /// Creates a table of names, whose numbers are their indices; of equal ones the first counts.
  ///
  /// Linear in their total length: the hash function is seeded, so that no choice of names makes it slow.
  package init(_ names: [String]) {
    self.names = names
    let count = 1 << (Int.bitWidth - (names.count * 2).leadingZeroBitCount)
    slots = Array(repeating: Slot(), count: count)
    for number in names.indices {
      names[number].withUTF8Bytes { name in
        let hash = Self.hash(of: name)
        let slot = slot(of: name, hash: hash)
        if slots[slot].number < 0 { slots[slot] = Slot(hash: hash, number: Int32(number)) }
      }
    }
  }

  /// The number of a name; nil where it is not in the table.
  package subscript(name: String) -> Int? { name.withUTF8Bytes { self[$0] } }

  /// The number of the name with these bytes; nil where it is not in the table.
  package subscript(name: UnsafeRawBufferPointer) -> Int? {
    let number = slots[slot(of: name, hash: Self.hash(of: name))].number
    return number < 0 ? nil : Int(number)
  }

  /// Where a name is, or where it would have to be.
  private func slot(of name: UnsafeRawBufferPointer, hash: UInt32) -> Int {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot].number >= 0 {
      if slots[slot].hash == hash, names[Int(slots[slot].number)].withUTF8Bytes({ Self.areSame($0, name) }) {
        return slot
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  /// Byte by byte, for names are short; `elementsEqual` takes forty instructions a byte.
  private static func areSame(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    left.count == right.count && left.indices.allSatisfy { left[$0] == right[$0] }
  }

  private static func hash(of name: UnsafeRawBufferPointer) -> UInt32 {
    var hasher = Hasher()
    hasher.combine(bytes: name)
    return UInt32(truncatingIfNeeded: hasher.finalize())
  }
}

extension String {
  /// Calls `body` with the text's bytes, which Swift's own strings have in one piece.
  @inlinable
  package func withUTF8Bytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable({ body(UnsafeRawBufferPointer($0)) }) {
      return result
    }
    return Array(utf8).withUnsafeBytes(body)
  }
}
