#if Service
/// Waiting for a task, from a thread that has nothing else to do.
public enum BlockingCall {
  /// What a task gives. The thread that asks waits meanwhile: it must be none of the pool's.
  public static func result<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
    let result = WaitableState<Value?>(nil)
    Task.detached {
      let value = await body()
      result.change { $0 = value }
    }
    return result.wait { $0 }
  }
}
#endif
