#if Service
import FlowInterpreter
public import FlowModel
import JSONSyntax
public import ServiceCore
import ServiceOperators
public import ServiceProtocols
import Synchronization

/// A service that runs a project's flows for real, over a store: servers for the world and for operators, and the work behind
/// them.
public final class LiveService<Store: LiveStore>: Sendable {
  private let store: Store
  private let turns: TurnDriver<Store>
  private let performer: LivePerformer
  private let work: ServiceWork<Store, MonitoredPerformer<LivePerformer>>
  private let intake: ServiceIntake<Store>
  private let missed: MissedMessages<Store>
  private let monitor: ServiceMonitor
  private let bell: PostgreSQLBell?
  private let server: HTTPServer
  private let admin: HTTPServer
  private let adminHost: InternetAddress
  private let page: OperatorPage<Store>
  private let isStopping: Flag
  private let ended = Flag()

  /// What operators show, where nobody has said what that is: somebody is to be told.
  public let drawnToken: String?

  /// Whether something is so, for several tasks.
  private final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
  }

  /// For how long what is in flight may come to its end.
  private static var grace: Duration { .seconds(30) }

  /// The longest body that operators send, in bytes: they say a word or two.
  private static var operatorBodyLimit: Int { 4 << 10 }

  /// Starts a service: what returns takes requests, once `run` is called does the work.
  /// - Parameters:
  ///   - store: The store, which may be served.
  ///   - name: What messages call it.
  ///   - sender: Carries what the service asks the world.
  ///   - clock: What time it is.
  ///   - steadyClock: What pauses within the process are measured by.
  /// - Throws: What stands in the way, in a line.
  public static func start(
    _ settings: LiveServiceSettings, over store: Store, named name: String, log: ServiceLog,
    sender: any WireSender = HTTPSender(), clock: @escaping @Sendable () -> Timestamp = { WallClock.now },
    steadyClock: @escaping @Sendable () -> Timestamp = { SteadyClock.now }
  ) async throws(LiveServiceFailure) -> LiveService {
    let (key, turns, number) = try await naming(name) { () async throws(StoreFailure) in
      let key = try await store.hashingKey(orNew: nil)
      let turns = try await TurnDriver(store, clock: clock, sessionKey: SessionKey.drawn)
      return (key, turns, try await turns.put(settings.project))
    }
    let service = try await LiveService(
      settings, store, named: name, turns, key: key, log: log, sender: sender, clock: clock,
      steadyClock: steadyClock)
    log.note(
      .started, .info,
      [
        "listen": .string(service.listening(settings.configuration.listen, service.server)),
        "admin": .string(service.listening(settings.configuration.admin, service.admin)),
        "project": .number(number), "flows": .number(settings.project.flows.count),
        "start": .number(turns.processStart),
      ])
    return service
  }

  /// Asks the store for something as the service begins: where it fails that is what stands in the way.
  private static func naming<Result>(
    _ name: String, _ body: () async throws(StoreFailure) -> Result
  ) async throws(LiveServiceFailure) -> Result {
    do throws(StoreFailure) {
      return try await body()
    } catch {
      throw LiveServiceFailure(subject: name, reason: error.description)
    }
  }

  private init(
    _ settings: LiveServiceSettings, _ store: Store, named name: String, _ turns: TurnDriver<Store>,
    key: [UInt8], log: ServiceLog, sender: any WireSender, clock: @escaping @Sendable () -> Timestamp,
    steadyClock: @escaping @Sendable () -> Timestamp
  ) async throws(LiveServiceFailure) {
    let configuration = settings.configuration
    let monitor = ServiceMonitor(log, clock: clock)
    let performer = LivePerformer(
      configuration, settings.protocols, webServices: settings.webServices, sender: sender, clock: clock)
    let effects = EffectDriver(
      store, MonitoredPerformer(performer, monitor), processStart: turns.processStart, written: turns.written,
      clock: clock, steadyClock: steadyClock, random: { .random(in: 0..<1) })
    let intake = ServiceIntake(
      store, settings.protocols.gate, incarnation: turns.incarnation, authentication: LibraryAuthentication(),
      key: key, pendingLimit: configuration.pendingLimit, clock: clock)
    let bell = store.bell()
    let work = ServiceWork(
      store, turns: turns, effects: effects, keep: configuration.kept, clock: clock,
      steadyClock: steadyClock,
      tell: { Self.tell($0, to: monitor, intake, performer) }, ring: { bell?.ring() })
    let missed = MissedMessages(intake, sender: sender, log: log, clock: clock)
    try await Self.naming(name) { () async throws(StoreFailure) in
      // What had begun before has nobody who would hear of it, where nobody else works on the store.
      try await effects.judge(isOnlyProcess: store.isOnlyProcess)
      try await missed.begin()
    }
    let isStopping = Flag()
    server = try Self.listenToWorld(configuration.listen, intake, work, missed, monitor, clock: clock)
    let (page, drawn) = Self.page(of: settings, over: store, key: key, log: log, clock: clock) { work.wake() }
    let desk = OperatorServer(store: store, monitor: monitor, page: page) {
      if isStopping.isSet { return "it is coming to its end" }
      if let obstacle = monitor.keepingObstacle { return obstacle }
      return await turns.leavesSomething ? "something waits that only another version can take" : nil
    }
    do throws(LiveServiceFailure) {
      let inside = ServerSettings(address: configuration.admin) { _ in Self.operatorBodyLimit }
      admin = try Self.listen(inside, as: configuration.admin) { await desk.answer($0) }
    } catch {
      await server.stop(within: .zero)
      throw error
    }
    adminHost = configuration.admin.address
    drawnToken = drawn
    self.page = page
    self.store = store
    self.turns = turns
    self.performer = performer
    self.work = work
    self.intake = intake
    self.missed = missed
    self.monitor = monitor
    self.bell = bell
    self.isStopping = isStopping
  }

  /// Where operators ask.
  public var adminAddress: ListeningAddress { ListeningAddress(adminHost, port: admin.port) }

  private func listening(_ address: ListeningAddress, _ server: HTTPServer) -> String {
    ListeningAddress(address.address, port: server.port).description
  }

  /// Works until `stop` has been called and what was in flight has ended.
  public func run() async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.missed.run() }
      bell?.start { [work] in work.wake() }
      await work.run()
      bell?.stop()
      ended.set()
      missed.stop()
      group.cancelAll()
    }
  }

  /// Goes on with other settings: flows, secrets, whom HTTPRequests may call and what operators see that they look at are the new
  /// ones from now on. What is listened at, and the store, stay what they are.
  /// - Returns: The number of the project that is in force.
  public func change(to settings: LiveServiceSettings) async throws(StoreFailure) -> Int {
    let number = try await turns.put(settings.project)
    performer.set(settings.configuration, settings.protocols, webServices: settings.webServices)
    intake.set(settings.protocols.gate, pendingLimit: settings.configuration.pendingLimit)
    work.set(settings.configuration.kept)
    if let token = settings.operatorToken { page.access.set(token) }
    page.set(settings.name)
    return number
  }

  /// Looks at once for what is due: somebody has set the clock.
  public func wake() { work.wake() }

  /// The sessions that are live, in the order of their starts.
  public func liveSessions() async throws(StoreFailure) -> [SessionRow] {
    try await store.list { store, last, limit throws(StoreFailure) in
      try store.liveSessions(of: nil, at: nil, after: last?.number ?? 0, limit: limit)
    }
  }

  /// What there is to do now: inputs that wait to be taken, calls that are to be made or under way, and when the next timer is due.
  public func work() async throws(StoreFailure) -> (inputs: Int, calls: Int, nextTimer: Timestamp?) {
    try await store.transaction { (store) throws(StoreFailure) in
      let calls = try store.effects(after: 0, limit: ServiceLimits.effectsAtOnce).count { effect in
        if case .inDoubt = effect.state { false } else { true }
      }
      return .rollBack((try store.pendingInputs().count, calls, try store.nextTimer()))
    }
  }

  /// Comes to the end: no requests are taken any more, and what is in flight ends, within half a minute.
  /// - Returns: Whether it has ended. What has not is in doubt, and judged at the next start.
  public func stop() async -> Bool {
    isStopping.set()
    monitor.log.note(.stopping)
    let end = ContinuousClock.now + Self.grace
    await server.stop(within: Self.grace)
    work.stop()
    while !ended.isSet, ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(20)) }
    return ended.isSet
  }

  /// Ends what operators see, once the work has ended.
  public func close() async {
    // Streams end with what is to be said of it, and not with the connection.
    await admin.stop(within: .seconds(1))
    await store.checkpoint()
    monitor.log.note(.stopped)
  }
}

