public import FlowInterpreter
public import FlowModel

/// What has happened: a row for each turn of each session, and the records of no session.
public protocol JournalStorage {
  /// Adds a row whose session and number no other has.
  mutating func append(_ row: JournalRow) throws(StoreFailure)

  /// The rows of a session in their order.
  /// - Parameters:
  ///   - number: The number after which they go on.
  ///   - limit: The most that are given.
  mutating func journal(
    of session: SessionKey, after number: Int, limit: Int
  ) throws(StoreFailure) -> [JournalRow]

  /// Adds a record of no session. Its number is given by the store: greater than those of all before.
  mutating func append(_ record: StoreRecord) throws(StoreFailure)

  /// The records of no session in their order.
  mutating func storeRecords(after number: Int, limit: Int) throws(StoreFailure) -> [StoreRecord]

  /// Deletes records of no session that tell of what was before a time.
  /// - Parameter limit: The most that are deleted at once.
  /// - Returns: How many were.
  mutating func deleteStoreRecords(before time: Timestamp, limit: Int) throws(StoreFailure) -> Int
}

/// One turn of one session, or something that the service has to tell of it.
public struct JournalRow: Sendable, Hashable {
  /// The session.
  public var session: SessionKey
  /// The row's number in the session, from 1, without gaps.
  public var number: Int
  /// What time it was.
  public var now: Timestamp
  /// The version of the machine that took the turn.
  public var machineVersion: Int
  /// The input as it was routed to the session, with what the router knew, as the driver writes it.
  public var input: [UInt8]
  /// The records, as lines of the session's trace.
  public var records: [UInt8]
  /// A digest of the records.
  public var recordsDigest: UInt64
  /// A digest of the session document after the turn.
  public var documentDigest: UInt64

  /// Creates a row.
  public init(
    session: SessionKey, number: Int, now: Timestamp, machineVersion: Int, input: [UInt8], records: [UInt8],
    recordsDigest: UInt64, documentDigest: UInt64
  ) {
    self.session = session
    self.number = number
    self.now = now
    self.machineVersion = machineVersion
    self.input = input
    self.records = records
    self.recordsDigest = recordsDigest
    self.documentDigest = documentDigest
  }

  /// The row of the latest turn of a session, as this version of the machine has taken it.
  init(of session: SessionRow, input: [UInt8], records: [UInt8], documentDigest: UInt64) {
    self.init(
      session: session.key, number: session.turn, now: session.latestTurnAt,
      machineVersion: FlowMachine.version, input: input, records: records, recordsDigest: records.digest,
      documentDigest: documentDigest)
  }
}

/// A record of no session.
public struct StoreRecord: Sendable, Hashable {
  /// Its number among them; the store gives it.
  public var number: Int
  /// When it happened.
  public var at: Timestamp
  /// Whom it names, if it names a customer.
  public var customer: Customer?
  /// What it tells, as the driver writes it.
  public var content: [UInt8]

  /// Creates a record that has no number yet.
  public init(at: Timestamp, customer: Customer?, content: [UInt8]) {
    number = 0
    self.at = at
    self.customer = customer
    self.content = content
  }
}
