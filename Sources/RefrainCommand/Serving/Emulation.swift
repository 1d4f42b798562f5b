#if Service
import FlowModel
import FlowPictures
import RefrainKit
import RefrainService
import ServiceCore
import ServiceEmulators
import ServiceProtocols
import Synchronization

/// A service whose whole world is played beside it: it needs no accounts, no secrets and no settings, and asks nobody else.
struct Emulation: Sendable {
  /// Where the emulators and their page are.
  let address: ListeningAddress
  /// The store's file; nil for one that is gone at the end.
  let store: FilePath?
  /// What the emulators are told.
  let options: EmulationOptions

  /// The secret of all that is emulated. It opens nothing but what listens on this machine alone.
  private static let secret = "emulated"

  /// Serves a project until a signal ends it.
  func serve(_ file: ServedFile, on console: inout Console) throws(ServedProject.Refusal) -> ExitStatus {
    let system = console.system
    let project = try file.read(for: .emulation, in: system)
    let scenario = try self.scenario(file, in: system)
    if let notice = project.notice { console.notice("refrain: \(notice.printable)") }
    ProcessSignals.hold()
    let (lines, log) = (EmulatorLines(), console.serviceLog)
    let stage = Stage(project, standingAt: scenario?.start)
    let running: Running
    do throws(LiveServiceFailure) {
      running = try BlockingCall.result { [self] in
        await start(file, project, stage, lines, log, in: system)
      }.get()
    } catch {
      throw .other(error.description, .failure)
    }
    console.notice(
      "refrain: play customers and agents at http://\(running.address); health and metrics are at http://\(running.admin)"
    )
    if let operators = running.operators { console.notice("refrain: \(operators)") }
    let outcome = OutsideOutcome()
    if let scenario {
      Task {
        outcome.set(await running.emulators.play(scenario.performance(drawsIDs: store != nil)))
        await running.stop()
      }
    }
    repeat { lines.write(to: &console) } while system.wait(milliseconds: 100) && !running.hasEnded
    BlockingCall.result { await running.close() }
    lines.write(to: &console)
    guard let scenario else { return .success }
    guard let result = outcome.known else {
      console.notice("refrain: the scenario was broken off")
      return .findings
    }
    return scenario.report(result, on: &console)
  }

  /// The scenario that is to be played; nil for none.
  private func scenario(
    _ file: ServedFile, in system: any System
  ) throws(ServedProject.Refusal) -> ScenarioOutside? {
    guard let chosen = options.scenario else { return nil }
    switch ScenarioOutside.read(chosen, in: file.choice, system) {
    case .success(let read): return read
    case .failure(let refusal): throw ServedProject.Refusal(refusal)
    }
  }

  private func start(
    _ file: ServedFile, _ project: ServedProject, _ stage: Stage, _ lines: EmulatorLines, _ log: ServiceLog,
    in system: any System
  ) async -> Result<Running, LiveServiceFailure> {
    do throws(LiveServiceFailure) {
      let (listen, admin) = (try await Self.freeAddress(), try await Self.freeAddress())
      let emulators = Emulators(
        settings(of: project, at: listen), seed: options.seed,
        // A store that was kept knows what came before.
        numberedAfter: store == nil ? 0 : Int(WallClock.now.milliseconds), stage: stage.played,
        clock: { stage.now },
        output: { lines.append($0) })
      let server = try Self.listen(emulators, at: address)
      let places = EmulatedPlaces(
        emulators: ListeningAddress(address.address, port: server.port), listen: listen, admin: admin,
        gateway: options.gateway)
      let folder = try store == nil ? TemporaryFolder() : nil
      let path = store ?? FilePath(folder.map { "\($0.path)/refrain.sqlite" } ?? "")
      let opened = try await Self.open(path)
      let service = try await LiveService.start(
        try places.settings(of: project), over: opened, named: path.text, log: log,
        sender: EmulatedWorld(emulators, at: places.emulators), clock: { stage.now },
        steadyClock: { stage.now })
      // What a store that was kept has open with an agent goes on.
      await emulators.takeUp((try? await opened.openConversations()) ?? [])
      stage.play(service)
      service.heedSignals(log) { () throws(ServedProject.Refusal) in
        let changed = try file.read(for: .emulation, in: system)
        stage.change(to: changed)
        Task { await emulators.play(stage.played) }
        do throws(LiveServiceFailure) {
          return try places.settings(of: changed)
        } catch {
          throw .other(error.description, .failure)
        }
      }
      return .success(Running(service, emulators, server, folder, at: places))
    } catch {
      return .failure(error)
    }
  }

  private static func open(_ path: FilePath) async throws(LiveServiceFailure) -> SQLiteStore {
    do throws(StoreOpeningFailure) {
      let store = try SQLiteStore.toServe(path.text)
      try await store.begin(.emulated)
      return store
    } catch {
      throw LiveServiceFailure(subject: path.text, reason: error.description)
    }
  }

  private static func listen(
    _ emulators: Emulators, at address: ListeningAddress
  ) throws(LiveServiceFailure) -> HTTPServer {
    do throws(ListeningFailure) {
      return try emulators.serve(at: address)
    } catch {
      throw LiveServiceFailure(subject: "\(address)", reason: error.description)
    }
  }

