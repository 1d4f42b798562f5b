import FlowHosting
public import FlowInterpreter
import FlowModel

/// What happened in simulations, counted.
public struct SimulationTally: Sendable, Hashable {
  /// Sessions that began.
  public var sessions = 0
  /// Sessions that ended, by result.
  public var ended: [String: Int] = [:]
  /// What customers wrote.
  public var messages = 0
  /// Webhooks that came to begin a session.
  public var webhooks = 0
  /// Callback bodies that reached the host.
  public var callbacks = 0
  /// Of these, those with several messages.
  public var batches = 0
  /// Messages of callbacks that are none.
  public var malformed = 0
  /// Events that reached the host.
  public var delivered = 0
  /// Events that were processed.
  public var processed = 0
  /// Events that were held first, by reason.
  public var held: [HoldReason: Int] = [:]
  /// Events that were discarded, by reason.
  public var discarded: [DiscardReason: Int] = [:]
  /// Timers that fired.
  public var timers = 0
  /// Records of the traces.
  public var records = 0
  /// Faults that happened, by kind.
  public var faults = FaultCounts()

  /// Nothing happened.
  public init() {}

  /// Counts what a history tells; callbacks and faults are not in it.
  public init(_ history: SimulationHistory) {
    for step in history.steps {
      switch step.input {
      case .message: messages += 1
      case .webhook: webhooks += 1
      case .event: delivered += 1
      case .callback(let body):
        switch body.first {
        case .success: delivered += 1
        case .failure: malformed += 1
        }
      case .timer: timers += 1
      case .answer, .receipt, .timePassed: break
      }
      records += step.records.count
      for record in step.records { count(record.happening) }
    }
  }

  private mutating func count(_ happening: Happening) {
    switch happening {
    case .sessionStarted: sessions += 1
    case .ended(let result, let reason): ended[reason?.rawValue ?? result.name, default: 0] += 1
    case .eventReceived: processed += 1
    case .eventHeld(_, _, let reason): held[reason, default: 0] += 1
    case .eventDiscarded(_, _, let reason): discarded[reason, default: 0] += 1
    default: break
    }
  }

  /// Adds another tally to this one.
  public static func += (left: inout SimulationTally, right: SimulationTally) {
    left.sessions += right.sessions
    left.ended.merge(right.ended, uniquingKeysWith: +)
    left.messages += right.messages
    left.webhooks += right.webhooks
    left.callbacks += right.callbacks
    left.batches += right.batches
    left.malformed += right.malformed
    left.delivered += right.delivered
    left.processed += right.processed
    left.held.merge(right.held, uniquingKeysWith: +)
    left.discarded.merge(right.discarded, uniquingKeysWith: +)
    left.timers += right.timers
    left.records += right.records
    left.faults += right.faults
  }
}
