import FlowHosting
import FlowInterpreter
public import FlowModel
import JSONSyntax
import ServiceProtocols
import Synchronization

/// Counts what a service does, and tells in its log what somebody is to know.
public final class ServiceMonitor: Sendable {
  /// The log.
  public let log: ServiceLog

  private struct State {
    var metrics = ServiceMetrics()
    var pending = PendingInputs(count: 0, oldest: nil)
    /// Why the store did not do what it was asked the last time; nil where it did.
    var storeFailure: String?
    /// When, and why, the store did not keep what came, and has kept nothing since; nil where it has.
    var notKept: (at: Timestamp, why: String)?
    /// Whether ECE's callback was turned away since a start has worked.
    var isCallbackSuspect = false
    /// How many lines of refused requests may be written: anybody can make one.
    var refusals = RateLimit(burst: 50, every: 200)
    var untoldRefusals = 0
  }

  private let state = Mutex(State())
  private let clock: @Sendable () -> Timestamp

  /// Creates a monitor that has seen nothing.
  public init(_ log: ServiceLog, clock: @escaping @Sendable () -> Timestamp) {
    self.log = log
    self.clock = clock
  }

  /// Whether the store did what it was asked the last time.
  public var isStoreThere: Bool { state.withLock { $0.storeFailure == nil } }

  /// Why what comes is not likely to be kept, in a sentence without a full stop; nil where it is. A store whose disk is full tells
  /// what it has and keeps nothing: whoever sends is to go elsewhere for a while, and then to try again, since nothing else tells
  /// that there is room.
  public var keepingObstacle: String? {
    let now = clock()
    return state.withLock { state in
      if let failure = state.storeFailure { return failure }
      guard let failure = state.notKept, (0..<Self.patience).contains(now - failure.at) else { return nil }
      return failure.why
    }
  }

  /// For how long a store that did not keep what came is not asked to, in milliseconds.
  private static let patience: Int64 = 10_000

  /// What was counted, with values of now.
  public func metrics(_ gauges: [ServiceMetrics.Gauge]) -> String {
    let (metrics, pending) = state.withLock { ($0.metrics, $0.pending) }
    let age = pending.oldest.map { Double(clock() - $0) / 1000 } ?? 0
    return metrics.text(
      [
        .init("pending_inputs", "Inputs that wait to be taken.", Double(pending.count)),
        .init("oldest_input_seconds", "How long the first of them has waited.", max(0, age)),
      ] + gauges)
  }

  /// How many turns have been taken.
  public var turnCount: Int { state.withLock { $0.metrics.value(of: .turns) } }

  // MARK: Requests

  /// Notes what became of a request.
  public func note(_ outcome: IntakeOutcome, of route: ServiceRoute, seconds: Double) {
    let now = clock()
    state.withLock { state in
      let labels: ServiceMetrics.Labels = ["route": route.rawValue]
      state.metrics.count(.requests, ["route": route.rawValue, "status": String(outcome.reply.status)])
      state.metrics.add(seconds, to: .acknowledgement, labels)
      for (result, count) in [
        ("accepted", outcome.accepted), ("repeated", outcome.repeated), ("differing", outcome.differing),
      ] {
        state.metrics.count(.inputs, ["route": route.rawValue, "result": result], by: count)
      }
      state.metrics.count(.malformed, labels, by: outcome.malformed.count)
      state.metrics.count(.leftOutMedia, labels, by: outcome.leftOutMedia)
      if route == .ece, outcome.reply.status == 503 { state.isCallbackSuspect = true }
      if outcome.isStoreAway {
        state.metrics.count(.storeFailures)
        state.notKept = (now, outcome.problem ?? "")
      } else if outcome.accepted > 0 {
        state.notKept = nil
      }
    }
    if let problem = outcome.problem {
      noteRefusal(route, status: outcome.reply.status, problem)
    }
    for problem in outcome.malformed { noteRefusal(route, status: outcome.reply.status, problem) }
    if outcome.differing > 0 {
      log.note(
        .repeatedOtherwise, .warning,
        ["route": .string(route.rawValue), "inputs": .number(outcome.differing)])
    }
  }

  /// Notes a request that was answered before anybody read it.
  public func noteUnread(_ route: ServiceRoute, status: Int) {
    state.withLock {
      $0.metrics.count(.requests, ["route": route.rawValue, "status": String(status)])
      if route == .ece, status == 503 { $0.isCallbackSuspect = true }
    }
    noteRefusal(route, status: status, "it was not read")
  }

