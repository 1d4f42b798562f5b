import FlowHosting
import FlowInterpreter
import FlowModel
import ServiceProtocols
import Synchronization
import Testing

@testable import ServiceCore

/// The work of a service goes on by itself, until it is stopped.
@Suite(.timeLimit(.minutes(10))) struct ServiceWorkTests {
  /// A world in which one call hangs until it is let go.
  private final class HangingWorld: EffectPerformer {
    private let hanging = WorkSignal()
    private let seen = Mutex<[EffectCall]>([])

    var calls: [EffectCall] { seen.withLock { $0 } }

    func letGo() { hanging.tell() }

    func terms(of effect: WantedEffect) -> CallTerms {
      CallTerms(host: "host", timeout: 60_000, keyWindow: nil, whenInDoubt: .fail)
    }

    func perform(_ call: EffectCall) async -> CallResult {
      let number = seen.withLock { calls in
        calls.append(call)
        return calls.count
      }
      if number == 1 { await hanging.wait(atMost: 60_000) }
      return .answered(ScriptedWorld.success(of: call.effect, number: number))
    }
  }

  private static func work<Store: ServiceStore, Performer: EffectPerformer>(
    _ rig: ServiceRig, _ store: Store, _ performer: Performer,
    tell: @escaping @Sendable (WorkEvent) -> Void = { _ in }, ring: @escaping @Sendable () -> Void = {}
  ) async throws -> ServiceWork<Store, Performer> {
    let turns = try await rig.driver(over: store)
    let effects = EffectDriver(
      store, performer, processStart: turns.processStart, clock: { [clock = rig.clock] in clock.now },
      random: { 0 })
    return ServiceWork(
      store, turns: turns, effects: effects, keep: KeptTime(sessions: 86_400_000, keys: 86_400_000),
      clock: { [clock = rig.clock] in clock.now }, tell: tell, ring: ring)
  }

  /// Waits until something is so; whoever waits for longer than a minute is stopped.
  private static func waitUntil(_ condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(2)) }
  }

  @Test func aCallThatHangsKeepsNobodyElseWaiting() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let world = HangingWorld()
    let work = try await Self.work(rig, rig.store, world)
    async let done: Void = work.run()
    try await rig.accept(.writes("hi"))
    work.wake()
    try await Self.waitUntil { world.calls.count == 1 }
    try await rig.accept(.writes("hi", ServiceRig.bob))
    work.wake()
    try await Self.waitUntil { try await rig.outcomes(2).last == "0 outcome onSuccess" }
    #expect(try await rig.outcomes(1) == ["0 outcome onBegin"])
    // Stopped, the work waits for the call that is under way, and keeps what came of it.
    work.stop()
    world.letGo()
    await done
    #expect(try await rig.change { $0.inputs(limit: 9).count } == 1)
  }

  @Test func whatIsDueIsDoneWithoutAnybodysWord() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let work = try await Self.work(rig, rig.store, rig.world)
    async let done: Void = work.run()
    try await rig.accept(.writes("hi"))
    try await Self.waitUntil { try await rig.outcomes().last == "0 outcome onSuccess" }
    rig.clock.advance(60_000)
    try await Self.waitUntil { try await rig.outcomes().last == "60000 outcome onTimeout" }
    rig.clock.advance(2 * 86_400_000)
    // What has ended is not kept for ever.
    try await Self.waitUntil { try await rig.change { $0.sessions(of: nil, after: 0, limit: 9).isEmpty } }
    work.stop()
    await done
  }

  /// A store that is away while somebody says so.
  private final class AbsentStore<Base: ServiceStore>: ServiceStore {
    private let base: Base
    private let isAway = Mutex(false)

    init(_ base: Base) { self.base = base }

    func setAway(_ isAway: Bool) { self.isAway.withLock { $0 = isAway } }

    func transaction<Result: Sendable>(
      _ body: @escaping @Sendable (inout Base.Transaction) throws(StoreFailure) -> Conclusion<Result>
    ) async throws(StoreFailure) -> Result {
      if isAway.withLock({ $0 }) { throw .unavailable("it is away") }
      return try await base.transaction(body)
    }

    func accept(_ inputs: [NewInput]) async throws(StoreFailure) -> [Acceptance] {
      try await base.accept(inputs)
    }
  }

  @Test func whatBecameOfACallIsKeptUntilTheStoreIsThereAgain() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let world = HangingWorld()
    let failures = Mutex(0)
    let store = AbsentStore(rig.store)
    let work = try await Self.work(rig, store, world) { event in
      if case .failed = event { failures.withLock { $0 += 1 } }
    }
    async let done: Void = work.run()
    try await rig.accept(.writes("hi"))
    try await Self.waitUntil { world.calls.count == 1 }
    store.setAway(true)
    world.letGo()
    try await Self.waitUntil { failures.withLock { $0 } > 5 }
    store.setAway(false)
    try await Self.waitUntil { try await rig.outcomes().last == "0 outcome onSuccess" }
    #expect(world.calls.count == 1)
    work.stop()
    await done
  }

  @Test func othersAreToldOfWhatComesInAndOfWhatIsDoneAndNotOfLooks() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let rings = Mutex(0)
    let work = try await Self.work(rig, rig.store, rig.world, ring: { rings.withLock { $0 += 1 } })
    async let done: Void = work.run()
    try await rig.accept(.writes("hi"))
    work.noteArrival()
    try await Self.waitUntil { try await rig.outcomes().last == "0 outcome onSuccess" }
    // What came in; the turn that it took; the call's answer; the turn that this took.
    try await Self.waitUntil { rings.withLock { $0 } == 4 }
    for _ in 1...20 {
      work.wake()
      try await Task.sleep(for: .milliseconds(2))
    }
    work.stop()
    await done
    #expect(rings.withLock { $0 } == 4)
  }

  @Test func aStoreThatFailsIsAskedAgain() async throws {
    let rig = try await ServiceRig(TestFlow.question)
    let failures = Mutex(0)
    let store = CrashingStore(rig.store) { number, _ in number > 2 ? .endBeforeCommit : .live }
    let work = try await Self.work(rig, store, rig.world) { event in
      if case .failed = event { failures.withLock { $0 += 1 } }
    }
    async let done: Void = work.run()
    try await Self.waitUntil { failures.withLock { $0 } > 3 }
    work.stop()
    await done
  }
}

