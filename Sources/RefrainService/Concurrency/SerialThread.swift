#if Service
/// A thread that does one thing after the other, in the order in which it is told to, until nobody holds it any more.
final class SerialThread: Sendable {
  /// What waits for the thread.
  private struct Queue: Sendable {
    var bodies: [@Sendable () -> Void] = []
    var isClosed = false
  }

  private let queue: WaitableState<Queue>

  /// A thread that runs.
  init() {
    let queue = WaitableState(Queue())
    self.queue = queue
    SystemThread.start { Self.run(queue) }
  }

  deinit { queue.change { $0.isClosed = true } }

  /// Has the thread do something, and does not wait for it.
  func enqueue(_ body: @escaping @Sendable () -> Void) { queue.change { $0.bodies.append(body) } }

  private static func run(_ queue: WaitableState<Queue>) {
    while true {
      let bodies = queue.wait { queue -> [@Sendable () -> Void]? in
        guard !queue.bodies.isEmpty || queue.isClosed else { return nil }
        defer { queue.bodies = [] }
        return queue.bodies
      }
      if bodies.isEmpty { return }
      for body in bodies { body() }
    }
  }
}
#endif