  /// An address of this machine's own at which nobody listens.
  private static func freeAddress() async throws(LiveServiceFailure) -> ListeningAddress {
    guard let any = ListeningAddress("127.0.0.1:0") else { preconditionFailure("this is an address") }
    do throws(ListeningFailure) {
      let server = try HTTPServer.start(ServerSettings(address: any)) { _ in ServerResponse(503) }
      let address = ListeningAddress(any.address, port: server.port)
      await server.stop(within: .zero)
      return address
    } catch {
      throw LiveServiceFailure(subject: "\(any)", reason: error.description)
    }
  }

  private func gateway(of project: ServedProject) -> EmulatorSettings.Gateway {
    options.gateway ?? project.emulatedGateway
  }

  private func settings(of project: ServedProject, at listen: ListeningAddress) -> EmulatorSettings {
    var settings = EmulatorSettings(secret: Self.secret)
    settings.smsGateway = gateway(of: project)
    settings.accountSID = Self.secret
    // Flows may have the dates of their real entry points in them.
    settings.takesAnyDate = true
    let base = "http://\(listen)"
    settings.callbackURL = base + ServicePath.callback
    settings.callbackUser = Self.secret
    settings.smsURL = base + ServicePath.message
    settings.smsSignatureSecret = Self.secret
    settings.messengerURL = base + ServicePath.messenger
    settings.webhookURL = base + ServicePath.webhooks
    options.apply(to: &settings)
    return settings
  }

  /// A service that is under way with its emulators.
  private final class Running: Sendable {
    private let service: LiveService<SQLiteStore>
    let emulators: Emulators
    private let server: HTTPServer
    private let folder: TemporaryFolder?
    private let work: Task<Void, Never>
    private let ended = Mutex(false)
    let address: ListeningAddress
    let admin: ListeningAddress
    /// Where operators look.
    let operators: String?

    init(
      _ service: LiveService<SQLiteStore>, _ emulators: Emulators, _ server: HTTPServer,
      _ folder: TemporaryFolder?,
      at places: EmulatedPlaces
    ) {
      self.service = service
      self.emulators = emulators
      self.server = server
      self.folder = folder
      address = places.emulators
      admin = places.admin
      operators = service.drawnToken.map(service.operatorsPage)
      work = Task { await service.run() }
      Task { [weak self, work] in
        await work.value
        self?.ended.withLock { $0 = true }
      }
    }

    var hasEnded: Bool { ended.withLock { $0 } }

    /// Has the service come to its end.
    func stop() async { _ = await service.stop() }

    func close() async {
      service.wake()
      await server.stop(within: .zero)
      await service.close()
      folder?.remove()
    }
  }

  /// What is played, over a clock that may be put forward.
  private final class Stage: Sendable {
    private let project: Mutex<ServedProject>
    private let service = Mutex<LiveService<SQLiteStore>?>(nil)
    private let ahead = Mutex<Int64>(0)
    /// The time at which the clock stands still unless it is put forward; nil where it goes.
    private let standing: Timestamp?

    init(_ project: ServedProject, standingAt standing: Timestamp?) {
      self.project = Mutex(project)
      self.standing = standing
    }

    func change(to project: ServedProject) { self.project.withLock { $0 = project } }

    /// What time it is for the service.
    var now: Timestamp { (standing ?? WallClock.now) + ahead.withLock { $0 } }

    func play(_ service: LiveService<SQLiteStore>) { self.service.withLock { $0 = service } }

    /// What the page is told.
    var played: EmulatedStage {
      let project = self.project.withLock { $0 }
      let flows = project.project.flows
      return EmulatedStage(
        title: project.name,
        flows: flows.map {
          .init(
            path: $0.path, name: $0.program.name,
            picture: FlowPicture($0.program.graph).svg(idPrefix: "flow-", isStandalone: false))
        },
        beginnings: flows.flatMap { $0.program.graph.beginnings },
        webhooks: flows.flatMap { $0.program.graph.webhooks },
        sessions: { [self] in await sessions() }, work: { [self] in await work() },
        letPass: { [self] in letPass($0) })
    }

    private func sessions() async -> [EmulatedStage.Session] {
      let live = try? await service.withLock { $0 }?.liveSessions()
      return (live ?? []).map { session in
        EmulatedStage.Session(
          key: session.key.text, flow: session.flow, customer: session.customer.address.text,
          node: session.parking?.node.text, wait: session.parking?.reason.rawValue ?? "")
      }
    }

    private func work() async -> EmulatedStage.Work {
      let work = try? await service.withLock { $0 }?.work()
      return EmulatedStage.Work(
        inputs: work?.inputs ?? 0, calls: work?.calls ?? 0, nextTimer: work?.nextTimer)
    }

    private func letPass(_ milliseconds: Int64) {
      ahead.withLock { $0 += milliseconds }
      service.withLock { $0 }?.wake()
    }
  }
}

/// Carries requests to the emulators, and lets them answer as all the rest of the web.
private struct EmulatedWorld: WireSender {
  private let emulators: Emulators
  private let origin: WebOrigin?
  private let sender = HTTPSender()

  init(_ emulators: Emulators, at address: ListeningAddress) {
    self.emulators = emulators
    origin = WebOrigin(of: "http://\(address)")
  }

  func send(_ call: WireCall, within time: CallTime, allowsPrivate: Bool) async -> WireResult {
    WebOrigin(of: call.url) == origin
      ? await sender.send(call, within: time, allowsPrivate: true) : await emulators.answerWebRequest(call)
  }
}
#endif