/// What a service counts and tells.
@Suite struct ServiceMonitorTests {
  private final class Lines: Sendable {
    private let all = Mutex("")
    var text: String { all.withLock { $0 } }
    func append(_ bytes: [UInt8]) { all.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
  }

  @Test func metricsAreWrittenAsPrometheusReadsThem() {
    var metrics = ServiceMetrics()
    metrics.count(.requests, ["route": "ece", "status": "200"], by: 2)
    metrics.count(.requests, ["route": "a\"b\\c\nd", "status": "401"])
    metrics.add(0.002, to: .acknowledgement, ["route": "ece"])
    metrics.add(60, to: .acknowledgement, ["route": "ece"])
    let text = metrics.text([.init("dead_letters", "Letters.", 3)])
    for line in [
      "# TYPE refrain_requests_total counter", #"refrain_requests_total{route="ece",status="200"} 2"#,
      #"refrain_requests_total{route="a\"b\\c\nd",status="401"} 1"#, "refrain_turns_total 0",
      #"refrain_acknowledgement_seconds_bucket{route="ece",le="0.001"} 0"#,
      #"refrain_acknowledgement_seconds_bucket{route="ece",le="0.0025"} 1"#,
      #"refrain_acknowledgement_seconds_bucket{route="ece",le="30"} 1"#,
      #"refrain_acknowledgement_seconds_bucket{route="ece",le="+Inf"} 2"#,
      #"refrain_acknowledgement_seconds_sum{route="ece"} 60.002"#,
      #"refrain_acknowledgement_seconds_count{route="ece"} 2"#, "refrain_dead_letters 3",
    ] {
      #expect(text.split(separator: "\n").contains { $0 == line }, "\(line)\n\(text)")
    }
  }

