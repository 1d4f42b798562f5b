#if Service
import Foundation
import FlowModel
import RefrainKit
import RefrainService
import ServiceCore

/// The process that is killed: it takes inputs from its standard input, and asks the world on its standard output.
struct KillWorker: Sendable {
  /// What the program is called with to be one.
  static let name = "kill-worker"

  let path: String
  let clock: FastClock
  let trigger: KillTrigger
  /// Whether a message of this text makes the process trap.
  let trap: TrappingMessage?

  /// - Parameter commandLine: The program, `name`, the store's file, the clock's epoch and speed, the point at which to end (or that messages
  ///   make it trap) and how often to come there.
  init?(_ commandLine: [String]) {
    let arguments = Array(commandLine.dropFirst(2))
    guard commandLine.dropFirst().first == Self.name, arguments.count == 5, let epoch = Int64(arguments[1]),
      let speed = Int64(arguments[2]), let times = Int(arguments[4])
    else {
      return nil
    }
    path = arguments[0]
    clock = FastClock(epoch: Timestamp(milliseconds: epoch), speed: speed)
    trap = arguments[3] == TrappingMessage.name ? TrappingMessage() : nil
    trigger = KillTrigger(KillPoint(rawValue: arguments[3]), times: times)
  }

  /// Works until standard input ends, or the process does.
  /// - Returns: The exit status.
  func run() async -> Int32 {
    do {
      try await work()
      return 0
    } catch {
      FileHandle.standardError.write(Data("the service ends: \(error)\n".utf8))
      return 1
    }
  }

  private func work() async throws {
    let store = try SQLiteStore.toServe(path)
    try await store.begin(.emulated)
    let (clock, trigger) = (clock, trigger)
    let world = WorkerWorld(trigger, timeout: 60_000) { clock.time(at: WallClock.now) }
    let time: @Sendable () -> Timestamp = {
      trigger.reach(.afterLock)
      return clock.time(at: WallClock.now)
    }
    let turns = KillableStore(
      base: store, trigger: trigger, beforeCommit: .turnBeforeCommit, afterCommit: .turnAfterCommit,
      trap: trap)
    let driver = try await TurnDriver(turns, clock: time) {
      trigger.reach(.middleOfTurn)
      return .drawn()
    }
    try await driver.put(KillFlow.project())
    let calls = KillableStore(
      base: store, trigger: trigger, beforeCommit: .effectBeforeCommit, afterCommit: .effectAfterCommit)
    let effects = EffectDriver(
      calls, world, processStart: driver.processStart, written: driver.written,
      clock: { clock.time(at: WallClock.now) },
      random: { .random(in: 0..<1) })
    try await effects.judge(isOnlyProcess: true)
    let acceptance = KillableStore(
      base: store, trigger: trigger, beforeCommit: .acceptBeforeCommit, afterCommit: .acceptAfterCommit)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while true {
          if try await driver.takeGroup() == nil { try await Task.sleep(for: .milliseconds(2)) }
        }
      }
      // Several at a time, since each waits for the slowest of the calls that it has begun.
      for _ in 0..<8 {
        group.addTask {
          while true {
            if try await effects.performReady() == 0 { try await Task.sleep(for: .milliseconds(10)) }
          }
        }
      }
      group.addTask {
        while true {
          try await Task.sleep(for: .milliseconds(100))
          try await effects.judge()
        }
      }
      group.addTask { try await listen(to: world, accepting: acceptance) }
      // Whatever ends first ends all: there is nothing more to read, or the store has failed.
      try await group.next()
      group.cancelAll()
    }
  }

  /// Takes what comes on standard input, all at the same time.
  private func listen(
    to world: WorkerWorld, accepting store: KillableStore<SQLiteStore>
  ) async throws {
    try await withThrowingDiscardingTaskGroup { [clock] group in
      for await line in StandardInput.lines {
        switch WorkerLine(line) {
        case .input(let number, let input):
          group.addTask {
            let received = clock.time(at: WallClock.now)
            let key = InputKey(Array("\(number)".utf8))
            _ = try await store.accept([NewInput(input, key: key, received: received)])
            world.say(.accepted(number))
          }
        case let line?: world.hear(line)
        case nil: break
        }
      }
    }
  }
}
#endif
