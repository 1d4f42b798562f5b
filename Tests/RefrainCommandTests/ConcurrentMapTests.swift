import Synchronization
import Testing

@testable import RefrainCommand

@Suite("concurrentMap")
struct ConcurrentMapTests {
  @Test(
    "Every element is worked on once, and the results are in the order of the elements",
    arguments: [0, 1, 2, 1000])
  func order(count: Int) {
    let calls = Atomic(0)
    let results = Array(0..<count).concurrentMap { number in
      calls.wrappingAdd(1, ordering: .relaxed)
      return "\(number)"
    }
    #expect(results == (0..<count).map { "\($0)" })
    #expect(calls.load(ordering: .relaxed) == count)
  }
}
