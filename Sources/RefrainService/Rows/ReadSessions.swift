#if Service
import FlowInterpreter
import ServiceCore

/// Sessions that a transaction has read at once, and by what they are found, so that it reads none of them again.
///
/// Nobody else changes them until the transaction ends; what it changes itself is changed here too.
struct ReadSessions {
  /// The numbers of the sessions that stand under some names, each once.
  private var named: [StoreName: [Int]]
  /// The numbers of some sessions; nil for one that is not there.
  private var numbers: [SessionKey: Int?]
  private var sessions: [Int: SessionRow]

  /// - Parameters:
  ///   - names: Names of sessions, and `filed` the sessions' numbers that stand under them.
  ///   - keys: Keys of sessions.
  ///   - sessions: All sessions that these lead to.
  ///   - isKept: Whether nobody else can change a session: whatever leads to one that somebody may is asked for again.
  init(
    names: [StoreName], filed: [(name: StoreName, number: Int)], keys: [SessionKey], sessions: [SessionRow],
    isKept: (SessionRow) -> Bool
  ) {
    named = Dictionary(names.map { ($0, []) }) { first, _ in first }
    for (name, number) in filed { named[name]?.append(number) }
    numbers = Dictionary(keys.map { ($0, nil) }) { first, _ in first }
    self.sessions = [:]
    for session in sessions where isKept(session) {
      self.sessions[session.number] = session
      numbers[session.key] = session.number
    }
    for session in sessions where !isKept(session) { numbers[session.key] = nil }
    for (name, number) in filed where self.sessions[number] == nil { named[name] = nil }
  }

  /// The sessions that names and keys lead to, in the order of their starts, if they are known.
  func sessions(under names: [StoreName], keys: [SessionKey]) -> [SessionRow]? {
    var found: [Int] = []
    for name in names {
      guard let numbers = named[name] else { return nil }
      found += numbers
    }
    for key in keys {
      guard let number = numbers[key] else { return nil }
      if let number { found.append(number) }
    }
    // Mostly it is one.
    return (found.count > 1 ? Set(found).sorted() : found).compactMap { sessions[$0] }
  }

  /// A session has begun.
  mutating func insert(_ session: SessionRow, under names: [StoreName]) {
    sessions[session.number] = session
    numbers[session.key] = session.number
    file(session.number, under: names)
  }

  /// A session has been written.
  /// - Returns: Whether it was known.
  mutating func update(_ session: SessionRow, under names: [StoreName]?) -> Bool {
    guard let number = numbers[session.key] ?? nil, sessions[number] != nil else { return false }
    sessions[number]?.change(as: session)
    if let names {
      for (name, sessions) in named where sessions.contains(number) {
        named[name]?.removeAll { $0 == number }
      }
      file(number, under: names)
    }
    return true
  }

  private mutating func file(_ number: Int, under names: [StoreName]) {
    for name in names { named[name]?.append(number) }
  }
}
#endif
