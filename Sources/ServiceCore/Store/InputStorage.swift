public import FlowInterpreter
public import FlowModel

/// What has come in and has not been taken, and the keys of all that came.
public protocol InputStorage {
  /// Takes inputs in: one whose key is known changes nothing.
  ///
  /// The rows are inserted in the order of their keys, the arrival numbers given in the order of the inputs.
  /// - Returns: What became of each, in order. Of two with one key in the same list the first is accepted.
  mutating func accept(_ inputs: [NewInput]) throws(StoreFailure) -> [Acceptance]

  /// The inputs that have waited longest and can be taken, in the order of arrival: none that is parked, and none that
  /// another process has in hand.
  mutating func inputs(limit: Int) throws(StoreFailure) -> [InputRow]

  /// The input with an arrival number, parked or not; nil where it has been ended, or another process has it in hand.
  mutating func input(_ arrival: Int) throws(StoreFailure) -> InputRow?

  /// The inputs in the queue of a name, parked or not, in the order of arrival.
  mutating func inputs(queuedUnder name: StoreName) throws(StoreFailure) -> [InputRow]

  /// The first input that came before another and stands in the queue of one of some names, parked ones aside; nil where there
  /// is none.
  mutating func earliestInput(queuedUnder names: [StoreName], before arrival: Int) throws(StoreFailure)
    -> Int?

  /// Notes that a process begins to try some inputs: each has one more try, which is of that start.
  mutating func markInputs(_ arrivals: [Int], by start: Int) throws(StoreFailure)

  /// Takes the mark of some inputs off, and the try with it: the process has stopped in order before it began them.
  mutating func unmarkInputs(_ arrivals: [Int]) throws(StoreFailure)

  /// Notes which session an input is about to be taken by, or that none is, for the case that it ends the process.
  mutating func noteTarget(_ session: SessionKey?, ofInput arrival: Int) throws(StoreFailure)

  /// Ends an input: it has been taken. Its key stays known.
  mutating func endInput(_ arrival: Int) throws(StoreFailure)

  /// Has an input wait until the session is no longer stalled, with what it is by then, its tries and target forgotten.
  /// - Parameter content: What is to be taken, in place of what came.
  mutating func parkInput(_ arrival: Int, behind session: SessionKey, as content: [UInt8])
    throws(StoreFailure)

  /// Lets all inputs that wait behind a session be taken, in the order of arrival.
  mutating func releaseInputs(behind session: SessionKey) throws(StoreFailure)

  /// Puts an input in again that was a dead letter, under its old arrival number, without tries or a target. It is not parked.
  mutating func putBack(_ input: InputRow) throws(StoreFailure)

  /// Forgets a key: what has it may come again.
  mutating func freeKey(_ key: InputKey) throws(StoreFailure)

  /// Forgets keys of what came before a time.
  /// - Parameter limit: The most that are forgotten at once.
  /// - Returns: How many were.
  mutating func deleteKeys(receivedBefore time: Timestamp, limit: Int) throws(StoreFailure) -> Int

  /// When the latest of what has a key came; nil where nothing has.
  mutating func latestKey() throws(StoreFailure) -> Timestamp?

  /// How many inputs wait, parked ones too, and since when the first of them that can be taken does.
  mutating func pendingInputs() throws(StoreFailure) -> PendingInputs
}

/// By what repetitions of an input are known: a keyed hash of what the counterpart names it by.
public struct InputKey: Sendable, Hashable, Comparable {
  /// The hash.
  public let bytes: [UInt8]

  /// Creates a key.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public static func < (left: InputKey, right: InputKey) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

/// An input that is to be kept.
public struct NewInput: Sendable, Hashable {
  /// By what a repetition is known; nil for what comes from within.
  public var key: InputKey?
  /// A keyed hash of the whole input, by which one is known that repeats a key with something else.
  public var bodyDigest: [UInt8]
  /// When it came.
  public var received: Timestamp
  /// What it is about, as far as the input itself says it: inputs of one queue are taken in order.
  public var queue: StoreName?
  /// The input, as the driver writes it.
  public var content: [UInt8]

  /// Creates an input that is to be kept.
  public init(
    key: InputKey?, bodyDigest: [UInt8] = [], received: Timestamp, queue: StoreName?, content: [UInt8]
  ) {
    self.key = key
    self.bodyDigest = bodyDigest
    self.received = received
    self.queue = queue
    self.content = content
  }
}

/// What became of an input that was to be taken in.
public enum Acceptance: Sendable, Hashable {
  /// It has been kept, under a number greater than those of all that came before.
  case accepted(arrival: Int)
  /// It repeats what has been kept before.
  case repeated
  /// It has the key of something else that has been kept before.
  case repeatedOtherwise
}

/// An input that waits to be taken.
public struct InputRow: Sendable, Hashable {
  /// Its number among all inputs, in the order of arrival.
  public var arrival: Int
  /// What came.
  public var input: NewInput
  /// How often it has been tried.
  public var tries: Tries
  /// The session that was to take it when it was tried last, where that was noted.
  public var target: SessionKey?
  /// The stalled session behind which it waits, if it does.
  public var parkedBehind: SessionKey?

  /// Creates a row.
  public init(arrival: Int, input: NewInput, tries: Tries = Tries(), parkedBehind: SessionKey? = nil) {
    target = nil
    self.arrival = arrival
    self.input = input
    self.tries = tries
    self.parkedBehind = parkedBehind
  }
}

/// How often processes have begun to take something.
public struct Tries: Sendable, Hashable {
  /// How often.
  public var count: Int
  /// The number of the start of the process that did last; nil where none has, or where it stopped in order.
  public var start: Int?

  /// Creates tries; none by default.
  public init(count: Int = 0, start: Int? = nil) {
    self.count = count
    self.start = start
  }
}

/// How much waits to be taken.
public struct PendingInputs: Sendable, Hashable {
  /// How many inputs.
  public var count: Int
  /// When the first of them came that can be taken; nil where none can.
  public var oldest: Timestamp?

  /// Creates the amount.
  public init(count: Int, oldest: Timestamp?) {
    self.count = count
    self.oldest = oldest
  }
}
