public import FlowModel
public import JSONSyntax
import Synchronization

/// What a service tells of itself, as JSON Lines: never a message's text, a number, a secret or a signature.
///
/// Each line has `at`, `level` and `event`, and what belongs to the event.
public final class ServiceLog: Sendable {
  /// How much a line matters.
  public enum Level: String, Sendable {
    /// All is as it should be.
    case info
    /// Somebody else does something wrong, or what failed is tried again.
    case warning
    /// Somebody is to look.
    case error
  }

  /// What a line tells of. `Schemas/service.md` says of each what it means and what belongs to it.
  public enum Event: String, Sendable, CaseIterable {
    case started, stopping, stopped, reloaded, notReloaded
    case refused, malformed, repeatedOtherwise
    case call, effectInDoubt, effectExpired, orphanedConversation
    case deadLetter, inputFailed, leftToOthers, storeFailed
    case eceCallbackSuspect, eceStartTried, missedMessages, messagesMayBeMissing
    case operatorCame, operatorRefused, operatorRead, operatorActed
  }

  private let clock: @Sendable () -> Timestamp
  private let write: @Sendable ([UInt8]) -> Void
  /// One line at a time.
  private let order = Mutex(())

  /// Creates a log.
  /// - Parameter write: Is given each line with its end.
  public init(
    clock: @escaping @Sendable () -> Timestamp, write: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.clock = clock
    self.write = write
  }

  /// Writes a line.
  public func note(_ event: Event, _ level: Level = .info, _ fields: JSONObject = [:]) {
    var line = JSONObject([
      JSONField(key: "at", value: .string(clock().rfc3339)),
      JSONField(key: "level", value: .string(level.rawValue)),
      JSONField(key: "event", value: .string(event.rawValue)),
    ])
    for field in fields { line[field.key] = field.value }
    let bytes = Array((JSON.object(line).compact + "\n").utf8)
    order.withLock { _ in write(bytes) }
  }
}
