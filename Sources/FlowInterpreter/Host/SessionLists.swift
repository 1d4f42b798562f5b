/// Lists of sessions, each found by a key. A list without sessions is none.
///
/// A host has two such lists for each of its sessions: keys and lists stand side by side, 32 bytes for a customer and 24
/// for a conversation, where a `Dictionary` took 84 and 105.
struct SessionLists<Key: Hashable & Sendable>: Sendable {
  private struct Entry: Sendable {
    var sessions: SessionList
    let key: Key
  }

  private var entries: [Entry] = []
  private var places = SlotTable<UInt32>()

  /// The list with a key.
  subscript(key: Key) -> SessionList { place(of: key).map { entries[$0].sessions } ?? SessionList() }

  /// Adds a session to the list with a key, behind the others; one that is there already goes behind them.
  /// Complexity: linear in the number of the list's sessions.
  mutating func append(_ session: SessionID, to key: Key) {
    if let place = place(of: key) { return entries[place].sessions.append(session) }
    places.reserveRoom(for: entries.count + 1) { [entries] in entries[$0].key.hashValue }
    places.insert(entries.count, hash: key.hashValue)
    entries.append(Entry(sessions: SessionList(session), key: key))
  }

  /// Removes a session from the list with a key, if it is there.
  /// Complexity: linear in the number of the list's sessions.
  mutating func remove(_ session: SessionID, from key: Key) {
    guard let place = place(of: key) else { return }
    entries[place].sessions.remove(session)
    guard entries[place].sessions.isEmpty else { return }
    places.remove(place) { [entries] in entries[$0].key.hashValue }
    // The last entry takes the place that has become free.
    let last = entries.count - 1
    if place < last {
      places.renumber(last, hash: entries[last].key.hashValue, to: place)
      entries.swapAt(place, last)
    }
    entries.removeLast()
  }

  private func place(of key: Key) -> Int? {
    // Mostly there is no list of receivers, and then nothing need be hashed.
    entries.isEmpty ? nil : places.number(hash: key.hashValue) { entries[$0].key == key }
  }
}

extension SessionLists: Sequence {
  /// The keys and their lists, in no order.
  func makeIterator() -> some IteratorProtocol<(key: Key, sessions: SessionList)> {
    entries.lazy.map { (key: $0.key, sessions: $0.sessions) }.makeIterator()
  }
}

/// Sessions in the order in which they were added, each once. One alone, which is the rule, takes no memory of its own, and
/// the list one word.
enum SessionList: Sendable {
  case one(UInt32)
  /// Any number of sessions but one.
  case many([UInt32])

  /// No session.
  init() { self = .many([]) }

  /// A session alone.
  init(_ session: SessionID) { self = .one(session.number) }

  /// Adds a session behind the others; one that is there already goes behind them.
  /// Complexity: linear in the number of sessions.
  mutating func append(_ session: SessionID) {
    change { numbers in
      numbers.removeAll { $0 == session.number }
      numbers.append(session.number)
    }
  }

  /// Removes a session, if it is there. Complexity: linear in the number of sessions.
  mutating func remove(_ session: SessionID) {
    change { $0.removeAll { $0 == session.number } }
  }

  private mutating func change(_ body: (inout [UInt32]) -> Void) {
    var numbers =
      switch self {
      case .one(let number): [number]
      case .many(let numbers): numbers
      }
    // Taken out, so that they are changed where they are.
    self = .many([])
    body(&numbers)
    self = numbers.count == 1 ? .one(numbers[0]) : .many(numbers)
  }
}

extension SessionList: RandomAccessCollection {
  var startIndex: Int { 0 }

  var endIndex: Int {
    switch self {
    case .one: 1
    case .many(let numbers): numbers.count
    }
  }

  subscript(position: Int) -> SessionID {
    switch self {
    case .one(let number): SessionID(number)
    case .many(let numbers): SessionID(numbers[position])
    }
  }
}
