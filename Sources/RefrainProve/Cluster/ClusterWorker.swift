#if Service
import Foundation
import FlowModel
import RefrainKit
import RefrainService
import ServiceCore

/// One of the processes that share a database: what `refrain serve` runs, but that its world is on its standard streams.
struct ClusterWorker: Sendable {
  /// What the program is called with to be one.
  static let name = "cluster-worker"
  /// How long a call may take, in milliseconds.
  static let callMilliseconds: Int64 = 3_000

  /// The flow that it runs: nobody waits for its sessions to expire, the server's clock is set.
  static func project(isEdited: Bool) throws -> ServiceProject {
    try KillFlow.project(expiringAfter: 3_600, isEdited: isEdited)
  }

  /// How a worker is told to work.
  struct Settings: Sendable {
    /// Where the database is.
    var address: String
    /// How many milliseconds its clock is before the machine's.
    var lead: Int64
    /// Whether it hears of others' work, and tells of its own.
    var hasBell: Bool
    /// Whether its flow is the edited one.
    var isEdited: Bool

    /// As the command line has it.
    var arguments: [String] { [address, "\(lead)", "\(hasBell)", "\(isEdited)"] }
  }

  let settings: Settings

  /// - Parameter commandLine: The program, `name`, and the settings.
  init?(_ commandLine: [String]) {
    let arguments = Array(commandLine.dropFirst(2))
    guard commandLine.dropFirst().first == Self.name, arguments.count == 4, let lead = Int64(arguments[1]),
      let hasBell = Bool(arguments[2]), let isEdited = Bool(arguments[3])
    else { return nil }
    settings = Settings(address: arguments[0], lead: lead, hasBell: hasBell, isEdited: isEdited)
  }

  /// Works until standard input ends.
  /// - Returns: The exit status; 1 where the store is away, so that whoever looks after the process starts it again.
  func run() async -> Int32 {
    // Whoever heard of it has gone.
    signal(SIGPIPE, SIG_IGN)
    guard WorldLine.open() else { return 1 }
    do {
      try await work()
      return 0
    } catch {
      return 1
    }
  }

  private func work() async throws {
    let store = try await PostgreSQLStore.open(settings.address)
    try await store.begin(.emulated)
    let lead = settings.lead
    let clock: @Sendable () -> Timestamp = { WallClock.now + lead }
    let turns = try await TurnDriver(store, clock: clock, sessionKey: SessionKey.drawn)
    try await turns.put(Self.project(isEdited: settings.isEdited))
    let world = WorkerWorld(KillTrigger(nil, times: 0), timeout: Self.callMilliseconds, clock: clock)
    let effects = EffectDriver(
      store, world, processStart: turns.processStart, written: turns.written, clock: clock,
      random: { .random(in: 0..<1) })
    let bell = settings.hasBell ? store.bell() : nil
    let work = ServiceWork(
      store, turns: turns, effects: effects, keep: KeptTime(sessions: 86_400_000, keys: 86_400_000),
      clock: clock,
      tell: { _ in }, ring: { bell?.ring() })
    bell?.start { work.wake() }
    world.say(.started(turns.processStart))
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        await listen(by: store, clock, world, work)
        work.stop()
      }
      await work.run()
      group.cancelAll()
    }
    bell?.stop()
  }

  private func listen(
    by store: PostgreSQLStore, _ clock: @escaping @Sendable () -> Timestamp, _ world: WorkerWorld,
    _ work: ServiceWork<PostgreSQLStore, WorkerWorld>
  ) async {
    await withDiscardingTaskGroup { group in
      for await line in StandardInput.lines {
        switch WorkerLine(line) {
        case .input(let number, let input):
          group.addTask { await accept(number, input, by: store, clock, world, work) }
        // What is under way is heard of until it has ended.
        case .finish: work.stop()
        case let line?: world.hear(line)
        case nil: break
        }
      }
    }
  }

  /// Takes an input in, and acknowledges it. Where the store is away it does not, and the sender comes again.
  private func accept(
    _ number: Int, _ input: HostInput, by store: PostgreSQLStore, _ clock: @Sendable () -> Timestamp,
    _ world: WorkerWorld, _ work: ServiceWork<PostgreSQLStore, WorkerWorld>
  ) async {
    let key = InputKey(Array("\(number)".utf8))
    guard (try? await store.accept([NewInput(input, key: key, received: clock())])) != nil else { return }
    world.say(.accepted(number))
    work.noteArrival()
  }
}
#endif
