import FlowModel
import JSONSyntax
import TestSupport
import Testing

@testable import FlowInterpreter

@Suite struct CollectionTests {
  /// An array is the model.
  @Test func theIDsOfTheLatestEventsAreRememberedAndNoMore() {
    var numbers = SeededGenerator(seed: 11)
    var identifiers = RecentEventIDs()
    var model: [EventID] = []
    for _ in 0..<4000 {
      let id = EventID("event-\(Int.random(in: 0..<80, using: &numbers))")
      #expect(identifiers.contains(id) == model.contains(id))
      guard !model.contains(id) else { continue }
      identifiers.insert(id, limit: 40)
      model = (model + [id]).suffix(40)
      #expect(identifiers.inOrder == model)
    }
  }

  @Test func rememberedIDsAreEqualHoweverTheyCameAbout() {
    var long = RecentEventIDs()
    for id in ["x", "y", "a", "b"] { long.insert(EventID(id), limit: 2) }
    var short = RecentEventIDs()
    for id in ["z", "a", "b"] { short.insert(EventID(id), limit: 2) }
    #expect(long == short)
    #expect(long.hashValue == short.hashValue)
    short.insert("c", limit: 2)
    #expect(long != short)
    #expect(RecentEventIDs(["b", "c"], limit: 2) == short)
  }

  @Test func rememberedIDsAreReadWhereThereAreNotTooManyAndNoneTwice() {
    #expect(RecentEventIDs(["a", "b"], limit: 2)?.inOrder == ["a", "b"])
    #expect(RecentEventIDs(["a", "b", "c"], limit: 2) == nil)
    #expect(RecentEventIDs(["a", "b", "a"], limit: 3) == nil)
  }

  /// An array is the model.
  @Test func aListOfFewIsAnArrayHoweverManyThereAre() {
    var numbers = SeededGenerator(seed: 12)
    var few = Few<Int>.none
    var model: [Int] = []
    for number in 0..<2000 {
      if model.isEmpty || Bool.random(using: &numbers) && model.count < 4 {
        few.append(number)
        model.append(number)
      } else {
        let index = Int.random(in: model.indices, using: &numbers)
        #expect(few.remove(at: index) == model.remove(at: index))
      }
      #expect(Array(few) == model)
      var built = Few<Int>.none
      for number in model { built.append(number) }
      #expect(few == built)
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
    #expect(JSONNumber(seconds).exact.roundedUp(timesTenTo: 3) == Int(delay))
  }

  @Test func passedTimeMayBeNoneAtAll() {
    #expect(Milliseconds.nearest(0) == 0)
    #expect(Milliseconds.nearest(0.0005) == 1)
    #expect(Milliseconds.nearest(1.0005) == 1001)
  }
}
