#if Service
import Foundation
import FlowModel
import RefrainKit
import RefrainService
import ServiceCore
import Synchronization

/// The process that is killed: it takes inputs from its standard input, and asks the world on its standard output.
struct KillWorker: Sendable {
  /// What the program is called with to be one.
  static let name = "kill-worker"

  let path: String
  let clock: FastClock
  let trigger: KillTrigger

  /// - Parameter commandLine: The program, `name`, the store's file, the clock's epoch, the point at which to end and how often
  ///   to come there.
  init?(_ commandLine: [String]) {
    let arguments = Array(commandLine.dropFirst(2))
    guard commandLine.dropFirst().first == Self.name, arguments.count == 4, let epoch = Int64(arguments[1]),
      let times = Int(arguments[3])
    else {
      return nil
    }
    path = arguments[0]
    clock = FastClock(epoch: Timestamp(milliseconds: epoch))
    trigger = KillTrigger(KillPoint(rawValue: arguments[2]), times: times)
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
    let world = WorkerWorld(trigger)
    let (clock, trigger) = (clock, trigger)
    let time: @Sendable () -> Timestamp = {
      trigger.reach(.afterLock)
      return clock.time(at: WallClock.now)
    }
    let turns = KillableStore(
      base: store, trigger: trigger, beforeCommit: .turnBeforeCommit, afterCommit: .turnAfterCommit)
    let driver = try await TurnDriver(turns, clock: time) {
      trigger.reach(.middleOfTurn)
      return SessionKey(bits: (high: .random(in: .min ... .max), low: .random(in: .min ... .max)))
    }
    try await driver.put(KillFlow.project())
    let calls = KillableStore(
      base: store, trigger: trigger, beforeCommit: .effectBeforeCommit, afterCommit: .effectAfterCommit)
    let effects = EffectDriver(
      calls, world, start: driver.start, clock: { clock.time(at: WallClock.now) },
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
        case .answer(let key, let conversation): world.hear(key, conversation)
        case .accepted, .call, nil: break
        }
      }
    }
  }
}

/// The world as a worker asks it.
private final class WorkerWorld: EffectPerformer {
  private let trigger: KillTrigger
  private let waiting = Mutex<[EffectKey: CheckedContinuation<String?, Never>]>([:])

  init(_ trigger: KillTrigger) { self.trigger = trigger }

  func say(_ line: WorkerLine) {
    let bytes = Array(line.text.utf8)
    // One write of less than the pipe's atomic size: a line is said whole, or not at all.
    _ = write(STDOUT_FILENO, bytes, bytes.count)
  }

  func hear(_ key: EffectKey, _ conversation: String?) {
    waiting.withLock { $0.removeValue(forKey: key) }?.resume(returning: conversation)
  }

  func terms(of effect: WantedEffect) -> CallTerms {
    let policy: InDoubtPolicy
    switch effect {
    case .start, .ask, .request: policy = .fail
    case .send, .forward: policy = .repeat
    }
    return CallTerms(host: "world", timeout: 60_000, keyWindow: nil, whenInDoubt: policy)
  }

  func perform(_ call: EffectCall) async -> CallResult {
    trigger.reach(.beforeCall)
    let conversation = await withCheckedContinuation { continuation in
      waiting.withLock { $0[call.key] = continuation }
      say(.call(call.key, WorldCall(call.effect)))
    }
    trigger.reach(.afterCall)
    switch call.effect {
    case .send: return .answered(.gateway(.accepted(transactionID: "gateway-\(call.key.text)")))
    case .start:
      let id = conversation ?? ""
      return .answered(
        .conversation(
          .started(
            status: 200,
            StartedConversation(
              id: ConversationID(id), caseID: nil, activityID: nil, body: ["id": .string(id)]))))
    case .forward: return .answered(.forward(.delivered))
    case .ask:
      return .answered(.service(.succeeded(status: 200, ServiceResult(body: .null))))
    case .request: return .answered(.http(.failed(.error)))
    }
  }
}

/// What comes on standard input.
private enum StandardInput {
  /// Its lines, until it ends.
  static var lines: AsyncStream<[UInt8]> {
    AsyncStream { continuation in
      // A thread of its own: reading blocks.
      Thread {
        LineReader.readLines(of: STDIN_FILENO) { continuation.yield($0) }
        continuation.finish()
      }.start()
    }
  }
}
#endif
