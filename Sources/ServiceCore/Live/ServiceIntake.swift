import FlowHosting
import FlowInterpreter
public import FlowModel
public import ServiceProtocols
import Synchronization

/// Takes in what the world sends: it is authenticated, read, kept in the store, and only then answered.
///
/// It waits for no turn. A repetition is answered as the first time, and changes nothing.
public final class ServiceIntake<Store: ServiceStore>: Sendable {
  let store: Store
  private let incarnation: String
  private let authentication: any MessageAuthentication
  private let key: [UInt8]
  private let pendingLimit: Mutex<Int>
  private let clock: @Sendable () -> Timestamp
  private let gate: Mutex<ServiceGate>
  private let pending = Mutex(0)
  /// How far the process's clock is ahead of the one that all processes of the store go by, in milliseconds.
  private let clockAhead = Mutex<Int64>(0)
  /// How often tokens may be asked for: nobody is to guess a secret by trying.
  private let tokenLimit = Mutex(RateLimit(burst: 30, every: 1_000))

  /// Creates an intake.
  /// - Parameters:
  ///   - incarnation: The store's: effects of another one are none of this store's.
  ///   - key: What names are hashed with, the same for all processes of a store and for ever.
  ///   - pendingLimit: Inputs that may wait before new ones are turned away, ECE's aside.
  public init(
    _ store: Store, _ gate: ServiceGate, incarnation: String, authentication: any MessageAuthentication,
    key: [UInt8], pendingLimit: Int, clock: @escaping @Sendable () -> Timestamp
  ) {
    self.store = store
    self.gate = Mutex(gate)
    self.incarnation = incarnation
    self.authentication = authentication
    self.key = key
    self.pendingLimit = Mutex(pendingLimit)
    self.clock = clock
  }

  /// Has another gate tell what may come, by new secrets, say, and another number of inputs may wait.
  public func set(_ gate: ServiceGate, pendingLimit: Int) {
    self.gate.withLock { $0 = gate }
    self.pendingLimit.withLock { $0 = pendingLimit }
  }

  /// Notes how many inputs wait, and how far the process's clock is ahead of the one that all processes of the store go by:
  /// timers are due by that, and what came is before or behind them.
  public func note(pending count: Int, clockAhead milliseconds: Int64 = 0) {
    pending.withLock { $0 = count }
    clockAhead.withLock { $0 = milliseconds }
  }

  /// Takes a request, and answers it.
  public func take(_ request: ReceivedRequest) async -> IntakeOutcome {
    let now = clock()
    if request.path == ServicePath.token, !tokenLimit.withLock({ $0.take(at: now) }) {
      return IntakeOutcome(
        ServiceReply(429, headers: [.init(name: "Retry-After", value: "1")]),
        problem: "tokens are asked for too often")
    }
    let gate = gate.withLock { $0 }
    let arrivals: Arrivals
    do throws(Rejection) {
      switch try gate.receive(request, at: now) {
      case .reply(let reply): return IntakeOutcome(reply)
      case .arrivals(let found): arrivals = found
      }
    } catch {
      return IntakeOutcome(error.reply, problem: error.reason)
    }
    return await keep(arrivals, received: now)
  }

  /// Takes what was asked for, in order.
  func take(_ arrivals: [Arrival]) async -> IntakeOutcome {
    await keep(Arrivals(arrivals), received: clock())
  }

  /// The gateway for SMS; nil where there is none.
  var gateway: (any SMSGateway)? { gate.withLock { $0.sms } }

  private func keep(_ arrivals: Arrivals, received now: Timestamp) async -> IntakeOutcome {
    if isFull(for: arrivals) {
      return IntakeOutcome(.unavailable(retryAfterSeconds: 5), problem: "too many inputs wait")
    }
    var outcome = IntakeOutcome(arrivals.reply)
    outcome.malformed = arrivals.malformed
    outcome.leftOutMedia = arrivals.arrivals.reduce(0) { $0 + $1.leftOutMedia }
    let received = now + -clockAhead.withLock { $0 }
    let inputs = arrivals.arrivals.compactMap { input($0, received: received, &outcome.malformed) }
    guard !inputs.isEmpty else { return outcome }
    do throws(StoreFailure) {
      for acceptance in try await store.accept(inputs) {
        switch acceptance {
        case .accepted: outcome.accepted += 1
        case .repeated: outcome.repeated += 1
        case .repeatedOtherwise: outcome.differing += 1
        }
      }
    } catch {
      var outcome = IntakeOutcome(.unavailable(retryAfterSeconds: 5), problem: error.description)
      outcome.isStoreAway = true
      return outcome
    }
    let accepted = outcome.accepted
    pending.withLock { $0 += accepted }
    return outcome
  }

  /// Notes that inputs have been taken: what waits is looked at once in a second, which is long where little may.
  public func note(taken count: Int) {
    pending.withLock { $0 = max(0, $0 - count) }
  }

  /// Whether there is no room. ECE's callback could be switched off by a failure, and so always has room.
  private func isFull(for arrivals: Arrivals) -> Bool {
    pending.withLock(\.self) >= pendingLimit.withLock(\.self)
      && arrivals.arrivals.contains { $0.name.source != .ece }
  }

  private func input(
    _ arrival: Arrival, received: Timestamp, _ malformed: inout [String]
  ) -> NewInput? {
    guard !arrival.isOfNoKey, let input = arrival.input(effect: effect) else {
      malformed.append("a receipt names no message")
      return nil
    }
    let name = authentication.code(.sha256, key: key, message: arrival.name.bytes)
    var new = NewInput(input, key: InputKey(name), received: received)
    new.bodyDigest = authentication.code(.sha256, key: key, message: new.content)
    return new
  }

  /// The effect that a key stands for which went over the wire.
  private func effect(_ key: String) -> IdempotencyKey? {
    guard let key = EffectKey(text: key), key.incarnation == incarnation else { return nil }
    return IdempotencyKey(session: key.session, effect: EffectID(key.number))
  }
}

/// What became of a request, to be counted and told in a log. Nothing that the request said is in it.
public struct IntakeOutcome: Sendable {
  /// The answer.
  public var reply: ServiceReply
  /// Inputs that are kept now.
  public var accepted = 0
  /// Inputs that had been kept before.
  public var repeated = 0
  /// Inputs that have the name of something else that had been kept before.
  public var differing = 0
  /// Attachments of messages that were left out.
  public var leftOutMedia = 0
  /// What could not be read of a request that was taken, and why.
  public var malformed: [String] = []
  /// Why nothing was taken, where it was not.
  public var problem: String?
  /// Whether that was because the store did not keep it.
  public var isStoreAway = false

  init(_ reply: ServiceReply, problem: String? = nil) {
    self.reply = reply
    self.problem = problem
  }
}

extension Arrival {
  /// Whether it is a receipt that only a key tells the message of, and it is none of any store.
  fileprivate var isOfNoKey: Bool {
    guard case .receipt(_, gatewayID: nil, let key) = content else { return false }
    return key.flatMap(EffectKey.init(text:)) == nil
  }
}
