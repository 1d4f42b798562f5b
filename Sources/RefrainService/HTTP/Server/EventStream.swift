#if Service
import Synchronization

/// An answer that goes on: events that are sent to a browser as they happen.
///
/// Source: Server-sent events (WHATWG HTML, 9.2).
public final class EventStream: Sendable {
  /// What a reader is given.
  enum Part {
    case bytes(ArraySlice<UInt8>)
    /// Nothing yet: whoever waits is told by `wake`.
    case waiting
    case ended
  }

  private struct State {
    var bytes: [UInt8] = []
    var isEnded = false
    /// What tells a reader that waits to go on.
    var wake: (@Sendable () -> Void)?
    var lastSent = ContinuousClock.now
  }

  private let state = Mutex(State())

  /// How much may wait for a reader that is slow, in bytes. Who is slower loses the connection, and asks anew.
  static let waitingLimit = 256 << 10

  /// Creates a stream that nobody reads yet.
  public init() {}

  /// Whether somebody may still read what is sent.
  public var isOpen: Bool { state.withLock { !$0.isEnded } }

  /// Sends an event: lines of text, which arrive as one text.
  /// - Returns: Whether the stream is open. Where it is not, nobody reads the event.
  @discardableResult
  public func send(_ text: String, event: String? = nil) -> Bool {
    var lines = event.map { "event: \($0)\n" } ?? ""
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      lines += "data: \(line)\n"
    }
    return append(lines + "\n")
  }

  /// Ends the stream once what has been sent is read.
  public func end() {
    wake { $0.isEnded = true }
  }

  /// Says that the connection lives, where nothing has been sent for a time.
  func beat(at now: ContinuousClock.Instant, after silence: Duration) {
    if state.withLock({ now - $0.lastSent >= silence }) { append(": \n\n") }
  }

  /// The next bytes for the reader, which `park` is called for where there are none, so that no `wake` comes before it.
  func next(atMost count: Int, wake: @escaping @Sendable () -> Void, park: () -> Void) -> Part {
    state.withLock { state in
      if !state.bytes.isEmpty {
        let part = state.bytes.prefix(count)
        state.bytes.removeFirst(part.count)
        return .bytes(part)
      }
      if state.isEnded { return .ended }
      state.wake = wake
      park()
      return .waiting
    }
  }

  @discardableResult
  private func append(_ text: String) -> Bool {
    wake { state in
      guard !state.isEnded else { return }
      state.lastSent = .now
      state.bytes += text.utf8
      if state.bytes.count > Self.waitingLimit {
        state.bytes = []
        state.isEnded = true
      }
    }
    return isOpen
  }

  private func wake(after change: (inout State) -> Void) {
    let wake = state.withLock { state in
      change(&state)
      defer { state.wake = nil }
      return state.wake
    }
    wake?()
  }
}
#endif
