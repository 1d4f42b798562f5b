#if Service
/// A thread that does one thing after the other, in the order in which it is told to, until nobody holds it any more.
///
/// One thread tells it what to do, and waits for it.
final class SerialThread: Sendable {
  private typealias Body = @Sendable () -> Void

  /// What waits for the thread.
  private struct Queue: Sendable {
    var bodies: [Body] = []
    /// How many it was told ever.
    var count = 0
    var isClosed = false
  }

  private let queue: WaitableState<Queue>
  /// How many things it has done.
  private let done: WaitableState<Int>

  /// A thread that runs.
  init() {
    let (queue, done) = (WaitableState(Queue()), WaitableState(0))
    (self.queue, self.done) = (queue, done)
    SystemThread.start {
      while Self.runNext(of: queue) { done.change { $0 += 1 } }
    }
  }

  deinit { queue.change { $0.isClosed = true } }

  /// Has the thread do something, and does not wait for it.
  func enqueue(_ body: @escaping @Sendable () -> Void) {
    queue.change { queue in
      queue.bodies.append(body)
      queue.count += 1
    }
  }

  /// Waits until the thread has done all, and holds nothing of it any more.
  func wait() {
    let count = queue.now.count
    done.wait { $0 == count ? () : nil }
  }

  /// Does the next thing, and lets it go.
  /// - Returns: Whether there was one; there is none once nobody holds the thread.
  private static func runNext(of queue: WaitableState<Queue>) -> Bool {
    let body = queue.wait { queue -> Body?? in
      guard !queue.bodies.isEmpty else { return queue.isClosed ? .some(nil) : nil }
      return .some(queue.bodies.removeFirst())
    }
    body?()
    return body != nil
  }
}
#endif
