import FlowModel

/// What is to happen, by its time, and at one time in the order in which it was planned.
///
/// Adding and taking cost logarithmic time.
struct Agenda<Item: Sendable>: Sendable {
  private struct Entry: Sendable {
    let time: Timestamp
    let order: Int
    let item: Item

    func comes(before other: Entry) -> Bool { (time, order) < (other.time, other.order) }
  }

  /// A binary heap: no entry comes before the one at half its index.
  private var heap: [Entry] = []
  private var additions = 0

  /// When the next item comes; nil where there is none.
  var nextTime: Timestamp? { heap.first?.time }

  /// What comes next; nil where there is nothing.
  var next: Item? { heap.first?.item }

  /// Plans an item.
  mutating func add(_ item: Item, at time: Timestamp) {
    additions += 1
    heap.append(Entry(time: time, order: additions, item: item))
    var index = heap.count - 1
    while index > 0, heap[index].comes(before: heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// Takes the next item.
  mutating func popNext() -> (item: Item, time: Timestamp)? {
    guard let first = heap.first else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var index = 0
    while let child = earlierChild(of: index), heap[child].comes(before: heap[index]) {
      heap.swapAt(index, child)
      index = child
    }
    return (first.item, first.time)
  }

  private func earlierChild(of index: Int) -> Int? {
    let left = 2 * index + 1
    guard left < heap.count else { return nil }
    let right = left + 1
    return right < heap.count && heap[right].comes(before: heap[left]) ? right : left
  }
}
