#if Service
import Testing

@testable import RefrainService

@Suite("The connections of a server")
struct ConnectionTableTests {
  @Test("one that was not used for long is closed, and nothing counts as refused")
  func idle() {
    var table = ConnectionTable(deadline: .seconds(10))
    let start = ContinuousClock.now
    func closed(after seconds: Int, received: UInt64 = 0) -> [Bool] {
      table.sweep(
        at: start + .seconds(seconds), isCrowded: false, received: { _ in received },
        departure: { _ in .none }
      ).compactMap { if case .close(7, let isLate) = $0 { isLate } else { nil } }
    }
    table.open(7, at: start)
    #expect(closed(after: 1) == [])
    #expect(closed(after: 70) == [])
    #expect(closed(after: 80) == [false])
    // The first bytes of a request have come, and the others do not.
    #expect(closed(after: 81, received: 1) == [])
    #expect(closed(after: 92, received: 1) == [true])
  }
}
#endif