  private func noteRefusal(_ route: ServiceRoute, status: Int, _ problem: String) {
    let now = clock()
    let untold: Int? = state.withLock { state in
      guard state.refusals.take(at: now) else {
        state.untoldRefusals += 1
        return nil
      }
      defer { state.untoldRefusals = 0 }
      return state.untoldRefusals
    }
    guard let untold else { return }
    var fields: JSONObject = [
      "route": .string(route.rawValue), "status": .number(status), "why": .string(problem),
    ]
    if untold > 0 { fields["untold"] = .number(untold) }
    log.note(status == 200 ? .malformed : .refused, .warning, fields)
  }

  // MARK: Work

  /// Notes what the work tells.
  public func note(_ event: WorkEvent) {
    switch event {
    case .turns(let report):
      noteStore(failure: nil)
      note(report)
    case .pending(let pending, _):
      noteStore(failure: nil)
      state.withLock { $0.pending = pending }
    case .failed(let failure):
      noteStore(failure: failure.description)
      log.note(.storeFailed, .error, ["why": .string(failure.description)])
    }
  }

  private func noteStore(failure: String?) {
    state.withLock { state in
      state.storeFailure = failure
      if failure != nil { state.metrics.count(.storeFailures) }
    }
  }

  private func note(_ report: TurnReport) {
    state.withLock { state in
      for (counter, count) in [
        (ServiceMetrics.Counter.taken, report.taken), (.turns, report.turns),
        (.sessionsStarted, report.started), (.refusedEvents, report.refusedEvents),
        (.unknownSessions, report.unknownSessions), (.parked, report.parked),
      ] {
        state.metrics.count(counter, by: count)
      }
      for notice in report.notices {
        switch notice {
        case .inDoubt: state.metrics.count(.effectsInDoubt)
        case .expired: state.metrics.count(.effectsExpired)
        case .orphan: state.metrics.count(.orphans)
        case .failed: state.metrics.count(.failedInputs)
        case .deadLetter, .leftToOthers: break
        }
      }
    }
    for notice in report.notices { note(notice) }
  }

  private func note(_ notice: TurnReport.Notice) {
    switch notice {
    case .deadLetter(let number, let why):
      log.note(.deadLetter, .error, ["number": .number(number), "why": .string(why)])
    case .leftToOthers(let why): log.note(.leftToOthers, .error, ["why": .string(why)])
    case .failed(let why): log.note(.inputFailed, .error, ["why": .string(why)])
    case .orphan(let conversation):
      log.note(.orphanedConversation, .warning, ["conversation": .string(conversation)])
    case .inDoubt(let key): log.note(.effectInDoubt, .warning, ["effect": .string(key)])
    case .expired(let key): log.note(.effectExpired, .warning, ["effect": .string(key)])
    }
  }

  // MARK: ECE's callback

  /// Whether ECE's callback was turned away and nobody has looked since whether a start works: it is for who asks to look.
  public func takeSuspicion() -> Bool {
    state.withLock { state in
      defer { state.isCallbackSuspect = false }
      return state.isCallbackSuspect
    }
  }

  /// Notes what came of trying a start.
  public func note(_ trial: StartTrial) {
    switch trial {
    case .works: log.note(.eceStartTried, .info, ["works": true])
    case .leaves(let conversation):
      log.note(.eceStartTried, .error, ["works": true, "conversation": .string(conversation.text)])
    case .fails:
      state.withLock { $0.metrics.count(.callbackSuspect) }
      log.note(.eceCallbackSuspect, .error)
    }
  }

  // MARK: Calls

  /// Notes what became of a call.
  func note(_ result: CallResult, of call: EffectCall, host: String, seconds: Double) {
    let kind = call.effect.metricName
    let name = result.metricName
    let isSuspect = state.withLock { state in
      state.metrics.count(.effects, ["kind": kind, "result": name])
      state.metrics.add(seconds, to: .call, ["kind": kind])
      // Failures at the callback can have ECE switch it off, and then starts fail.
      guard case .startConversation = call.effect, state.isCallbackSuspect, case .answered = result else {
        return false
      }
      state.isCallbackSuspect = false
      guard !result.isDone else { return false }
      state.metrics.count(.callbackSuspect)
      return true
    }
    if isSuspect { log.note(.eceCallbackSuspect, .error) }
    guard !result.isDone else { return }
    log.note(
      .call, .warning,
      [
        "kind": .string(kind), "result": .string(name), "host": .string(host),
        "effect": .string(call.key.text),
      ])
  }
}
