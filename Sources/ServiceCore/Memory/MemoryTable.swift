import FlowModel

/// A row of a table in memory.
protocol MemoryRow: Sendable {
  /// What no two rows of a table have alike.
  associatedtype Key: Hashable & Sendable
  /// Where a row stands among the others; no two rows of a table stand at one place.
  associatedtype Place: Comparable & Sendable

  var key: Key { get }
  var place: Place { get }
}

/// Rows by their keys and in order, whose latest changes can be taken back.
///
/// Looking up a row costs constant time on average, adding and removing one a binary search and a move of what stands
/// behind it, taking changes back as much as making them.
struct MemoryTable<Row: MemoryRow>: Sendable {
  private var rows: [Row.Key: Row] = [:]
  private var order: [(place: Row.Place, key: Row.Key)] = []
  /// What stood under each key before each change since `keepChanges`.
  private var former: [(key: Row.Key, row: Row?)] = []

  /// How many rows there are.
  var count: Int { rows.count }

  /// The rows in their order.
  var all: some Sequence<Row> { order.lazy.compactMap { rows[$0.key] } }

  /// The rows in their order, from a place on.
  func from(_ place: Row.Place) -> some Sequence<Row> {
    order[order.partitioningIndex { $0.place >= place }...].lazy.compactMap { rows[$0.key] }
  }

  /// The row with a key.
  subscript(key: Row.Key) -> Row? { rows[key] }

  /// Writes a row, in place of one with its key.
  mutating func put(_ row: Row) { change(row.key, to: row) }

  /// Removes the row with a key, if there is one.
  mutating func remove(_ key: Row.Key) {
    if rows[key] != nil { change(key, to: nil) }
  }

  private mutating func change(_ key: Row.Key, to row: Row?) {
    former.append((key, rows[key]))
    set(key, to: row)
  }

  private mutating func set(_ key: Row.Key, to row: Row?) {
    let before = rows[key]
    rows[key] = row
    guard before?.place != row?.place else { return }
    if let before { order.remove(at: order.partitioningIndex { $0.place >= before.place }) }
    if let row { order.insert((row.place, key), at: order.partitioningIndex { $0.place >= row.place }) }
  }

  /// Keeps what has been changed.
  mutating func keepChanges() { former.removeAll(keepingCapacity: true) }

  /// Takes back what has been changed since changes were kept last.
  mutating func takeChangesBack() {
    while let (key, row) = former.popLast() { set(key, to: row) }
  }
}
