import FlowModel

/// Timers by the time at which they fire, and at one time by the order in which they were set.
///
/// Setting and firing cost logarithmic time. Who cancels a timer forgets it himself, and notes it here: what stays behind is
/// dropped when it comes up, or when half of the queue is such.
struct TimerQueue<Name: Sendable & Equatable>: Sendable {
  /// A timer.
  struct Timer: Sendable {
    let time: Timestamp
    /// A number that is greater than those of the timers that were set before.
    let order: Int
    /// What the timer is for.
    let name: Name

    fileprivate func fires(before other: Timer) -> Bool { (time, order) < (other.time, other.order) }
  }

  /// A binary heap: no timer fires before the one at half its index.
  private var heap: [Timer] = []
  private var settings = 0
  /// How many timers of the heap have been cancelled.
  private var cancelled = 0
  /// Whether the timer that would fire next may be one of these.
  private var isNextDoubtful = false

  /// The timer that fires next, cancelled or not, and when.
  var next: (name: Name, time: Timestamp)? { heap.first.map { ($0.name, $0.time) } }

  /// Whether `dropCancelled` has something to do.
  var hasToDrop: Bool { isNextDoubtful || isHalfCancelled }

  /// Whether so many timers have been cancelled that they are worth dropping wherever they stand.
  private var isHalfCancelled: Bool { cancelled > heap.count / 2 + 32 }

  /// The timers, cancelled ones too, in the order in which they were set.
  var timers: [Timer] { heap.sorted { $0.order < $1.order } }

  /// Sets a timer.
  mutating func set(_ name: Name, at time: Timestamp) {
    settings += 1
    heap.append(Timer(time: time, order: settings, name: name))
    siftUp(from: heap.count - 1)
  }

  /// Notes that a timer has been cancelled.
  mutating func noteCancelled(_ name: Name) {
    if !heap.isEmpty, heap[0].name == name {
      removeFirst()
      isNextDoubtful = cancelled > 0
    } else {
      cancelled += 1
    }
  }

  /// Drops cancelled timers, so that the next one is none.
  /// - Parameter isSet: Whether a timer has not been cancelled.
  mutating func dropCancelled(_ isSet: (Name) -> Bool) {
    isNextDoubtful = false
    if isHalfCancelled {
      // What is sorted is a heap too.
      heap = heap.filter { isSet($0.name) }.sorted { $0.fires(before: $1) }
      cancelled = 0
    }
    while let first = heap.first, !isSet(first.name) {
      removeFirst()
      cancelled -= 1
    }
  }

  /// Takes the timer that fires next.
  mutating func popNext() -> Timer? {
    guard let first = heap.first else { return nil }
    removeFirst()
    isNextDoubtful = cancelled > 0
    return first
  }

  private mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    siftDown()
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0, heap[child].fires(before: heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var earliest = parent
      let (left, right) = (2 * parent + 1, 2 * parent + 2)
      if left < heap.count, heap[left].fires(before: heap[earliest]) { earliest = left }
      if right < heap.count, heap[right].fires(before: heap[earliest]) { earliest = right }
      guard earliest != parent else { return }
      heap.swapAt(parent, earliest)
      parent = earliest
    }
  }
}
