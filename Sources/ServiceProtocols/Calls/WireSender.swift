/// Whoever carries requests to the world.
public protocol WireSender: Sendable {
  /// Makes a request. It ends within the time, whatever the other side does.
  func send(_ call: WireCall, within time: CallTime, allowsPrivate: Bool) async -> WireResult
}

/// How long a request may take, in milliseconds.
public struct CallTime: Sendable, Hashable {
  /// All of it.
  public let whole: Int64
  /// Connecting alone.
  public let connecting: Int64

  /// Creates a time.
  public init(whole: Int64, connecting: Int64 = 10_000) {
    self.whole = max(1, whole)
    self.connecting = min(max(1, connecting), max(1, whole))
  }
}
