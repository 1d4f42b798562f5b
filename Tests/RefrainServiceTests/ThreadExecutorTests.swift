#if Service
import Synchronization
import Testing

@testable import RefrainService

@Suite("An executor with a thread of its own")
struct ThreadExecutorTests {
  /// Counts on a thread of its own.
  private actor Counter {
    private let executor = ThreadExecutor()
    private var count = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    deinit { executor.stop() }

    func add() -> Int {
      count += 1
      return count
    }
  }

  @Test("runs what many tasks ask for, one at a time, and lets the actor go")
  func manyTasks() async {
    weak var released: Counter?
    do {
      let counter = Counter()
      released = counter
      let counts = await withTaskGroup(of: Int.self) { group in
        for _ in 0..<1_000 { group.addTask { await counter.add() } }
        return await group.reduce(into: Set()) { $0.insert($1) }
      }
      #expect(counts == Set(1...1_000))
    }
    // The last job may still be returning on the thread.
    for _ in 0..<1_000 where released != nil { await Task.yield() }
    #expect(released == nil)
  }
}
#endif
