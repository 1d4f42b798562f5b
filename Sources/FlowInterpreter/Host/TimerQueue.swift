import FlowModel

/// Timers by the time at which they fire, and at one time by the order in which they were set.
///
/// Setting, cancelling and firing cost logarithmic time on average. A cancelled timer stays in the heap until it
/// comes up or until half of the heap is such.
struct TimerQueue<Subject: Hashable & Sendable>: Sendable {
  private struct Entry: Sendable {
    let time: Timestamp
    let order: Int
    let subject: Subject

    func fires(before other: Entry) -> Bool { (time, order) < (other.time, other.order) }
  }

  /// A binary heap: no entry fires before the one at half its index.
  private var heap: [Entry] = []
  /// The timers that have not been cancelled, with the order in which they were set.
  private var orders: [Subject: Int] = [:]
  private var settings = 0

  /// When the next timer fires.
  var nextTime: Timestamp? { heap.first?.time }

  /// Sets a timer. One that is set already is set anew.
  mutating func set(_ subject: Subject, at time: Timestamp) {
    settings += 1
    orders[subject] = settings
    heap.append(Entry(time: time, order: settings, subject: subject))
    siftUp(from: heap.count - 1)
  }

  /// Forgets a timer.
  mutating func cancel(_ subject: Subject) {
    orders[subject] = nil
    if heap.count > 2 * orders.count + 64 { rebuild() }
    dropCancelled()
  }

  /// Takes the next timer.
  mutating func popNext() -> (subject: Subject, time: Timestamp)? {
    guard let entry = heap.first else { return nil }
    orders[entry.subject] = nil
    removeFirst()
    dropCancelled()
    return (entry.subject, entry.time)
  }

  private mutating func dropCancelled() {
    while let entry = heap.first, orders[entry.subject] != entry.order { removeFirst() }
  }

  private mutating func rebuild() {
    heap = heap.filter { orders[$0.subject] == $0.order }.sorted { $0.fires(before: $1) }
  }

  private mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var index = 0
    while true {
      var earliest = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
        if heap[child].fires(before: heap[earliest]) { earliest = child }
      }
      guard earliest != index else { return }
      heap.swapAt(index, earliest)
      index = earliest
    }
  }

  private mutating func siftUp(from start: Int) {
    var index = start
    while index > 0, heap[index].fires(before: heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }
}