/// What a service is made of.
extension LiveService {
  /// Tells of the work to whoever shows it or goes by it.
  private static func tell(
    _ event: WorkEvent, to monitor: ServiceMonitor, _ intake: ServiceIntake<Store>,
    _ performer: LivePerformer
  ) {
    monitor.note(event)
    if case .turns(let report) = event { intake.note(taken: report.taken) }
    guard case .pending(let pending, let ahead) = event else { return }
    intake.note(pending: pending.count, clockAhead: ahead)
    // The store is there, and so the callback is taken again.
    if performer.canTryStart, monitor.takeSuspicion() {
      Task { monitor.note(await performer.tryStart()) }
    }
  }

  /// Takes what the world sends.
  private static func listenToWorld(
    _ address: ListeningAddress, _ intake: ServiceIntake<Store>,
    _ work: ServiceWork<Store, MonitoredPerformer<LivePerformer>>, _ missed: MissedMessages<Store>,
    _ monitor: ServiceMonitor, clock: @escaping @Sendable () -> Timestamp
  ) throws(LiveServiceFailure) -> HTTPServer {
    var outside = ServerSettings(address: address, bodyLimit: ServiceGate.bodyLimit)
    outside.refused = { refusal in
      let route = ServiceRoute(path: refusal.path ?? "")
      monitor.noteUnread(route, status: refusal.status)
      if route == .smsInbound, refusal.status == 503 { missed.note(lossAt: clock()) }
    }
    return try listen(outside, as: address) { request in
      let start = ContinuousClock.now
      let outcome = await intake.take(request.received)
      if outcome.accepted > 0 { work.noteArrival() }
      let route = ServiceRoute(path: request.path)
      monitor.note(outcome, of: route, seconds: (ContinuousClock.now - start) / .seconds(1))
      if route == .smsInbound, outcome.reply.status == 503 { missed.note(lossAt: clock()) }
      return ServerResponse(outcome.reply)
    }
  }

