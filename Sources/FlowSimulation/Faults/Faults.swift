public import FlowModel

/// How often things go wrong, and by how much.
///
///     var faults = Faults.none
///     faults[.eventDuplicated] = 0.2
///     faults.longestDelay = 5_000
public struct Faults: Sendable, Hashable {
  private var probabilities: [Fault: Double]
  /// How many milliseconds late what is delayed comes at most.
  public var longestDelay: Int64 = 90_000
  /// How often a callback body that is not acknowledged is posted at most. The last attempt always arrives.
  public var mostAttempts = 5

  /// Nothing goes wrong.
  public static let none = Faults(probabilities: [:])

  /// Everything goes wrong now and then: more often than in life, so that a short simulation sees all of it.
  public static let all = Faults(
    probabilities: Dictionary(uniqueKeysWithValues: Fault.allCases.map { ($0, $0.usualProbability) }))

  /// How probable a fault is, each time that it could happen: 0 (never) to 1 (always).
  public subscript(fault: Fault) -> Double {
    get { probabilities[fault] ?? 0 }
    set { probabilities[fault] = newValue }
  }
}

extension Fault {
  fileprivate var usualProbability: Double {
    switch self {
    case .eventDuplicated, .eventReordered: 0.08
    case .eventDelayed, .callbackLost, .callbackUnacknowledged, .messageMalformed: 0.04
    case .eventBeforeAnswer: 0.15
    case .eventAfterComplete, .answerDelayed, .forwardFailed: 0.1
    case .eventOfStranger, .requestFailed, .serviceFailed, .tokenRevoked, .answerIncomplete: 0.02
    case .answerMissing, .submissionDelayed, .submissionRefused, .submissionFailed: 0.03
    case .tokenRefused, .submissionUnanswered: 0.02
    case .receiptFailed, .receiptDelayed, .receiptMissing: 0.08
    case .httpFailed, .httpDelayed, .httpUnanswered, .httpServerFailed, .httpBodyGarbled: 0.06
    }
  }
}

/// Lets faults happen, from a seed, and counts them.
struct FaultInjector: Sendable {
  let faults: Faults
  /// How often each has happened.
  private(set) var counts = FaultCounts()
  private var generator: SeededGenerator

  init(_ faults: Faults, generator: SeededGenerator) {
    self.faults = faults
    self.generator = generator
  }

  /// Whether a fault happens now.
  mutating func injects(_ fault: Fault) -> Bool {
    guard generator.chance(faults[fault]) else { return false }
    counts.add(fault)
    return true
  }

  /// By how many milliseconds something that is delayed comes late.
  mutating func delay() -> Int64 { generator.integer(in: 1...max(1, faults.longestDelay)) }

  /// How many milliseconds something takes: what it usually does, and more where a fault delays it.
  mutating func milliseconds(_ usual: ClosedRange<Int64>, unless fault: Fault) -> Int64 {
    generator.integer(in: usual) + (injects(fault) ? delay() : 0)
  }
}

/// How often each fault has happened.
public struct FaultCounts: Sendable, Hashable {
  private var counts: [Fault: Int] = [:]

  /// How often a fault has happened.
  public subscript(fault: Fault) -> Int { counts[fault] ?? 0 }

  /// How often faults have happened, all together.
  public var total: Int { counts.values.reduce(0, +) }

  mutating func add(_ fault: Fault) { counts[fault, default: 0] += 1 }

  /// Adds others to these.
  public static func += (left: inout FaultCounts, right: FaultCounts) {
    left.counts.merge(right.counts, uniquingKeysWith: +)
  }
}

/// Something that arrives at a time.
public struct Arrival<Value: Sendable>: Sendable {
  /// What arrives.
  public let value: Value
  /// When it does.
  public let time: Timestamp

  /// Creates an arrival.
  public init(_ value: Value, at time: Timestamp) {
    self.value = value
    self.time = time
  }
}
