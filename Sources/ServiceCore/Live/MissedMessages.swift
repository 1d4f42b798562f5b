import FlowHosting
public import FlowModel
import JSONSyntax
public import ServiceProtocols
import Synchronization

/// Asks the gateway for messages that came while nobody took them, where it does not repeat them by itself: when a service
/// begins, and after it has turned one away. What had been taken all the same is known by its key, and changes nothing.
public final class MissedMessages<Store: ServiceStore>: Sendable {
  private let intake: ServiceIntake<Store>
  private let sender: any WireSender
  private let log: ServiceLog
  private let clock: @Sendable () -> Timestamp
  /// Since when something may be missing; nil where nothing is.
  private let lostSince = Mutex<Timestamp?>(nil)
  private let signal = WorkSignal()
  private let isStopping = Atomic(false)

  /// By how much a message's own time may be before that at which the service was told of it, in milliseconds.
  private static var overlap: Int64 { 300_000 }
  /// How far back is asked: what is older begins no conversation any more, and its key may be forgotten.
  private static var longest: Int64 { 3 * 86_400_000 }
  /// The most pages of a list that are read.
  private static var pages: Int { 100 }

  /// Creates what asks for nothing yet.
  public init(
    _ intake: ServiceIntake<Store>, sender: any WireSender, log: ServiceLog,
    clock: @escaping @Sendable () -> Timestamp
  ) {
    self.intake = intake
    self.sender = sender
    self.log = log
    self.clock = clock
  }

  /// Looks for what may be missing as a service begins: what came since the latest input while no process ran, and what a former
  /// process could not ask for. A store that has taken nothing yet notes when it began: the next start asks for what came since.
  public func begin() async throws(StoreFailure) {
    let now = clock()
    let since = try await intake.store.repeatingConflicts {
      (store) throws(StoreFailure) -> Conclusion<Timestamp?> in
      if let since = [try store.missingSince(), try store.latestKey()].compactMap(\.self).min() {
        return .rollBack(since)
      }
      try store.setMissingSince(now)
      return .commit(nil)
    }
    if let since { note(lossAt: since) }
  }

  /// Notes that messages may be missing that came at a time or later.
  public func note(lossAt time: Timestamp) {
    lostSince.withLock { $0 = min($0 ?? time, time) }
    signal.tell()
  }

  /// Asks whenever something may be missing, until it is stopped.
  public func run() async {
    var failures = 0
    while !isStopping.load(ordering: .acquiring) {
      failures = await ask() ? 0 : failures + 1
      // Nobody who is asked again and again is asked more often than once in two minutes.
      await signal.wait(atMost: failures == 0 ? 60_000 : min(1_000 << Int64(min(failures, 10)), 120_000))
    }
  }

  /// Has `run` return.
  public func stop() {
    isStopping.store(true, ordering: .releasing)
    signal.tell()
  }

  /// Asks for what may be missing, if anything may.
  /// - Returns: Whether nothing is missing any more that could be had.
  func ask() async -> Bool {
    guard let lost = lostSince.withLock({ $0 }) else { return true }
    let since = max(lost + -Self.overlap, clock() + -Self.longest)
    guard let gateway = intake.gateway, gateway.listMessages(since: since, page: nil) != nil else {
      return forget(lost)
    }
    guard await keep(lost) else { return false }
    var found: [Arrival] = []
    var page: String?
    for _ in 0..<Self.pages {
      guard let call = gateway.listMessages(since: since, page: page) else { return forget(lost) }
      let result = await sender.send(call, within: CallTime(whole: 30_000), allowsPrivate: true)
      guard case .answered(let answer) = result, let list = gateway.readList(answer, since: since) else {
        // What the gateway does not know, or does not give us, it will not give the next time.
        if case .answered(let answer) = result, 400..<429 ~= answer.status {
          log.note(.messagesMayBeMissing, .error, ["status": .number(answer.status)])
          return forget(lost)
        }
        return false
      }
      found = list.arrivals + found
      page = list.next
      if page == nil { break }
    }
    let outcome = await intake.take(found)
    guard outcome.reply.status == 200 else { return false }
    if outcome.accepted > 0 || page != nil {
      log.note(
        .missedMessages, page == nil ? .info : .error,
        ["taken": .number(outcome.accepted), "all": .boolean(page == nil)])
    }
    await settle(lost)
    return forget(lost)
  }

  /// Notes in the store what is asked for, so that the next process asks where this one cannot.
  /// - Returns: Whether the store has it.
  private func keep(_ lost: Timestamp) async -> Bool {
    do throws(StoreFailure) {
      try await intake.store.repeatingConflicts { (store) throws(StoreFailure) in
        if let known = try store.missingSince(), known <= lost { return .rollBack(()) }
        return .commit(try store.setMissingSince(lost))
      }
      return true
    } catch {
      return false
    }
  }

  /// Notes in the store that nothing is missing any more that was lost at a time or later. A store that is away is asked for it
  /// once more by the next start; one that has taken nothing goes on telling when it began.
  private func settle(_ lost: Timestamp) async {
    try? await intake.store.repeatingConflicts { (store) throws(StoreFailure) in
      guard let known = try store.missingSince(), known >= lost, try store.latestKey() != nil else {
        return .rollBack(())
      }
      return .commit(try store.setMissingSince(nil))
    }
  }

  /// Nothing that was lost at a time is missing any more; what was lost meanwhile is.
  private func forget(_ lost: Timestamp) -> Bool {
    lostSince.withLock { since in
      if since == lost { since = nil }
      return since == nil
    }
  }
}
