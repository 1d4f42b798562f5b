/// Where the sessions stand that names lead to. Mostly a name leads to one.
struct SlotsByName<Name: Hashable & Sendable>: Sendable {
  private var single: [Name: Int] = [:]
  private var several: [Name: [Int]] = [:]

  /// How many names lead to sessions.
  var count: Int { single.count + several.count }

  /// Whether no name leads to a session.
  var isEmpty: Bool { single.isEmpty && several.isEmpty }

  /// Where the sessions stand that a name leads to.
  subscript(name: Name) -> SessionSlots {
    if let slot = single[name] { return .one(slot) }
    // Mostly there are none of these, and then nothing need be hashed.
    return several.isEmpty ? .none : .several(several[name] ?? [])
  }

  /// Lets a name lead to a session.
  mutating func insert(_ slot: Int, at name: Name) {
    switch self[name] {
    case .one(let own): if own != slot { set([own, slot], at: name) }
    case .several(let slots): if !slots.contains(slot) { set(slots + [slot], at: name) }
    }
  }

  /// Lets a name no longer lead to a session.
  mutating func remove(_ slot: Int, from name: Name) { set(self[name].filter { $0 != slot }, at: name) }

  private mutating func set(_ slots: [Int], at name: Name) {
    single[name] = slots.count == 1 ? slots[0] : nil
    several[name] = slots.count > 1 ? slots : nil
  }
}
