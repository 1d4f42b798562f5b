#if Service
import Foundation
import RefrainKit
import RefrainService
import ServiceCore

/// A service that is killed again and again, at each of the named points and at random ones: nothing that it acknowledged is
/// lost, and nothing is done twice that it does not know to be in doubt.
///
/// With `.ci/synced.c`, built as a library and named by `REFRAIN_SYNCED_LIBRARY`, the machine fails with the process: what had not
/// been synced is lost.
struct KillsProof: Proof {
  static let name = "kills"
  static let usage = "[--kills N] [--seed N]"
  static let options = ["kills", "seed"]

  private let kills: Int
  private let seed: UInt64

  init(_ options: ProofOptions) {
    kills = Int(clamping: options["kills"] ?? 12)
    seed = options["seed"] ?? 1
  }

  func holds() async -> Bool {
    signal(SIGPIPE, SIG_IGN)
    let folder = FileManager.default.temporaryDirectory.appending(path: "refrain-kills-\(UUID())")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let lines = [
        try await KillRun(folder: folder, kills: kills, seed: seed).line(),
        try await TrapRun(folder: folder).line(),
      ]
      try FileManager.default.removeItem(at: folder)
      for line in lines { print(line) }
      return true
    } catch {
      print("seed \(seed): \(error)")
      print("  the store is kept in \(folder.path(percentEncoded: false))")
      return false
    }
  }
}

/// One run of the proof.
private struct KillRun {
  let folder: URL
  let kills: Int
  let seed: UInt64

  private let clock = FastClock(epoch: WallClock.now)
  private let syncedLibrary = ProcessInfo.processInfo.environment["REFRAIN_SYNCED_LIBRARY"]

  init(folder: URL, kills: Int, seed: UInt64) {
    self.folder = folder
    self.kills = kills
    self.seed = seed
  }

  private var path: String { folder.appending(path: "store.sqlite").path(percentEncoded: false) }

  /// Kills so many workers, lets one live until all is quiet, and judges.
  func line() async throws -> String {
    var generator = SeededGenerator(seed: seed)
    let world = KillWorld(seed: generator.next()) { [clock] in clock.time(at: WallClock.now) }
    var inFlight = 0
    var points: [KillPoint: Int] = [:]
    // A run of few kills begins elsewhere with each seed, so that all points come in turn.
    let first = Int(seed % UInt64(KillPoint.allCases.count))
    for number in 0..<kills {
      let isRandom = number % 3 == 2
      let point = KillPoint.allCases[(first + number) % KillPoint.allCases.count]
      let times = Int.random(in: 1...30, using: &generator)
      let worker = try start(isRandom ? nil : point, times)
      let milliseconds = isRandom ? Int.random(in: 50...1_200, using: &generator) : 3_000
      _ = try await live(worker, in: world, killingAfter: milliseconds, welcoming: true)
      try loseWhatWasNotSynced()
      points[point, default: 0] += isRandom ? 0 : 1
      inFlight += try await callsInFlight()
      // Now and then timers are due while nobody runs.
      if number % 4 == 1 { try await Task.sleep(for: .milliseconds(1_200)) }
    }
    let worker = try start(nil, 0)
    let letters = try await live(worker, in: world, killingAfter: nil, welcoming: false)
    var audit = KillAudit(world, callsInFlight: inFlight, retried: letters)
    let store = try SQLiteStore.toLookAt(path)
    try await audit.check(store)
    let tally = audit.tally
    return "seed \(seed): \(kills) kills, \(points.count) of \(KillPoint.allCases.count) named points; "
      + "\(await world.acknowledged.count) inputs, \(await world.calls.count) calls, \(tally.sessions) sessions, "
      + "\(tally.turns) turns; \(tally.doubts) effects in doubt of \(inFlight) calls in flight, "
      + "\(tally.orphans) orphans ended, \(letters.count) dead letters retried; timers late by \(tally.lateness / 1000) s and messages by \(tally.backlog / 1000) s at most; a clock \(clock.speed) times as fast: all checks hold"
  }

