public import FlowInterpreter
public import FlowModel

/// The sessions, and by what they are found.
public protocol SessionStorage {
  /// Locks names, made if absent, in their order, until the transaction ends.
  /// - Parameter names: Names in ascending order, each once, none of a session.
  mutating func lock(_ names: [StoreName]) throws(StoreFailure) -> LockResult

  /// Is told what a group of inputs is about to ask for, once it has locked that, so that the store can read it at once. It is
  /// for speed alone.
  /// - Parameters:
  ///   - arrivals: The inputs' arrival numbers.
  ///   - names: By what sessions will be looked for.
  ///   - keys: Sessions that will be looked for.
  ///   - queues: In which queues earlier inputs will be looked for; where nothing need be locked, none will be.
  mutating func readAhead(
    inputs arrivals: [Int], under names: [StoreName], keys: [SessionKey], queues: [StoreName]
  ) throws(StoreFailure)

  /// The sessions that stand under one of some names, and those with one of some keys, each once, in the order of their
  /// starts. With a name of a session's own come none.
  mutating func sessions(
    under names: [StoreName], keys: [SessionKey]
  ) throws(StoreFailure) -> [SessionRow]

  /// The sessions that stand under one of some names, and those with one of some keys, by their keys, and whose they are: what
  /// a group is yet to lock. Each comes once, in any order.
  mutating func owners(
    under names: [StoreName], keys: [SessionKey]
  ) throws(StoreFailure) -> [(session: SessionKey, customer: Customer)]

  /// Adds a session that has begun. Its number is given by the store: greater than those of all before.
  /// - Parameter names: What it is found by.
  /// - Returns: The session with its number.
  mutating func insert(_ session: SessionRow, under names: [StoreName]) throws(StoreFailure) -> SessionRow

  /// Writes a session anew. What it began with (its flow, definition, customer and time), and whether it is stalled, stay as
  /// they are.
  /// - Parameters:
  ///   - former: The turn after which it stood before.
  ///   - names: What it is found by from now on, in place of what it was found by; nil where that stays.
  /// - Throws: `.conflict` where it stands after another turn, is no longer there, or has ended and is to be live.
  mutating func update(
    _ session: SessionRow, after former: Int, under names: [StoreName]?
  ) throws(StoreFailure)

  /// Has a session that is there wait for a dead letter to be retried or dropped, or no longer. Its turn stays what it is.
  mutating func setStalled(_ isStalled: Bool, _ session: SessionKey) throws(StoreFailure)

  /// What a session is found by, in ascending order.
  mutating func names(of session: SessionKey) throws(StoreFailure) -> [StoreName]

  /// Sessions in the order of their starts.
  /// - Parameters:
  ///   - customer: Whose; nil for everybody's.
  ///   - number: The number after which the list goes on.
  ///   - limit: The most that are given.
  mutating func sessions(
    of customer: Customer?, after number: Int, limit: Int
  ) throws(StoreFailure) -> [SessionRow]

  /// Live sessions in the order of their starts.
  /// - Parameters:
  ///   - flow: Of which flow; nil for every flow.
  ///   - node: The node that they are parked at; nil for any, or none.
  ///   - number: The number after which the list goes on.
  ///   - limit: The most that are given.
  mutating func liveSessions(
    of flow: String?, at node: NodeName?, after number: Int, limit: Int
  ) throws(StoreFailure) -> [SessionRow]

  /// How many live sessions there are, by their flows and the nodes that they are parked at, in any order.
  mutating func liveSessionCounts() throws(StoreFailure) -> [LiveSessionCount]

  /// Deletes sessions that ended before a time, with their journals, names and effects.
  /// - Parameter limit: The most that are deleted at once.
  /// - Returns: How many were.
  mutating func deleteSessions(endedBefore time: Timestamp, limit: Int) throws(StoreFailure) -> Int
}

extension SessionStorage {
  /// A store whose reading takes no time reads nothing ahead.
  public mutating func readAhead(
    inputs arrivals: [Int], under names: [StoreName], keys: [SessionKey], queues: [StoreName]
  ) {}

  /// A store of which nothing need be locked reads the sessions.
  public mutating func owners(
    under names: [StoreName], keys: [SessionKey]
  ) throws(StoreFailure) -> [(session: SessionKey, customer: Customer)] {
    try sessions(under: names, keys: keys).map { ($0.key, $0.customer) }
  }
}

/// How many live sessions of a flow are parked at a node.
public struct LiveSessionCount: Sendable, Hashable {
  /// The flow, by what it is known by in its project.
  public let flow: String
  /// The node; nil for sessions that are parked nowhere.
  public let node: NodeName?
  /// How many.
  public let count: Int

  /// Creates a count.
  public init(flow: String, node: NodeName?, count: Int) {
    self.flow = flow
    self.node = node
    self.count = count
  }
}

/// What a lock tells whoever has looked before taking it.
public enum LockResult: Sendable, Hashable {
  /// Nobody else can have changed anything since the transaction began.
  case nothingChanged
  /// The transaction holds all of them already: what they lead to is what it was when it was read since.
  case nothingNew
  /// What the names lead to may have changed before they were locked: look again.
  case mayHaveChanged
}

/// A session as a store has it.
public struct SessionRow: Sendable, Hashable {
  /// The session's key.
  public var key: SessionKey
  /// Its number among all sessions of the store, in the order of their starts; the store gives it.
  public var number: Int
  /// The flow, by what it is known by in its project whatever its definition is.
  public var flow: String
  /// The definition that it runs.
  public var definition: DefinitionHash
  /// Whose it is.
  public var customer: Customer
  /// How many rows its journal has: the version of this row.
  public var turn: Int
  /// How many records its trace has.
  public var recordCount: Int
  /// When it began.
  public var startedAt: Timestamp
  /// What time it was in its latest turn.
  public var latestTurnAt: Timestamp
  /// When it ended; nil while it is live.
  public var endedAt: Timestamp?
  /// Where it is parked, for whoever looks; nil once it has ended.
  public var parking: Parking?
  /// Whether a dead letter is in its way.
  public var isStalled: Bool
  /// The session document.
  public var document: [UInt8]

  /// Where a session is parked.
  public struct Parking: Sendable, Hashable {
    /// The node.
    public var node: NodeName
    /// What it waits for there.
    public var reason: WaitReason
    /// Since when.
    public var since: Timestamp

    /// Creates a place.
    public init(node: NodeName, reason: WaitReason, since: Timestamp) {
      self.node = node
      self.reason = reason
      self.since = since
    }
  }

  /// Creates a row.
  public init(
    key: SessionKey, number: Int = 0, flow: String, definition: DefinitionHash, customer: Customer, turn: Int,
    recordCount: Int, startedAt: Timestamp, latestTurnAt: Timestamp, endedAt: Timestamp?, parking: Parking?,
    isStalled: Bool = false, document: [UInt8]
  ) {
    self.key = key
    self.number = number
    self.flow = flow
    self.definition = definition
    self.customer = customer
    self.turn = turn
    self.recordCount = recordCount
    self.startedAt = startedAt
    self.latestTurnAt = latestTurnAt
    self.endedAt = endedAt
    self.parking = parking
    self.isStalled = isStalled
    self.document = document
  }

  /// Becomes what `SessionStorage.update` makes of it.
  package mutating func change(as session: SessionRow) {
    turn = session.turn
    recordCount = session.recordCount
    latestTurnAt = session.latestTurnAt
    endedAt = session.endedAt
    parking = session.parking
    document = session.document
  }
}
