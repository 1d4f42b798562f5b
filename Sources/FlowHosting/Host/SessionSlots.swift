/// Where some sessions stand in a table, each once. Mostly it is one, which takes no memory of its own.
enum SessionSlots: Sendable {
  case one(Int)
  case several([Int])

  /// No session.
  static let none = SessionSlots.several([])

  /// Adds a session, unless it is there.
  mutating func insert(_ slot: Int) {
    switch self {
    case .one(let own): if own != slot { self = .several([own, slot]) }
    case .several(let slots) where slots.isEmpty: self = .one(slot)
    case .several(let slots): if !slots.contains(slot) { self = .several(slots + [slot]) }
    }
  }

  /// Adds sessions, those aside that are there.
  mutating func insert(_ slots: SessionSlots) {
    if isEmpty { self = slots } else { for slot in slots { insert(slot) } }
  }
}

extension SessionSlots: RandomAccessCollection {
  var startIndex: Int { 0 }

  var endIndex: Int {
    switch self {
    case .one: 1
    case .several(let slots): slots.count
    }
  }

  subscript(index: Int) -> Int {
    switch self {
    case .one(let slot): slot
    case .several(let slots): slots[index]
    }
  }
}
