import FlowModel
import TestSupport
import Testing

@testable import FlowHosting

@Suite struct TimerQueueTests {
  /// A list that is sorted anew each time is the model.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func timersFireByTimeThenByTheOrderOfTheirSetting(seed: UInt64) {
    var numbers = SeededGenerator(seed: seed)
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
        let subject = model.remove(at: victim).subject
        set.remove(subject)
        queue.noteCancelled(subject)
        if queue.hasToDrop { queue.dropCancelled(set.contains) }
      default:
        let first = model.indices.min { model[$0].time < model[$1].time }
        let expected = first.map { model.remove(at: $0) }
        let fired = queue.popNext()
        #expect(fired?.name == expected?.subject)
        #expect(fired?.time.milliseconds == expected?.time)
        if queue.hasToDrop { queue.dropCancelled(set.contains) }
      }
      #expect(queue.next?.time.milliseconds == model.map(\.time).min())
    }
  }

  @Test func cancelledTimersDoNotPileUp() {
    var queue = TimerQueue<Int>()
    for subject in 0..<1000 {
      queue.set(subject, at: Timestamp(milliseconds: Int64(subject)))
      if subject > 0 { queue.noteCancelled(subject) }
      if queue.hasToDrop { queue.dropCancelled { $0 == 0 } }
      #expect(queue.timers.count < 100)
    }
    #expect(queue.popNext()?.name == 0)
  }
}