  /// What operators see, and the token that was drawn for it where nobody has said one.
  private static func page(
    of settings: LiveServiceSettings, over store: Store, key: [UInt8], log: ServiceLog,
    clock: @escaping @Sendable () -> Timestamp, wake: @escaping @Sendable () -> Void
  ) -> (page: OperatorPage<Store>, drawnToken: String?) {
    let drawn = settings.operatorToken == nil ? Base64.encodeForAddress(Cryptography.randomBytes(24)) : nil
    let operators = OperatorAccess(
      token: settings.operatorToken ?? SecretBytes(drawn ?? ""), key: Cryptography.randomBytes(32),
      authentication: LibraryAuthentication(), port: settings.configuration.admin.port)
    let page = OperatorPage(
      store, named: settings.name, access: operators, log: log,
      customerName: { customer in
        let code = Cryptography.authenticationCode(
          of: Array("operator \(customer.storedText)".utf8), key: key, .sha256)
        return Hexadecimal.encode(Array(code.prefix(8)))
      }, clock: clock, wallClock: { WallClock.now }, wake: wake)
    return (page, drawn)
  }

  private static func listen(
    _ settings: ServerSettings, as address: ListeningAddress, handler: @escaping HTTPServer.Handler
  ) throws(LiveServiceFailure) -> HTTPServer {
    do throws(ListeningFailure) {
      return try HTTPServer.start(settings, handler: handler)
    } catch {
      throw LiveServiceFailure(subject: "\(address)", reason: error.description)
    }
  }
}

extension LiveConfiguration {
  /// How long is kept what has ended.
  fileprivate var kept: KeptTime { KeptTime(sessions: sessionsKept, keys: keysKept) }
}
#endif