  private func start(_ point: KillPoint?, _ times: Int) throws -> WorkerProcess {
    let environment = syncedLibrary.map {
      ["LD_PRELOAD": $0, "REFRAIN_SYNCED": folder.path(percentEncoded: false)]
    }
    return try WorkerProcess(
      KillWorker.name,
      [path, "\(clock.epoch.milliseconds)", "\(clock.speed)", point?.rawValue ?? "none", "\(times)"],
      environment: environment ?? [:])
  }

  /// Puts what had been synced in the place of all that had been written, where the machine fails with the process.
  private func loseWhatWasNotSynced() throws {
    guard syncedLibrary != nil else { return }
    let files = FileManager.default
    for suffix in ["", "-wal", "-shm", "-mark"] {
      let file = path + suffix
      if files.fileExists(atPath: file) { try files.removeItem(atPath: file) }
      if files.fileExists(atPath: file + ".synced") {
        try files.copyItem(atPath: file + ".synced", toPath: file)
      }
    }
  }

  /// Lets a worker live until it ends, is killed, or all is quiet.
  /// - Returns: The dead letters that had to be retried for that.
  private func live(
    _ worker: WorkerProcess, in world: KillWorld, killingAfter milliseconds: Int?, welcoming: Bool
  ) async throws -> [DeadLetter] {
    let number = await world.begin(worker)
    let company = Task {
      while welcoming, !Task.isCancelled {
        await world.welcomeCustomer()
        try await Task.sleep(for: .milliseconds(100))
      }
    }
    let end = Task {
      if let milliseconds {
        try await Task.sleep(for: .milliseconds(milliseconds))
        worker.kill()
        return [DeadLetter]()
      }
      do {
        let letters = try await waitForQuiet(world)
        worker.finish()
        return letters
      } catch {
        worker.kill()
        throw error
      }
    }
    var way: WorkerProcess.End?
    for await sign in worker.signs() {
      switch sign {
      case .line(let line): await world.hear(line, from: number)
      case .end(let end): way = end
      }
    }
    await world.end(number)
    company.cancel()
    guard way == .bySignal(SIGKILL) || way == .byItself(0) else {
      end.cancel()
      throw KillAudit.Violation("the service was not killed, and ended \(way.map { "\($0)" } ?? "unseen")")
    }
    if milliseconds == nil { return try await end.value }
    end.cancel()
    return []
  }

  /// - Returns: The dead letters that were retried.
  private func waitForQuiet(_ world: KillWorld) async throws -> [DeadLetter] {
    var letters: [DeadLetter] = []
    let deadline = ContinuousClock.now + .seconds(300)
    while ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(250))
      guard await world.isHeard, FileManager.default.fileExists(atPath: path),
        let store = try? SQLiteStore.toLookAt(path)
      else { continue }
      letters += try await store.retryLetters(at: clock.time(at: WallClock.now))
      let isQuiet = try? await store.transaction { (store) throws(StoreFailure) in
        let (inputs, timer) = (try store.pendingInputs(), try store.nextTimer())
        // What is only remembered of starts in doubt waits for a day, and nobody wants it.
        let isWaiting = try store.effects(after: 0, limit: .max).contains { effect in
          if case .waiting = effect.state { effect.isWanted } else { false }
        }
        let calls = try store.effectsAttempted(until: Timestamp(milliseconds: .max), limit: 1)
        return .rollBack(inputs.count == 0 && timer == nil && !isWaiting && calls.isEmpty)
      }
      if isQuiet == true, await world.isHeard { return letters }
    }
    throw KillAudit.Violation("it does not come to rest")
  }

  /// How many calls had begun when the worker ended, by a copy of its store: its own recovery is the next worker's.
  private func callsInFlight() async throws -> Int {
    let copy = folder.appending(path: "copy.sqlite").path(percentEncoded: false)
    for suffix in ["", "-wal"] {
      try? FileManager.default.removeItem(atPath: copy + suffix)
      if FileManager.default.fileExists(atPath: path + suffix) {
        try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
      }
    }
    guard FileManager.default.fileExists(atPath: copy) else { return 0 }
    let store = try SQLiteStore.toLookAt(copy)
    return try await store.transaction { (store) throws(StoreFailure) in
      .rollBack(try store.effectsAttempted(until: Timestamp(milliseconds: .max), limit: .max).count)
    }
  }
}
#endif
