import FlowModel
import Testing

@testable import FlowInterpreter

@Suite struct CollectionTests {
  @Test func theLatestIdentifiersAreRememberedAndNoMore() {
    var identifiers = RecentIdentifiers(limit: 3)
    for identifier in ["a", "b", "c"] { identifiers.insert(identifier) }
    #expect(["a", "b", "c", "d"].map(identifiers.contains) == [true, true, true, false])
    identifiers.insert("d")
    #expect(["a", "b", "c", "d"].map(identifiers.contains) == [false, true, true, true])
    identifiers.insert("a")
    #expect(["a", "b", "c", "d"].map(identifiers.contains) == [true, false, true, true])
  }

  @Test func identifiersAreComparedByteForByte() {
    var identifiers = RecentIdentifiers(limit: 3)
    identifiers.insert("caf\u{E9}")
    #expect(!identifiers.contains("cafe\u{301}"))
  }

  @Test func identifiersAreEqualByContentHoweverTheyCameAbout() {
    var long = RecentIdentifiers(limit: 2)
    for identifier in ["x", "y", "a", "b"] { long.insert(identifier) }
    var short = RecentIdentifiers(limit: 2)
    for identifier in ["z", "a", "b"] { short.insert(identifier) }
    #expect(long == short)
    #expect(long.hashValue == short.hashValue)
    short.insert("c")
    #expect(long != short)
  }

  @Test func aQueueGivesItsEventsInOrderAndIsEqualByThoseThatAreLeft() {
    var queue = EventQueue()
    #expect(queue.popFirst() == nil)
    for number in 1...100 { queue.append(TestFlow.event("Message", "m\(number)")) }
    for number in 1...97 { #expect(queue.popFirst()?.id == "m\(number)") }
    var other = EventQueue()
    for number in 98...100 { other.append(TestFlow.event("Message", "m\(number)")) }
    #expect(queue == other)
    #expect(queue.hashValue == other.hashValue)
    #expect(queue.takeAll().map(\.id) == ["m98", "m99", "m100"])
    #expect(queue.isEmpty)
    #expect(queue != other)
  }

  /// A list that is sorted anew each time is the model.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func timersFireByTimeThenByTheOrderOfTheirSetting(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    var queue = TimerQueue<Int>()
    var set: Set<Int> = []
    var model: [(time: Int64, subject: Int)] = []
    for subject in 0..<2000 {
      switch Int.random(in: 0..<10, using: &numbers) {
      case 0..<5:
        let time = Int64.random(in: 0..<50, using: &numbers)
        queue.set(subject, at: Timestamp(milliseconds: time))
        set.insert(subject)
        model.append((time, subject))
      case 5..<8:
        guard let victim = model.indices.randomElement(using: &numbers) else { continue }
        set.remove(model.remove(at: victim).subject)
        queue.noteCancelled()
        queue.dropCancelled(set.contains)
      default:
        let first = model.indices.min { model[$0].time < model[$1].time }
        let expected = first.map { model.remove(at: $0) }
        let fired = queue.popNext()
        #expect(fired?.subject == expected?.subject)
        #expect(fired?.time.milliseconds == expected?.time)
        queue.dropCancelled(set.contains)
      }
      #expect(queue.nextTime?.milliseconds == model.map(\.time).min())
    }
  }

  @Test func cancelledTimersDoNotPileUp() {
    var queue = TimerQueue<Int>()
    for subject in 0..<1000 {
      queue.set(subject, at: Timestamp(milliseconds: Int64(subject)))
      if subject > 0 { queue.noteCancelled() }
      queue.dropCancelled { $0 == 0 }
      #expect(queue.timers.count < 100)
    }
    #expect(queue.popNext()?.subject == 0)
  }

  /// An array is the model.
  @Test func aListOfSessionsKeepsTheOrderInWhichTheyWereLastAdded() {
    var numbers = SeededNumbers(seed: 7)
    var list = SessionList()
    var model: [Int] = []
    for _ in 0..<2000 {
      let session = Int.random(in: 0..<8, using: &numbers)
      model.removeAll { $0 == session }
      if Bool.random(using: &numbers) {
        list.append(SessionID(index: session))
        model.append(session)
      } else {
        list.remove(SessionID(index: session))
      }
      #expect(list.map(\.index) == model)
      #expect(list.last?.index == model.last)
    }
  }

  static let milliseconds: [(seconds: Double, timeout: Int64, delay: Int64)] = [
    (1, 1000, 1000), (0.0005, 1, 1), (0.0004, 1, 1), (1e-9, 1, 1), (0.0014, 1, 2), (0.0015, 2, 2),
    (0.0016, 2, 2),
    (1.1, 1100, 1100), (2.007, 2007, 2007), (0.5005, 501, 501), (1.0005, 1001, 1001), (1.0004, 1000, 1001),
    (1.0011, 1001, 1002), (2.675, 2675, 2675),
    (4.35, 4350, 4350), (0.29, 290, 290), (1.005, 1005, 1005), (1.0025, 1003, 1003),
    (86_400, 86_400_000, 86_400_000),
    (1e9, 1_000_000_000_000, 1_000_000_000_000), (999_999_999.9995, 1_000_000_000_000, 1_000_000_000_000),
  ]

  @Test(arguments: milliseconds)
  func secondsAreTheNearestMillisecondsAHalfUpAndADelaysRoundedUp(
    seconds: Double, timeout: Int64, delay: Int64
  ) {
    #expect(Milliseconds.ofTimeout(seconds) == timeout)
    #expect(Milliseconds.ofDelay(seconds) == delay)
  }

  @Test func passedTimeMayBeNoneAtAll() {
    #expect(Milliseconds.nearest(0) == 0)
    #expect(Milliseconds.nearest(0.0005) == 1)
    #expect(Milliseconds.nearest(1.0005) == 1001)
  }
}
