#if Service
import Foundation
import FlowModel
import RefrainKit
import RefrainService
import ServiceCore
import Synchronization

/// One run of the proof.
struct ClusterRun: Sendable {
  struct Settings: Sendable {
    /// How long things go wrong.
    let seconds: Int
    let processes: Int
    /// Whether the processes tell one another of work.
    let hasBell: Bool
    /// How many sessions are parked while the processes are replaced by ones with an edited flow, in place of all faults.
    let parked: Int
    let seed: UInt64
  }

  /// How long after a failure all that waited is taken, and after the end of a call it is judged, in milliseconds.
  private static let recoveryMilliseconds: Int64 = 15_000

  /// Milliseconds within which timers are waited for together, once nothing else is to be done.
  private static let togetherMilliseconds: Int64 = 5_000

  let settings: Settings
  let database: ProofDatabase
  let world: KillWorld
  let processes: [ClusterProcess]
  /// The last process's; nil where all have good ones.
  private let link: (any ClusterLink)?
  /// How far the server's clock is before the machine's, in milliseconds.
  private let lead: ServerLead

  /// The server's clock, as whoever sets it knows it.
  final class ServerLead: Sendable {
    private let milliseconds = Mutex<Int64>(0)
    var now: Timestamp { WallClock.now + milliseconds.withLock { $0 } }
    func add(_ more: Int64) -> Int64 {
      milliseconds.withLock { milliseconds in
        milliseconds += more
        return milliseconds
      }
    }
  }

  init(_ settings: Settings, over database: ProofDatabase, _ link: (any ClusterLink)?) {
    self.settings = settings
    self.database = database
    self.link = link
    let lead = ServerLead()
    self.lead = lead
    let faults = KillWorld.Faults(refused: 0.05, lost: 0.02, slow: 0.05)
    let world = KillWorld(seed: settings.seed, faults: settings.parked > 0 ? .init() : faults) { lead.now }
    self.world = world
    // Their clocks are minutes apart, and the last one reaches the server over the link.
    processes = (0..<settings.processes).map { number in
      let link = number == settings.processes - 1 ? link : nil
      return ClusterProcess(
        ClusterWorker.Settings(
          address: link?.address(of: database) ?? database.address,
          lead: Int64(number - 1) * 180_000, hasBell: settings.hasBell, isEdited: false), in: world,
        within: link?.namespace)
    }
  }

