#if Service
import Foundation
import FlowModel
import RefrainKit
import ServiceCore
import Synchronization

/// The world as a worker asks it: on its standard output, answered on its standard input.
final class WorkerWorld: EffectPerformer {
  /// What becomes of a call.
  private enum Answer: Sendable {
    /// It is done; a start's conversation.
    case done(conversation: String?)
    case refused
    /// Nothing was heard of it in time.
    case missing
  }

  private let trigger: KillTrigger
  private let timeout: Int64
  private let clock: @Sendable () -> Timestamp
  private let waiting = Mutex<[EffectKey: CheckedContinuation<Answer, Never>]>([:])

  /// - Parameters:
  ///   - timeout: The milliseconds that a call may take.
  ///   - clock: The worker's.
  init(_ trigger: KillTrigger, timeout: Int64, clock: @escaping @Sendable () -> Timestamp) {
    self.trigger = trigger
    self.timeout = timeout
    self.clock = clock
  }

  func say(_ line: WorkerLine) {
    let bytes = Array(line.text.utf8)
    // One write of less than the pipe's atomic size: a line is said whole, or not at all.
    _ = write(STDOUT_FILENO, bytes, bytes.count)
  }

  /// Hears what becomes of a call.
  func hear(_ line: WorkerLine) {
    switch line {
    case .answer(let key, let conversation): end(key, .done(conversation: conversation))
    case .refusal(let key): end(key, .refused)
    case .heard: say(line)
    case .finish, .started, .input, .accepted, .call, .unanswered: break
    }
  }

  private func end(_ key: EffectKey, _ answer: Answer) {
    waiting.withLock { $0.removeValue(forKey: key) }?.resume(returning: answer)
  }

  func terms(of effect: WantedEffect) -> CallTerms {
    let policy: InDoubtPolicy
    switch effect {
    case .startConversation, .ask, .request: policy = .fail
    case .send, .forward: policy = .repeat
    }
    return CallTerms(host: "world", timeout: timeout, keyWindow: nil, whenInDoubt: policy)
  }

  func perform(_ call: EffectCall) async -> CallResult {
    trigger.reach(.beforeCall)
    let time = call.until - clock()
    // A process that stood still makes no call whose time is past.
    guard time > 0 else { return .unanswered }
    let deadline = Task {
      try await Task.sleep(for: .milliseconds(time))
      end(call.key, .missing)
    }
    let answer = await withCheckedContinuation { continuation in
      // A process that stood still may make a call again before it has noticed that the time of the former one is past.
      waiting.withLock { $0.updateValue(continuation, forKey: call.key) }?.resume(returning: .missing)
      say(.call(call.key, WorldCall(call.effect)))
    }
    deadline.cancel()
    trigger.reach(.afterCall)
    switch answer {
    case .refused: return .notBegun(pause: nil)
    case .missing:
      say(.unanswered(call.key))
      return .unanswered
    case .done(let conversation): return .answered(Self.success(of: call, conversation))
    }
  }

  private static func success(of call: EffectCall, _ conversation: String?) -> EffectAnswer {
    switch call.effect {
    case .send: return .gateway(.accepted(transactionID: "gateway-\(call.key.text)"))
    case .startConversation:
      let id = conversation ?? ""
      return .conversation(
        .started(
          status: 200,
          StartedConversation(
            id: ConversationID(id), caseID: nil, activityID: nil, body: ["id": .string(id)])))
    case .forward: return .forward(.delivered)
    case .ask: return .service(.succeeded(status: 200, ServiceResult(body: .null)))
    case .request: return .http(.failed(.error))
    }
  }
}

/// What comes on standard input.
enum StandardInput {
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