  @Test func linesAreJSONAndStrangersCannotFillTheLog() {
    let (clock, lines) = (TestClock(ServiceRig.start), Lines())
    let log = ServiceLog(clock: { clock.now }, write: { lines.append($0) })
    let monitor = ServiceMonitor(log) { clock.now }
    for _ in 1...60 { monitor.noteUnread(.ece, status: 413) }
    clock.advance(200)
    monitor.noteUnread(.smsInbound, status: 431)
    let written = lines.text.split(separator: "\n")
    #expect(written.count == 51)
    #expect(
      written.first
        == #"{"at":"2026-01-01T00:00:00.000Z","level":"warning","event":"refused","route":"ece","status":413,"why":"it was not read"}"#
    )
    #expect(written.last?.hasSuffix(#""why":"it was not read","untold":10}"#) == true)
    #expect(monitor.metrics([]).contains(#"refrain_requests_total{route="ece",status="413"} 60"#))
  }

  @Test func aStoreThatKeepsNothingIsToldAndTriedAgainAfterAWhile() async throws {
    let (clock, rig) = (TestClock(ServiceRig.start), try LiveRig())
    let monitor = ServiceMonitor(ServiceLog(clock: { clock.now }, write: { _ in })) { clock.now }
    func take(into store: some ServiceStore, _ id: String) async {
      let intake = ServiceIntake(
        store, rig.protocols.gate, incarnation: "test", authentication: ChecksumAuthentication(), key: [1],
        pendingLimit: 100, clock: { clock.now })
      let request = ReceivedRequest(
        method: "POST", path: "/sms/inbound/0123456789abcdefABCDEF",
        query: "id=\(id)&from=14155550123&to=%2B15550100&text=Hi")
      monitor.note(await intake.take(request), of: .smsInbound, seconds: 0)
    }
    let full = CrashingStore(MemoryStore()) { _, _ in .endBeforeCommit }
    #expect(monitor.keepingObstacle == nil)
    await take(into: full, "1")
    // What is read goes on, and tells nothing of it.
    monitor.note(.pending(PendingInputs(count: 0, oldest: nil), clockAhead: 0))
    #expect(monitor.keepingObstacle != nil && monitor.isStoreThere)
    #expect(monitor.metrics([]).contains("refrain_store_failures_total 1"))
    clock.advance(10_000)
    #expect(monitor.keepingObstacle == nil)
    await take(into: full, "1")
    #expect(monitor.keepingObstacle != nil)
    await take(into: MemoryStore(), "1")
    #expect(monitor.keepingObstacle == nil)
  }

  @Test func aStartThatFailsBehindACallbackThatWasTurnedAwayIsTold() async {
    let (clock, lines) = (TestClock(ServiceRig.start), Lines())
    let log = ServiceLog(clock: { clock.now }, write: { lines.append($0) })
    let monitor = ServiceMonitor(log) { clock.now }
    let world = ScriptedWorld(clock)
    let performer = MonitoredPerformer(world, monitor)
    let start = EffectCall(
      key: EffectKey(incarnation: "i", session: SessionKey("s"), number: 1),
      effect: LivePerformerTests.start(), until: clock.now + 1_000, notAfter: clock.now + 1_000)
    func suspects() -> Bool { monitor.metrics([]).contains("refrain_ece_callback_suspect_total 1") }
    world.say(.answered(.conversation(.failed(.error))))
    _ = await performer.perform(start)
    #expect(!suspects())
    monitor.note(IntakeOutcome(.unavailable(retryAfterSeconds: 5)), of: .ece, seconds: 0)
    world.say(.answered(.conversation(.failed(.error))))
    _ = await performer.perform(start)
    #expect(suspects())
    #expect(lines.text.contains(#""event":"eceCallbackSuspect""#))
    // Where a start may be tried, whoever tries it has the suspicion alone.
    #expect(!monitor.takeSuspicion())
    monitor.noteUnread(.ece, status: 413)
    #expect(!monitor.takeSuspicion())
    monitor.noteUnread(.ece, status: 503)
    #expect(monitor.takeSuspicion() && !monitor.takeSuspicion())
    monitor.note(.works)
    #expect(!monitor.metrics([]).contains("refrain_ece_callback_suspect_total 2"))
    monitor.note(.fails)
    #expect(monitor.metrics([]).contains("refrain_ece_callback_suspect_total 2"))
  }
}
