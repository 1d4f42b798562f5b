import Synchronization

/// What one task waits for and any may tell: told once or often, the next wait ends, or the one that is under way.
final class WorkSignal: Sendable {
  private struct State {
    var isTold = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// Lets whoever waits go on.
  func tell() {
    let waiter = state.withLock { state in
      state.isTold = state.waiter == nil
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }

  /// Waits until something is told, or some milliseconds have passed.
  func wait(atMost milliseconds: Int64) async {
    let timer = Task {
      do { try await Task.sleep(for: .milliseconds(milliseconds)) } catch { return }
      tell()
    }
    await withCheckedContinuation { waiter in
      let isTold = state.withLock { state in
        defer { state.isTold = false }
        if !state.isTold { state.waiter = waiter }
        return state.isTold
      }
      if isTold { waiter.resume() }
    }
    timer.cancel()
  }
}