  /// Lets all go wrong, comes to rest, and judges.
  /// - Returns: What is to be told.
  func lines() async throws -> [String] {
    let store = try await PostgreSQLStore.open(database.address)
    try await store.begin(.emulated)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      for process in processes { group.addTask { try await process.run() } }
      let repetitions = Task { [world] in
        while !Task.isCancelled {
          try await Task.sleep(for: .seconds(1))
          await world.repeatInputs(toldBefore: .now - .seconds(3))
        }
      }
      defer {
        repetitions.cancel()
        for process in processes { process.finish() }
      }
      let lines: [String]
      if settings.parked > 0 {
        lines = try await RollingDeploy(run: self, store: store).lines()
      } else {
        lines = try await chaos(over: store)
      }
      for process in processes { process.finish() }
      try await group.waitForAll()
      return lines
    }
  }

  // MARK: Chaos

  private func chaos(over store: PostgreSQLStore) async throws -> [String] {
    let company = Task { [world] in
      while !Task.isCancelled {
        await world.welcomeCustomer()
        try await Task.sleep(for: .milliseconds(150))
      }
    }
    defer { company.cancel() }
    var generator = SeededGenerator(seed: settings.seed)
    var faults: [PastFault] = []
    var inFlight = 0
    let end = ContinuousClock.now + .seconds(settings.seconds)
    var next: [ClusterFault] = []
    while ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(Int.random(in: 1_000...3_000, using: &generator)))
      if next.isEmpty { next = ClusterFault.allCases.shuffled(using: &generator) }
      let fault = next.removeFirst()
      let begin = lead.now
      inFlight += try await have(fault, over: store, of: processes.randomElement(using: &generator))
      faults.append(PastFault(fault: fault, time: begin...lead.now))
    }
    company.cancel()
    await world.endFaults()
    let letters = try await comeToRest(store)
    try await processes.last?.waitUntilHeard()
    var audit = KillAudit(
      world, callsInFlight: inFlight + (await world.unansweredCount), retried: letters)
    try await audit.check(store)
    return try await judged(faults, by: audit)
  }

  /// Has something go wrong, and waits until it is over.
  /// - Returns: How many calls were in flight that may have come to nothing by it.
  private func have(
    _ fault: ClusterFault, over store: PostgreSQLStore, of chosen: ClusterProcess?
  ) async throws -> Int {
    let linked = processes.last
    switch fault {
    case .kill:
      let start = chosen?.start
      chosen?.kill()
      return try await callsInFlight(store, of: start)
    case .stop:
      chosen?.setStopped(true)
      let number = chosen?.number
      let count = try await callsInFlight(store, of: chosen?.start)
      try await Task.sleep(for: .seconds(1))
      if let number { await world.setReachable(false, number) }
      try await Task.sleep(for: .seconds(16))
      chosen?.setStopped(false)
      if let number { await world.setReachable(true, number) }
      return count
    case .restart, .crash:
      await world.setStoreAway(true)
      try await database.end(by: fault == .crash ? .kill : .restart)
      await world.setStoreAway(false)
      return try await callsInFlight(store, of: nil)
    case .connections:
      try await database.endConnections()
      return try await callsInFlight(store, of: nil)
    case .slow: return try await link(.slow, for: 4, linked, store)
    case .lossy: return try await link(.lossy, for: 4, linked, store)
    case .held: return try await link(.held, for: 12, linked, store)
    case .cut: return try await link(.cut, for: 3, linked, store)
    }
  }

  private func link(
    _ condition: LinkCondition, for seconds: Int, _ process: ClusterProcess?, _ store: PostgreSQLStore
  ) async throws -> Int {
    try link?.set(condition)
    let count = try await callsInFlight(store, of: process?.start)
    try await Task.sleep(for: .seconds(seconds))
    try link?.set(.good)
    // What it has said of calls that were not answered goes before whatever comes next.
    try await process?.waitUntilHeard()
    return count + (try await callsInFlight(store, of: process?.start))
  }

  /// How many calls have begun and are not answered.
  /// - Parameter start: Of which process; nil for all of them.
  private func callsInFlight(_ store: PostgreSQLStore, of start: Int?) async throws -> Int {
    try await untilThere {
      try await store.transaction { (store) throws(StoreFailure) in
        .rollBack(
          try store.effects(after: 0, limit: .max).count {
            if case .attempted(_, let other) = $0.state { start == nil || start == other } else { false }
          })
      }
    }
  }

  /// Asks a server that may have been ended until it answers.
  private func untilThere<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
    for _ in 0..<50 {
      do { return try await body() } catch StoreFailure.unavailable {
        try await Task.sleep(for: .milliseconds(100))
      }
    }
    return try await body()
  }

  // MARK: Rest

  /// What is left to do.
  private struct Rest: Sendable {
    var isBusy: Bool
    /// When the next timer is due, or the next call is to be tried.
    var next: Timestamp?
    var now: Timestamp
  }

  /// Waits until nothing is left to do. Where all that is left is to wait for a time, the server's clock is set to it.
  /// - Returns: The dead letters that had to be retried for that.
  func comeToRest(_ store: PostgreSQLStore) async throws -> [DeadLetter] {
    var letters: [DeadLetter] = []
    let deadline = ContinuousClock.now + .seconds(300)
    while ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(200))
      let rest = try await untilThere {
        letters += try await store.retryLetters(at: lead.now)
        return try await store.transaction { (store) throws(StoreFailure) in
          let pending = try store.pendingInputs().count
          let calls = try store.effects(after: 0, limit: .max).contains {
            if case .attempted = $0.state { true } else { false }
          }
          let times = [try store.nextTimer(), try store.nextEffect()].compactMap { $0 }
          return .rollBack(
            Rest(
              isBusy: calls || pending > 0, next: times.min(),
              now: try store.sharedTime() ?? Timestamp(milliseconds: 0)))
        }
      }
      guard !rest.isBusy, await world.isHeard else { continue }
      guard let next = rest.next else { return letters }
      // Those that are due a little later come with it: nobody is served meanwhile who could be served late.
      if next > rest.now { try await database.setLead(lead.add(next - rest.now + Self.togetherMilliseconds)) }
    }
    throw KillAudit.Violation("it does not come to rest")
  }

  // MARK: Judging

  private func judged(_ faults: [PastFault], by audit: KillAudit) async throws -> [String] {
    let tally = audit.tally
    let acknowledged = await world.acknowledged.mapValues(\.at)
    let calls = await world.calls
    // What a busy machine adds is seen by what waits while all is well.
    let isQuiet = { (came: Timestamp, taken: Timestamp) in
      !faults.contains { came < $0.time.upperBound + 20_000 && taken > $0.time.lowerBound }
    }
    let usual: Int64 = audit.takenAt.reduce(0) { longest, input in
      guard let came = acknowledged[input.key], isQuiet(came, input.value) else { return longest }
      return max(longest, input.value - came)
    }
    var recoveries: [ClusterFault: (count: Int, longest: Int64)] = [:]
    for fault in faults {
      let recovery = fault.recovery(acknowledged: acknowledged, taken: audit.takenAt)
      recoveries[fault.fault, default: (0, 0)].count += 1
      recoveries[fault.fault, default: (0, 0)].longest = max(recoveries[fault.fault]?.longest ?? 0, recovery)
    }
    var judgement: Int64 = 0
    for (key, times) in audit.doubtedAt {
      for time in times {
        guard let call = calls.last(where: { $0.key.text == key && $0.at < time }) else { continue }
        judgement = max(judgement, time - (call.at + ClusterWorker.callMilliseconds))
      }
    }
    var lines = [
      "seed \(settings.seed): \(settings.processes) processes with clocks 3 minutes apart, "
        + (link.map { "\($0.summary), " } ?? "")
        + (settings.hasBell ? "telling one another of work" : "polling alone")
        + ": \(acknowledged.count) inputs, "
        + "\(calls.count) calls, \(tally.sessions) sessions, \(tally.turns) turns; \(faults.count) faults; "
        + "\(tally.doubts) effects in doubt of \(audit.callsInFlight) calls in flight, judged "
        + "\(Self.seconds(judgement)) behind their end at most; \(tally.orphans) orphans ended"
    ]
    for fault in ClusterFault.allCases {
      guard let (count, longest) = recoveries[fault] else { continue }
      lines.append(
        "  \(count) times \(fault.rawValue): all that waited taken in \(Self.seconds(longest)) at most")
    }
    let limit = Self.recoveryMilliseconds + usual
    if let (fault, recovery) = recoveries.first(where: { $0.value.longest > limit }) {
      throw KillAudit.Violation(
        lines.joined(separator: "\n") + "\n\(fault.rawValue): it took \(Self.seconds(recovery.longest))")
    }
    guard judgement <= limit else {
      throw KillAudit.Violation(
        lines.joined(separator: "\n") + "\na call was judged \(Self.seconds(judgement)) behind its end")
    }
    return lines + ["  while all was well \(Self.seconds(usual)) at most; all checks hold"]
  }

  private static func seconds(_ milliseconds: Int64) -> String {
    "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
  }
}
#endif
