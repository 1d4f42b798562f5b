/// Where the elements of a list stand, found by their hashes: a table of their numbers alone.
///
/// Whoever owns the list keeps the elements in it, side by side, and gives a hash and a comparison with each call. A `Set`
/// or `Dictionary` keeps room for two elements where it holds one, which for a host was half of its index.
struct SlotTable<Number: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
  /// One more than an element's number, in the slot that its hash says or, where that is taken, in the next free one; 0
  /// where there is none. As long as a power of two, and half empty at least.
  private var slots: [Number] = []

  /// The number of an element; nil where it is not among those of the table.
  /// - Parameter isElement: Whether the element is the one with a number.
  func number(hash: Int, where isElement: (Int) -> Bool) -> Int? {
    guard !slots.isEmpty else { return nil }
    let found = slots[slot(hash: hash, where: isElement)]
    return found == 0 ? nil : Int(found) - 1
  }

  /// Whether the table has room for so many elements, those that it has among them.
  func hasRoom(for count: Int) -> Bool { 2 * count <= slots.count }

  /// Sees to it that the table has room for so many elements, those that it has among them.
  /// - Parameter hash: The hash of the element with a number.
  mutating func reserveRoom(for count: Int, hash: (Int) -> Int) {
    guard !hasRoom(for: count) else { return }
    var length = max(8, slots.count)
    while 2 * count > length { length *= 2 }
    let former = slots
    slots = Array(repeating: 0, count: length)
    for slot in former where slot != 0 { insert(Int(slot) - 1, hash: hash(Int(slot) - 1)) }
  }

  /// Adds the number of an element that the table does not have, and has room for.
  mutating func insert(_ number: Int, hash: Int) {
    slots[slot(hash: hash) { _ in false }] = Number(number + 1)
  }

  /// Gives an element another number.
  mutating func renumber(_ number: Int, hash: Int, to other: Int) {
    slots[slot(hash: hash) { $0 == number }] = Number(other + 1)
  }

  /// Removes the number of an element that the table has, and moves those that follow to where they are looked for.
  /// - Parameter hash: The hash of the element with a number.
  mutating func remove(_ number: Int, hash: (Int) -> Int) {
    var hole = slot(hash: hash(number)) { $0 == number }
    var next = hole
    while true {
      next = (next + 1) & (slots.count - 1)
      guard slots[next] != 0 else { break }
      let wanted = hash(Int(slots[next]) - 1) & (slots.count - 1)
      // It may go back into the hole unless it is wanted between the hole and where it stands.
      let distance = (next - wanted) & (slots.count - 1)
      if distance >= (next - hole) & (slots.count - 1) {
        slots[hole] = slots[next]
        hole = next
      }
    }
    slots[hole] = 0
  }

  /// The slot of an element, or the free one that it would take.
  private func slot(hash: Int, where isElement: (Int) -> Bool) -> Int {
    var slot = hash & (slots.count - 1)
    while slots[slot] != 0, !isElement(Int(slots[slot]) - 1) { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }
}
