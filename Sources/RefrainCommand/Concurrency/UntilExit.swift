import Synchronization

/// What is kept until the process ends, and its memory with it: taking large flows apart before takes as long as some rules.
enum UntilExit {
  private static let kept = Mutex<[any Sendable]>([])

  static func keep(_ value: some Sendable) {
    kept.withLock { $0.append(value) }
  }
}
